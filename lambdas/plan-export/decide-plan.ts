import { MediaConvertJobFailedError } from '../shared/contract/errors.ts';
import type { Plan } from '../shared/recording/planned-export.ts';
import { type JobRefusal, readRefusal } from './read-refusal.ts';
import type { PlanExportInput } from './schema.ts';

/** The part of a plan that a refusal may change. */
export type Decision = Pick<Plan, 'video' | 'hasAudio' | 'engineReason'>;

/**
 * Decides how the export is made: the frames are copied at first, and encoded after MediaConvert refused to copy them.
 * A refusal from before a redrive is history: the operator may have removed its cause, so copying is tried again. What
 * counts is the attempt of the refusal, not of the plan: a job that timed out is redriven with the plan that it had.
 *
 * @param hasAudio As the playlists say.
 * @throws {@link MediaConvertJobFailedError} when no other plan would help
 */
export function decidePlan({ state, execution }: PlanExportInput, hasAudio: boolean): Decision {
  const { plan, refusal, refusedIn } = state;
  if (refusal === undefined || plan === undefined || refusedIn?.redriveCount !== execution.redriveCount) {
    return { video: 'copy', hasAudio, engineReason: 'the rendition is wanted as it is, so its frames are copied' };
  }
  return replan(plan, readRefusal(refusal));
}

/** Each change is made at most once, so that there are at most three jobs in an attempt. */
function replan(plan: Plan, refusal: JobRefusal): Decision {
  const { remedy } = refusal;
  const said = `MediaConvert said ${refusal.code}: ${excerptOf(refusal.message)}`;
  if (remedy.replan === 'leave-out-audio' && plan.hasAudio) {
    return { video: plan.video, hasAudio: false, engineReason: `without audio, since there is none: ${said}` };
  }
  if (remedy.replan === 'encode' && plan.video === 'copy') {
    return { video: 'h264', hasAudio: plan.hasAudio, engineReason: `encoded, since copying failed: ${said}` };
  }
  const job = refusal.jobId === undefined ? 'The MediaConvert job' : `The MediaConvert job ${refusal.jobId}`;
  throw new MediaConvertJobFailedError(`${job} failed: ${remedy.meaning} (${said}). ${remedy.advice}.`);
}

/** The reason travels in messages and in the catalog. */
function excerptOf(message: string): string {
  return message.length <= 500 ? message : `${message.slice(0, 499)}…`;
}
