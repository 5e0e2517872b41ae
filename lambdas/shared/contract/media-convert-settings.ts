/**
 * What a deployment says of its MediaConvert jobs, beside their queue.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/apireference/jobs.html
 */
import * as z from 'zod/mini';

const statusIntervals = [10, 12, 15, 20, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600] as const;
const priorityError = 'must be a whole number from -50 to 50';

/** See the file's comment. */
export const mediaConvertSettingsSchema = z.strictObject({
  /** Jobs of a higher one leave the queue first. */
  priority: z._default(
    z
      .number({ error: priorityError })
      .check(
        z.int({ error: priorityError }),
        z.minimum(-50, { error: priorityError }),
        z.maximum(50, { error: priorityError }),
      ),
    0,
  ),
  /** `ENABLED` is not offered: a job that is too small for it fails (errors 1041 to 1043). */
  acceleration: z._default(
    z.enum(['DISABLED', 'PREFERRED'], { error: 'must be one of DISABLED, PREFERRED' }),
    'DISABLED',
  ),
  /** How often a job tells its progress, in seconds. */
  statusIntervalSeconds: z._default(
    z.literal(statusIntervals, { error: `must be one of ${statusIntervals.join(', ')}` }),
    60,
  ),
});
export type MediaConvertSettings = z.infer<typeof mediaConvertSettingsSchema>;
