import type { ConversionInput } from './converter.ts';
import type { CreateJobRequest } from './create-job-request.ts';
import { inputNotAcceleratable, notAcceleratable, tooSmallToAccelerate } from './job-failure.ts';
import type { OutputPlan } from './output-plan.ts';

/** What became of a job's wish for acceleration, which makes nothing faster here. */
export type AccelerationStatus = 'NOT_APPLICABLE' | 'ACCELERATED' | 'NOT_ACCELERATED';

/**
 * The least media that is accelerated. No limit is published, only for whom it is meant: "more complex jobs that would
 * take 10 or more minutes to run".
 */
const leastSeconds = 600;

/**
 * Decides as the real service does whether a job is accelerated: `PREFERRED` goes without where it cannot be, `ENABLED`
 * ends the job.
 *
 * @throws JobFailedError 1041 for settings, 1043 for inputs that rule it out, 1042 for a job that is too small
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/job-requirements.html
 */
export function decideAcceleration(
  { accelerationSettings }: CreateJobRequest,
  plans: readonly OutputPlan[],
  input: ConversionInput,
): AccelerationStatus {
  const mode = accelerationSettings?.mode ?? 'DISABLED';
  if (mode === 'DISABLED') {
    return 'NOT_APPLICABLE';
  }
  const obstacle = findObstacle(plans, input);
  if (obstacle !== undefined && mode === 'ENABLED') {
    throw obstacle;
  }
  return obstacle === undefined ? 'ACCELERATED' : 'NOT_ACCELERATED';
}

function findObstacle(plans: readonly OutputPlan[], { paths, sources, expectedSeconds }: ConversionInput) {
  const adjustments = plans.flatMap(({ video }, index) => {
    if (video === undefined) return [`Add video to the following output: [${index + 1}].`];
    return video.codec === 'passthrough' ? [`Encode the video of the following output: [${index + 1}].`] : [];
  });
  if (adjustments.length > 0) {
    return notAcceleratable(adjustments);
  }
  // Each input has a file of its own, and each discontinuity in it has another.
  if (paths.length > sources.length) {
    return inputNotAcceleratable();
  }
  return expectedSeconds < leastSeconds ? tooSmallToAccelerate() : undefined;
}
