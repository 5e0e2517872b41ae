import { type Finding, ok, regionOf, warning } from './check.ts';
import type { DoctorPorts } from './doctor-ports.ts';

/** The schedule is hourly, and may begin a quarter of an hour late. */
const longestPauseMs = 2 * 3_600_000;

/** Executions that `backfill` starts are named so. */
const operatorsName = /^operator-/;

/**
 * Whether the reconciler runs, by what it did: its schedule starts an execution each hour. A schedule that is off in
 * the configuration, or was made just now, looks the same, so that it is no fault.
 */
export async function checkReconciler(
  { machineArn, scheduleName }: { readonly machineArn: string; readonly scheduleName: string },
  { latestExecutions, now, programName }: Pick<DoctorPorts, 'latestExecutions' | 'now' | 'programName'>,
): Promise<Finding> {
  const executions = await latestExecutions(machineArn);
  const scheduled = executions.filter(({ name }) => !operatorsName.test(name));
  const [latest] = scheduled;
  const ended = scheduled.find(({ status }) => status !== 'RUNNING');
  if (latest === undefined || now().getTime() - latest.startedAt.getTime() > longestPauseMs)
    return warning(
      latest === undefined ? 'has never run' : `ran last at ${latest.startedAt.toISOString()}`,
      `What both triggers miss stays missed, unless the deployment is younger than an hour or reconciler.enabled is false on purpose. Look: aws scheduler get-schedule --region ${regionOf(machineArn)} --name ${scheduleName}`,
    );
  if (ended !== undefined && ended.status !== 'SUCCEEDED')
    return warning(
      `${ended.name} ended as ${ended.status}`,
      `It is tried again within the hour. Why: ${programName} follow ${ended.name}`,
    );
  return ok(`ran last at ${latest.startedAt.toISOString()}`);
}
