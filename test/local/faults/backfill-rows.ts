/** What backfill-recordings calls, as a backfill and as the reconciler. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type FaultStage, idOf, type StageOptions } from './fault-stage.ts';
import type { MatrixRow, Result, Scenario } from './matrix-row.ts';
import { startOf } from './own-day.ts';
import { errorsIn, failAtOnce, lastState } from './scenarios.ts';

const spanOf = (id: string) => ({
  since: startOf(id).toISOString(),
  until: new Date(startOf(id).getTime() + 60_000).toISOString(),
});

const arnOf = ({ system }: FaultStage, id: string): string =>
  `${system.backfillRecordingsArn.replace(':stateMachine:', ':execution:')}:backfill-${id}`;

const runBackfill = async ({ system: { engine, backfillRecordingsArn } }: FaultStage, name: string, input: object) => {
  const request = { stateMachineArn: backfillRecordingsArn, name, input: JSON.stringify(input) };
  await engine.whenEnded(engine.startExecution(request).executionArn);
};

/** Of the backfill and of the executions of its Map. */
const historiesOf = ({ system: { engine } }: FaultStage, arn: string) =>
  [arn, ...engine.listChildExecutions(arn).map(({ executionArn }) => executionArn)].map((each) => ({
    ...engine.describeExecution(each),
    events: engine.executionHistory(each),
  }));

/** Runs a backfill and redrives it. One that tolerated what failed has ended well: the next one makes up for it. */
const backfill = (
  inputOf: (id: string) => object,
  prepare: (stage: FaultStage, id: string) => Promise<void>,
  missing: (stage: FaultStage, id: string) => Promise<readonly string[]>,
): Scenario => ({
  prepare,
  run: (stage, id) => runBackfill(stage, `backfill-${id}`, inputOf(id)),
  failureCount: (stage, id) => historiesOf(stage, arnOf(stage, id)).flatMap(({ events }) => errorsIn(events)).length,
  mend: async (stage, id) => {
    const { engine } = stage.system;
    if (engine.describeExecution(arnOf(stage, id)).status === 'SUCCEEDED') {
      await runBackfill(stage, `again-${id}`, inputOf(id));
      return;
    }
    engine.redriveExecution(arnOf(stage, id));
    await engine.whenEnded(arnOf(stage, id));
  },
  result: async (stage, id): Promise<Result> => {
    const histories = historiesOf(stage, arnOf(stage, id));
    const errorsMet = histories.flatMap(({ events }) => errorsIn(events));
    const wrong = await missing(stage, id);
    const failed = histories.findLast(({ status }) => status === 'FAILED');
    const hasEndedWell = histories[0]?.status === 'SUCCEEDED' && (failed === undefined || wrong.length === 0);
    if (hasEndedWell || failed === undefined) return { isGood: true, errorsMet, faults: wrong };
    const { name, attempts } = lastState(failed.events);
    return { isGood: false, error: failed.error ?? '', errorsMet, place: name, attempts, faults: [] };
  },
});

const addRecording = (stage: FaultStage, id: string) =>
  stage.system.addRecording(stage.recordings.make('empty', id, startOf(id)), 'silent');

const runsOf = ({ system }: FaultStage, id: string) =>
  system.engine.listExecutions(system.processRecordingArn).filter((run) => idOf(run.executionArn) === id);

const backfilled = backfill(spanOf, addRecording, async (stage, id) => {
  const { length } = runsOf(stage, id);
  return length === 1 ? [] : [`it was started ${length} times`];
});

/** Waits for the backfill to start its recording. On a busy machine a listing fails by itself, and the backfill with it. */
async function whenRecordingStarted(stage: FaultStage, id: string): Promise<void> {
  const { engine } = stage.system;
  while (runsOf(stage, id).length === 0) {
    if (engine.describeExecution(arnOf(stage, id)).status === 'FAILED') engine.redriveExecution(arnOf(stage, id));
    // Without a pause nothing else would come to its turn, and requests would take longer than their time-outs.
    await sleep(5);
  }
}

/** Somebody stops a backfill and its recording, which is under way. */
const stopped = backfill(
  spanOf,
  async (stage, id) => {
    const { engine, backfillRecordingsArn: stateMachineArn } = stage.system;
    await addRecording(stage, id);
    engine.startExecution({ stateMachineArn, name: `backfill-${id}`, input: JSON.stringify(spanOf(id)) });
    await whenRecordingStarted(stage, id);
    engine.stopExecution(arnOf(stage, id));
    // The backfill does it as well, unless it has not been told yet that the recording was started.
    for (const { executionArn } of runsOf(stage, id)) engine.stopExecution(executionArn);
  },
  async (stage, id) => {
    const statuses = runsOf(stage, id).map(({ status }) => status);
    return statuses.includes('SUCCEEDED') ? [] : [`its runs are ${statuses.join()}`];
  },
);

/** What a backfill redrives it does not wait for. */
const whenRunsEnded = (stage: FaultStage, id: string) =>
  Promise.all(runsOf(stage, id).map(({ executionArn }) => stage.system.engine.whenEnded(executionArn)));

/** Redrives the backfill that was stopped. */
const redriven: Scenario = {
  ...stopped,
  run: async (stage, id) => {
    const { engine } = stage.system;
    engine.redriveExecution(arnOf(stage, id));
    await engine.whenEnded(arnOf(stage, id));
    await whenRunsEnded(stage, id);
  },
  // The backfill has tolerated that, and the recording's failure is in the catalog: it is the recording that is redriven.
  mend: async (stage, id) => {
    const { engine } = stage.system;
    for (const { executionArn } of runsOf(stage, id)) engine.redriveExecution(executionArn);
    await whenRunsEnded(stage, id);
  },
};

const priced = backfill(
  (id) => ({ ...spanOf(id), dryRun: true, exports: 'default' }),
  addRecording,
  async (stage, id) => {
    const { status, output } = stage.system.engine.describeExecution(arnOf(stage, id));
    return status !== 'SUCCEEDED' || JSON.parse(output ?? '').summary.recordings === 1 ? [] : [`it says ${output}`];
  },
);

/** Meets a failure that nobody reported, since the rule for it is taken out. */
const reconciled = backfill(
  () => ({ since: '1h', until: new Date(Date.now() + 20 * 60_000).toISOString(), reconcile: true, exports: 'default' }),
  async (stage, id) => {
    await failAtOnce(stage, id);
  },
  async (stage, id) => {
    const [item] = await stage.itemsOf(id);
    return item?.failure?.name === 'ExecutionInputInvalidError' ? [] : [`the catalog has ${JSON.stringify(item)}`];
  },
);

const invoke = (caller: string, scenario: Scenario) =>
  ({
    caller,
    call: 'Lambda Invoke',
    service: 'lambda',
    operation: 'Invoke',
    isWorkflow: true,
    pattern: new RegExp(`${caller}Function`),
    scenario,
  }) as const;
const list = { caller: 'ListRecordings', service: 's3', scenario: backfilled } as const;
const find = { caller: 'FindUnreportedFailures', scenario: reconciled, isAlone: 'beside' } as const;

/** The rule on failed executions is taken out, so that there is something left for the reconciler to report. */
export const backfillOptions: StageOptions = {
  change: (model) => ({ ...model, rules: model.rules.filter(({ name }) => !name.includes('ExecutionFailed')) }),
};

/** In the order in which a backfill meets them. */
export const backfillRows: readonly MatrixRow[] = [
  invoke('ListRecordings', backfilled),
  {
    ...list,
    call: 'S3 ListObjectsV2',
    of: 'folders',
    operation: 'ListObjectsV2',
    matches: ({ path }, id) => {
      const start = startOf(id);
      const day = `/${start.getUTCFullYear()}/${start.getUTCMonth() + 1}/${start.getUTCDate()}/12/0/`;
      return new URL(path, 'http://s3').searchParams.get('prefix')?.endsWith(day) ?? false;
    },
  },
  {
    ...list,
    call: 'S3 ListObjectsV2',
    of: 'metadata files',
    operation: 'ListObjectsV2',
    pattern: /events\/recording-/,
  },
  { ...list, call: 'DynamoDB BatchGetItem', service: 'dynamodb', operation: 'BatchGetItem' },
  {
    ...list,
    call: 'Step Functions ListExecutions',
    service: 'sfn',
    operation: 'ListExecutions',
    matches: () => true,
    isAlone: 'after',
  },
  { ...list, call: 'S3 GetObject', of: 'metadata file, for the price', operation: 'GetObject', scenario: priced },
  { ...list, call: 'S3 PutObject', of: 'list', operation: 'PutObject' },
  {
    caller: 'ProcessRecordings',
    call: 'S3 GetObject',
    of: 'list',
    service: 's3',
    operation: 'GetObject',
    isWorkflow: true,
    scenario: backfilled,
    triedAgainAs: 'States.ItemReaderFailed',
  },
  {
    caller: 'ProcessRecording',
    call: 'Step Functions StartExecution',
    service: 'sfn',
    operation: 'StartExecution',
    isWorkflow: true,
    scenario: backfilled,
  },
  {
    caller: 'RedriveRecording',
    call: 'Step Functions RedriveExecution',
    service: 'sfn',
    operation: 'RedriveExecution',
    isWorkflow: true,
    scenario: redriven,
  },
  { ...invoke('FindUnreportedFailures', reconciled), isAlone: 'beside' },
  {
    ...find,
    call: 'Step Functions ListExecutions',
    service: 'sfn',
    operation: 'ListExecutions',
    matches: () => true,
  },
  { ...find, call: 'DynamoDB Query', of: 'items of a recording', service: 'dynamodb', operation: 'Query' },
  { ...find, call: 'Step Functions DescribeExecution', service: 'sfn', operation: 'DescribeExecution' },
  {
    ...find,
    call: 'DynamoDB Query',
    of: 'what failed',
    service: 'dynamodb',
    operation: 'Query',
    matches: ({ body }) => body.includes('byAttention'),
  },
  { ...invoke('ReportFailure', reconciled), isAlone: 'beside' },
];
