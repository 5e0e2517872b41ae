import { ExportNotCarriableError, ExportTimeExceededError } from '../shared/contract/errors.ts';
import type { EngineWish } from '../shared/contract/export-engine.ts';
import type { Plan } from '../shared/recording/planned-export.ts';
import type { EngineChoice } from './choose-engine.ts';
import { excerptOf, readRefusal } from './read-refusal.ts';
import { readStepFailure } from './read-step-failure.ts';
import { type Decided, replanJob } from './replan-job.ts';
import type { PlanExportInput, Refusal } from './schema.ts';

/** The part of a plan that a refusal may change. */
export interface Decision extends Decided, Pick<EngineChoice, 'remuxJob'> {}

/** What the first decision of an attempt needs. */
export interface FirstDecision {
  readonly wish: EngineWish;
  /** Chooses among the engines; may refuse. */
  readonly choose: () => EngineChoice;
  /** Whether the deployment has encodes accelerated. */
  readonly isAccelerationWanted: boolean;
  /** What keeps MediaConvert from it; a clause. */
  readonly whyNotAccelerate: () => string | undefined;
  /** What keeps MediaConvert from doing what remux could not; a clause. */
  readonly whyNotConvert: () => string | undefined;
}

/**
 * Decides how the export is made: as wished for at first, by remux or MediaConvert, and by MediaConvert after remux
 * refused, and encoded after MediaConvert refused to copy. A refusal from before a redrive is history: the operator may
 * have removed its cause, so copying is tried again. What counts is the attempt of the refusal, not of the plan: a job
 * that timed out is redriven with the plan that it had.
 *
 * @throws MediaConvertJobFailedError, MediaConvertJobCanceledError when no other plan would help
 * @throws {@link ExportNotCarriableError}, {@link ExportTimeExceededError} when remux refused, and is demanded or
 * MediaConvert cannot either
 */
export function decidePlan({ state, execution }: PlanExportInput, first: FirstDecision): Decision {
  const { plan, refusal, refusedIn } = state;
  if (refusal === undefined || plan === undefined || refusedIn?.redriveCount !== execution.redriveCount) {
    return accelerate(first.choose(), first);
  }
  return plan.engine === 'remux' ? insteadOfRemux(plan, refusal, first) : replanJob(plan, readRefusal(refusal));
}

/** Acceleration is for encodes only, and costs more. */
function accelerate(choice: EngineChoice, { isAccelerationWanted, whyNotAccelerate }: FirstDecision): Decision {
  const first = { ...choice, isAccelerated: false, retries: 0, pauseSeconds: 0 };
  if (!isAccelerationWanted || choice.video !== 'h264') return first;
  const obstacle = whyNotAccelerate();
  if (obstacle === undefined) return { ...first, isAccelerated: true };
  return { ...first, engineReason: `${choice.engineReason}; not accelerated, since ${obstacle}` };
}

/**
 * What remux found that it cannot carry unchanged, MediaConvert may not copy into one file either: whether it would
 * notice, its documentation does not say. So it encodes. Where only time was short, it copies.
 */
function insteadOfRemux(plan: Plan, refusal: Refusal, first: FirstDecision): Decision {
  const { name, message } = readStepFailure(refusal);
  const isTimeShort = name === 'ExportTimeExceededError';
  const RemuxError = isTimeShort ? ExportTimeExceededError : ExportNotCarriableError;
  if (first.wish === 'remux') throw new RemuxError(message);
  const obstacle = first.whyNotConvert();
  if (obstacle !== undefined) throw new RemuxError(`${message} Nor can MediaConvert make the export: ${obstacle}.`);
  const { video, audio } = plan;
  const how = isTimeShort ? 'copied' : 'encoded';
  const choice: EngineChoice = {
    engine: 'mediaconvert',
    video: isTimeShort || video === 'none' ? video : 'h264',
    audio: isTimeShort || audio === 'none' ? audio : 'aac',
    engineReason: `${how} by MediaConvert, since remux could not carry it: ${excerptOf(message)}`,
  };
  return accelerate(choice, first);
}
