import { countText } from '../terminal/quantities.ts';
import { type Finding, ok, warning } from './check.ts';
import type { DoctorPorts } from './doctor-ports.ts';

/** The schedule is daily, and may begin an hour late. */
const spanMs = 2 * 24 * 3_600_000;

/**
 * Whether thumbnails that have come of age are looked for, where they have a retention: by what the step counts at the end
 * of each run. A schedule that was made just now looks the same as one that is off.
 */
export async function checkThumbnailExpiry(
  schedule: { readonly name: string | undefined; readonly machineArn: string },
  { thumbnailRuns, now }: Pick<DoctorPorts, 'thumbnailRuns' | 'now'>,
): Promise<Finding> {
  if (schedule.name === undefined) return ok('thumbnails are kept: retention.thumbnails says nothing');
  const runs = await thumbnailRuns(schedule.machineArn, new Date(now().getTime() - spanMs), now());
  if (runs > 0) return ok(`${countText(runs, 'run')} in the last 48 h`);
  return warning(
    'has not run in the last 48 h',
    `Thumbnails stay, and are paid for, unless the deployment is younger than a day. docs/runbook.md#thumbnails-silent; its schedule: ${schedule.name}`,
  );
}
