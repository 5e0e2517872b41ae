import { MediaConvertJobCanceledError, MediaConvertJobFailedError } from '../shared/contract/errors.ts';
import type { Plan } from '../shared/recording/planned-export.ts';
import type { Replan } from './job-failures.ts';
import { excerptOf, type JobRefusal } from './read-refusal.ts';

/** What a refusal may change of a plan. */
export type Decided = Omit<Plan, 'expectedDurationMs' | 'durationToleranceMs'>;

/** How long to wait before the same job is begun again in one attempt of an execution, each time. */
const pausesSeconds = {
  /** For MediaConvert or S3 to recover: a minute, then five. */
  again: [60, 300],
  /** For the last objects to be written, which IVS does within seconds. */
  'again-once': [120],
} as const;

/**
 * Plans another job after one that failed. Each change is made at most once and the same job begun again at most twice,
 * so that there are at most seven jobs in an attempt; only those that end well are paid for.
 *
 * @throws {@link MediaConvertJobCanceledError} when somebody canceled the job
 * @throws {@link MediaConvertJobFailedError} when no other plan would help
 */
export function replanJob(plan: Plan, refusal: JobRefusal): Decided {
  const said = `MediaConvert said ${excerptOf(refusal.code)}: ${excerptOf(refusal.message)}`;
  const { expectedDurationMs: _, durationToleranceMs: __, ...decided } = plan;
  for (const replan of refusal.remedy.replan ?? []) {
    const changed = changes[replan](decided, said);
    if (changed !== undefined) return { ...decided, pauseSeconds: 0, ...changed };
  }
  throw failureOf(refusal, said);
}

type Change = (plan: Decided, said: string) => Partial<Decided> | undefined;

const changes: Readonly<Record<Replan, Change>> = {
  encode: ({ video, audio }, said) => {
    const engineReason = `encoded, since copying failed: ${said}`;
    if (video === 'copy') return { video: 'h264', audio: audio === 'none' ? audio : 'aac', engineReason };
    return video === 'none' && audio === 'copy' ? { audio: 'aac', engineReason } : undefined;
  },
  'leave-out-audio': ({ video, audio }, said) =>
    audio === 'none' || video === 'none'
      ? undefined
      : { audio: 'none', engineReason: `without audio, since there is none: ${said}` },
  'leave-out-video': ({ video, audio }, said) =>
    audio === 'none' || video === 'none'
      ? undefined
      : { video: 'none', engineReason: `without video, since there is none: ${said}` },
  decelerate: ({ isAccelerated }, said) =>
    isAccelerated ? { isAccelerated: false, engineReason: `not accelerated: ${said}` } : undefined,
  again: (plan, said) => tryAgain(plan, said, pausesSeconds.again),
  'again-once': (plan, said) => tryAgain(plan, said, pausesSeconds['again-once']),
};

/** Characters of the reason from before that are kept. It comes from the state, into which an input may have put any. */
const mostOfFirstReason = 200;

function tryAgain({ retries, engineReason }: Decided, said: string, pauses: readonly number[]): ReturnType<Change> {
  const pauseSeconds = pauses[retries];
  if (pauseSeconds === undefined) return undefined;
  const first = engineReason.replace(/; begun again,.*$/s, '').slice(0, mostOfFirstReason);
  return { retries: retries + 1, pauseSeconds, engineReason: `${first}; begun again, since ${said}` };
}

function failureOf({ jobId, remedy, isCanceled }: JobRefusal, said: string): Error {
  const job = jobId === undefined ? 'The MediaConvert job' : `The MediaConvert job ${excerptOf(jobId)}`;
  const message = `${job} failed: ${remedy.meaning} (${said}). ${remedy.advice}.`;
  return isCanceled ? new MediaConvertJobCanceledError(message) : new MediaConvertJobFailedError(message);
}
