/** What the account may use at once, against what it does use. Which binds when: docs/burst.md. */
import { type Finding, fault, ok, unknown, warning } from './check.ts';
import type { DoctorPorts } from './doctor-ports.ts';

/** Near enough to a quota to ask for more. */
const nearShare = 0.8;

/** AWS's own default; a new account has less, which other functions use as well. */
const usualFunctionsAtOnce = 1000;

const dayMs = 24 * 3_600_000;

/**
 * Lambda: executions at once.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export async function checkLambdaQuota({
  mostFunctionsAtOnce,
  functionsAtOnce,
  now,
}: Pick<DoctorPorts, 'mostFunctionsAtOnce' | 'functionsAtOnce' | 'now'>): Promise<Finding> {
  const until = now();
  const most = await mostFunctionsAtOnce();
  const used = (await functionsAtOnce(new Date(until.getTime() - dayMs), until)) ?? 0;
  const found = `${used} of ${most} executions at once in the last 24 h`;
  const advice = 'Ask for more in the Service Quotas console: AWS Lambda, Concurrent executions.';
  if (used >= most * nearShare) return warning(found, `Events wait, and may end as dead letters. ${advice}`);
  if (most < usualFunctionsAtOnce)
    return warning(
      found,
      `AWS’s default is ${usualFunctionsAtOnce}; a new account has less until it is used. ${advice}`,
    );
  return ok(found);
}

/**
 * MediaConvert: jobs at once in the queue that exports are made in.
 * @param exportRecordingArn of the state machine whose definition names the queue
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/working-with-on-demand-queues.html
 */
export async function checkMediaConvertQuota(
  exportRecordingArn: string,
  { stateMachine, jobQueue }: Pick<DoctorPorts, 'stateMachine' | 'jobQueue'>,
): Promise<Finding> {
  const { definition } = await stateMachine(exportRecordingArn);
  const arn = /arn:[a-z-]+:mediaconvert:[a-z0-9-]+:\d{12}:queues\/[^"\\]+/.exec(definition)?.[0];
  const lookThere = 'Look in MediaConvert’s console: Queues, and in that of Service Quotas.';
  if (arn === undefined) return unknown(`${exportRecordingArn} names no queue`, lookThere);
  const { status, mostAtOnce, running, waiting } = await jobQueue(arn);
  const found = `${running} jobs run and ${waiting} wait${mostAtOnce === undefined ? '' : `, of ${mostAtOnce} at once`}`;
  if (status === 'PAUSED')
    return fault(`${arn} is PAUSED`, 'Exports wait until somebody activates it in MediaConvert’s console: Queues.');
  if (mostAtOnce === undefined) return unknown(`${found}; MediaConvert does not tell how many may run`, lookThere);
  if (waiting > mostAtOnce || running >= mostAtOnce * nearShare)
    return warning(
      found,
      'Exports come late. Ask for more in the Service Quotas console (AWS Elemental MediaConvert), and raise the queue’s setting.',
    );
  return ok(found);
}

/** Step Functions: executions that had to wait, which nothing else tells. */
export async function checkStatesQuota(
  machineArns: readonly string[],
  { throttledTransitions, now }: Pick<DoctorPorts, 'throttledTransitions' | 'now'>,
): Promise<Finding> {
  const until = now();
  const since = new Date(until.getTime() - dayMs);
  const counts = await Promise.all(machineArns.map((arn) => throttledTransitions(arn, since, until)));
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return ok('no execution had to wait in the last 24 h');
  return warning(
    `executions had to wait ${total} times in the last 24 h`,
    'Everything comes late. Ask for more in the Service Quotas console: AWS Step Functions, StateTransition.',
  );
}
