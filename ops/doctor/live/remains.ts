/** What is there of a trial. */
import { exportsFolderKey } from '../../../lambdas/shared/contract/object-keys.ts';
import { measure } from '../../delete/plan-deletion.ts';
import type { ListedExecution } from '../../executions/execution-ports.ts';
import { isOf, runningExecutions } from '../../executions/running-work.ts';
import { describeError } from '../../frame/describe-error.ts';
import { countText } from '../../terminal/quantities.ts';
import type { CleanUpPorts } from './live-ports.ts';
import type { TrialPlan } from './plan-trial.ts';

/** Its executions that run; who starts others comes first. */
export async function ownRunning({ look, location }: TrialPlan, ports: CleanUpPorts): Promise<ListedExecution[]> {
  const { processRecordingArn, exportRecordingArn } = look;
  const running = await runningExecutions(ports, [processRecordingArn, exportRecordingArn]);
  return running.filter(({ name }) => isOf(name, location));
}

/** Everything, in words; also that it could not be found out. */
export async function findRemains(plan: TrialPlan, ports: CleanUpPorts): Promise<string[]> {
  const { location, look } = plan;
  const looks = [
    async () => (await ownRunning(plan, ports)).map(({ name }) => `execution ${name}, which runs`),
    () => objectsUnder(look.recordingsBucket, `${location.prefix}/`, ports),
    () => objectsUnder(look.exportsBucket, exportsFolderKey(location), ports),
    async () => {
      const { length } = await ports.readItems(location);
      return length === 0 ? [] : [`${countText(length, 'item')} of the catalog`];
    },
  ];
  const found: string[] = [];
  for (const look of looks) found.push(...(await look().catch((error: unknown) => [describeError(error).message])));
  return found;
}

async function objectsUnder(bucket: string, prefix: string, ports: CleanUpPorts): Promise<string[]> {
  const { count } = await measure(bucket, prefix, ports);
  return count === 0 ? [] : [`s3://${bucket}/${prefix} (${countText(count, 'object')})`];
}
