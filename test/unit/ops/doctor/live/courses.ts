/** How a trial goes: well, unless a test wants it otherwise. */
import type { JobTrace } from '../../../../../ops/doctor/live/job-trace.ts';
import type { JobState } from '../../../../../ops/doctor/live/live-ports.ts';

/** What goes otherwise than well. */
export interface Otherwise {
  readonly variables?: Readonly<Record<string, string>> | Error;
  /** S3 tells nobody, or tells so long after the metadata file came. */
  readonly isUntold?: boolean;
  readonly toldAfterMs?: number;
  readonly playback?: 'fails' | 'never ends';
  readonly access?: 'public' | 'signed' | 'withheld';
  readonly status?: number;
  readonly remux?: 'fails' | 'never ends';
  readonly mediaConvert?: 'encodes' | 'never ends';
  readonly garbage?: 'succeeds';
  readonly createJob?: Error;
  readonly multivariant?: JobState;
  /** Told of each thing that is done. */
  readonly onDeed?: (deed: string) => void;
  /** An object that cannot be deleted. */
  readonly isLocked?: (key: string) => boolean;
  readonly isStopDenied?: boolean;
  /** report-failure writes only after so many readings of the catalog. */
  readonly readingsUntilReported?: number;
}

/** A job, as far as it is waited for. */
export const job = (status: string, more: Partial<JobState> = {}): JobState => ({
  status,
  errorCode: undefined,
  errorMessage: undefined,
  heightPx: undefined,
  ...more,
});

const passthroughRequest = {
  Role: 'role',
  Queue: 'queue',
  Tags: { recordingId: 'x' },
  Settings: {
    Inputs: [{ FileInput: 's3://my-recordings/prefix/media/hls/720p30/playlist.m3u8' }],
    OutputGroups: [
      {
        OutputGroupSettings: { FileGroupSettings: { Destination: 's3://my-exports/there' } },
        Outputs: [{ VideoDescription: { CodecSettings: { Codec: 'PASSTHROUGH' } } }],
      },
    ],
  },
};

const refused = (code: number, message: string) => ({
  error: 'States.TaskFailed',
  cause: JSON.stringify({ Id: 'job-0', ErrorCode: code, ErrorMessage: message }),
});

const trace = (more: Partial<JobTrace>): JobTrace => ({
  request: passthroughRequest,
  isSubmitted: true,
  jobId: 'job-0',
  result: undefined,
  failure: undefined,
  ...more,
});
const result = { Job: { Id: 'job-0', Status: 'COMPLETE', OutputGroupDetails: [{ OutputDetails: [] }] } };

/** What an execution comes to, by what it makes. */
export function courseOf(
  what: string,
  otherwise: Otherwise,
): { status: string; output?: object; jobs?: JobTrace[]; error?: string } {
  const { playback, access = 'public', remux, mediaConvert, garbage } = otherwise;
  const url = access === 'withheld' ? undefined : 'https://d111111abcdef8.cloudfront.net/master.m3u8';
  const exported = (engine: string) => ({
    type: 'recording.export.ready',
    export: { name: what, engine, engineReason: 'wanted', durationMs: 29_995, sizeBytes: 1_900_000 },
  });
  const fate = { playback, 'doctor-remux': remux, 'doctor-mediaconvert': mediaConvert }[what];
  if (fate === 'fails') return { status: 'FAILED', error: 'SomethingError' };
  if (fate === 'never ends') return { status: 'RUNNING', jobs: what === 'doctor-mediaconvert' ? [trace({})] : [] };
  if (what === 'playback')
    return { status: 'SUCCEEDED', output: { type: `recording.playback.${access}`, playback: { access, url } } };
  if (what === 'doctor-remux') return { status: 'SUCCEEDED', output: exported('remux') };
  if (what === 'doctor-garbage')
    return garbage === 'succeeds'
      ? { status: 'SUCCEEDED', output: exported('mediaconvert'), jobs: [trace({ result })] }
      : { status: 'RUNNING', jobs: [trace({ failure: refused(1056, 'cannot read 0.ts') })] };
  const encoded = trace({ request: {}, result });
  const jobs =
    mediaConvert === 'encodes' ? [trace({ failure: refused(1030, 'no such codec') }), encoded] : [trace({ result })];
  return { status: 'SUCCEEDED', output: exported('mediaconvert'), jobs };
}
