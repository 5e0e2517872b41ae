import {
  ExportNotCarriableError,
  ExportTimeExceededError,
  MediaConvertJobFailedError,
} from '../shared/contract/errors.ts';
import type { EngineWish } from '../shared/contract/export-engine.ts';
import type { Plan } from '../shared/recording/planned-export.ts';
import type { EngineChoice } from './choose-engine.ts';
import { excerptOf, type JobRefusal, readRefusal } from './read-refusal.ts';
import { readStepFailure } from './read-step-failure.ts';
import type { PlanExportInput, Refusal } from './schema.ts';

/** The part of a plan that a refusal may change. */
export interface Decision extends EngineChoice, Pick<Plan, 'video' | 'hasAudio'> {}

/** What the first decision of an attempt needs. */
export interface FirstDecision {
  readonly wish: EngineWish;
  /** As the playlists say. */
  readonly hasAudio: boolean;
  /** Chooses among the engines; may refuse. */
  readonly choose: () => EngineChoice;
}

/**
 * Decides how the export is made: the frames are copied at first, by remux or MediaConvert, and by MediaConvert after
 * remux refused, and encoded after MediaConvert refused to copy them. A refusal from before a redrive is history: the
 * operator may have removed its cause, so copying is tried again. What counts is the attempt of the refusal, not of the
 * plan: a job that timed out is redriven with the plan that it had.
 *
 * @throws {@link MediaConvertJobFailedError} when no other plan would help
 * @throws {@link ExportNotCarriableError}, {@link ExportTimeExceededError} when remux refused and is demanded
 */
export function decidePlan({ state, execution }: PlanExportInput, first: FirstDecision): Decision {
  const { plan, refusal, refusedIn } = state;
  if (refusal === undefined || plan === undefined || refusedIn?.redriveCount !== execution.redriveCount) {
    return { video: 'copy', hasAudio: first.hasAudio, ...first.choose() };
  }
  return plan.engine === 'remux' ? insteadOfRemux(plan, refusal, first.wish) : replan(plan, readRefusal(refusal));
}

/**
 * What remux found that it cannot carry unchanged, MediaConvert may not copy into one file either: whether it would
 * notice, its documentation does not say. So it encodes. Where only time was short, it copies.
 */
function insteadOfRemux(plan: Plan, refusal: Refusal, wish: EngineWish): Decision {
  const { name, message } = readStepFailure(refusal);
  const isTimeShort = name === 'ExportTimeExceededError';
  if (wish === 'remux') throw new (isTimeShort ? ExportTimeExceededError : ExportNotCarriableError)(message);
  const how = isTimeShort ? 'copied' : 'encoded';
  return {
    engine: 'mediaconvert',
    video: isTimeShort ? 'copy' : 'h264',
    hasAudio: plan.hasAudio,
    engineReason: `${how} by MediaConvert, since remux could not carry it: ${excerptOf(message)}`,
  };
}

/** Each change is made at most once, so that there are at most three jobs in an attempt. */
function replan(plan: Plan, refusal: JobRefusal): Decision {
  const { remedy } = refusal;
  const { engine, hasAudio } = plan;
  const said = `MediaConvert said ${excerptOf(refusal.code)}: ${excerptOf(refusal.message)}`;
  if (remedy.replan === 'leave-out-audio' && hasAudio) {
    const engineReason = `without audio, since there is none: ${said}`;
    return { engine, video: plan.video, hasAudio: false, engineReason };
  }
  if (remedy.replan === 'encode' && plan.video === 'copy') {
    return { engine, video: 'h264', hasAudio, engineReason: `encoded, since copying failed: ${said}` };
  }
  const job = refusal.jobId === undefined ? 'The MediaConvert job' : `The MediaConvert job ${excerptOf(refusal.jobId)}`;
  throw new MediaConvertJobFailedError(`${job} failed: ${remedy.meaning} (${said}). ${remedy.advice}.`);
}
