/** What the two functions call that events invoke. */
import { type FaultStage, idOf } from './fault-stage.ts';
import type { MatrixRow, News } from './matrix-row.ts';
import { asynchronousEvent, executionArnOf, failAtOnce, ivsEvent, playback } from './scenarios.ts';

const started = asynchronousEvent({
  stem: 'StartProcessing',
  prepare: (stage, id) => stage.system.addRecording(stage.recordings.make('empty', id), 'silent'),
  run: (stage, id) => stage.invoke('StartProcessing', ivsEvent(stage, id, new Date())),
  missing: async (stage, id) => {
    const { engine, processRecordingArn } = stage.system;
    const runs = engine.listExecutions(processRecordingArn).filter((run) => idOf(run.executionArn) === id);
    return runs.length === 1 ? [] : [`it was started ${runs.length} times`];
  },
});

/** An event that is sent a moment after the first run has failed. */
const revived = asynchronousEvent({
  stem: 'StartProcessing',
  prepare: async (stage, id) => {
    await failAtOnce(stage, id);
  },
  run: (stage, id) => {
    const { stopDate = '' } = stage.system.engine.describeExecution(executionArnOf(stage, 'process', id));
    stage.invoke('StartProcessing', ivsEvent(stage, id, new Date(Date.parse(stopDate) + 1)));
  },
  missing: async (stage, id) => {
    const { redriveCount } = stage.system.engine.describeExecution(executionArnOf(stage, 'process', id));
    return redriveCount === 1 ? [] : [`it was redriven ${redriveCount} times`];
  },
});

/** An event about a recording that has been processed. */
const repeated = asynchronousEvent({
  stem: 'StartProcessing',
  prepare: async (stage, id) => {
    await playback.prepare?.(stage, id);
    await playback.run(stage, id);
  },
  run: (stage, id) => stage.invoke('StartProcessing', ivsEvent(stage, id, new Date())),
  missing: async (stage, id) => {
    const { engine, processRecordingArn } = stage.system;
    const runs = engine.listExecutions(processRecordingArn).filter((run) => idOf(run.executionArn) === id);
    const isDoneOnce = runs.length === 1 && runs[0]?.status === 'SUCCEEDED';
    return isDoneOnce ? [] : [`its executions are ${JSON.stringify(runs)}`];
  },
});

async function missingOfReport(stage: FaultStage, id: string, { messages }: News): Promise<string[]> {
  const [item] = await stage.itemsOf(id);
  const ids = new Set(messages.map((message) => message.id));
  return [
    ...(item?.failure?.name === 'ExecutionInputInvalidError' ? [] : [`the catalog has ${JSON.stringify(item)}`]),
    ...(ids.size === 1 ? [] : [`it was told as ${[...ids].join() || 'nothing'}`]),
  ];
}

const reported = asynchronousEvent({
  stem: 'ReportFailure',
  prepare: async () => {},
  run: async (stage, id) => {
    await failAtOnce(stage, id);
  },
  missing: missingOfReport,
});

/** Of a failure whose event leaves the input out, being too large. */
const reportedWithoutInput = asynchronousEvent({
  stem: 'ReportFailure',
  prepare: async () => {},
  run: async (stage, id) => {
    const executionArn = await failAtOnce(stage, id);
    const { name, startDate, stopDate } = stage.system.engine.describeExecution(executionArn);
    stage.invoke('ReportFailure', {
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      region: 'us-west-2',
      time: stopDate,
      detail: {
        executionArn,
        stateMachineArn: stage.system.processRecordingArn,
        name,
        status: 'FAILED',
        startDate: Date.parse(startDate),
        stopDate: Date.parse(stopDate ?? startDate),
        input: null,
        error: 'ExecutionInputInvalidError',
        cause: null,
        redriveCount: 0,
        redriveStatus: 'REDRIVABLE',
      },
    });
  },
  missing: missingOfReport,
});

const start = { caller: 'StartProcessing', service: 'sfn' } as const;
const report = { caller: 'ReportFailure', scenario: reported } as const;

/** The functions that events invoke. */
export const eventRows: readonly MatrixRow[] = [
  { ...start, call: 'Step Functions StartExecution', operation: 'StartExecution', scenario: started },
  { ...start, call: 'Step Functions DescribeExecution', operation: 'DescribeExecution', scenario: revived },
  {
    ...start,
    call: 'Step Functions DescribeExecution',
    of: 'once the catalog has the recording, and is asked',
    operation: 'DescribeExecution',
    scenario: repeated,
  },
  {
    caller: 'StartProcessing',
    call: 'DynamoDB GetItem',
    of: 'where DescribeExecution is throttled',
    service: 'dynamodb',
    operation: 'GetItem',
    scenario: repeated,
    companion: { service: 'sfn', operation: 'DescribeExecution', fault: 'throttling' },
  },
  { ...start, call: 'Step Functions RedriveExecution', operation: 'RedriveExecution', scenario: revived },
  {
    ...report,
    call: 'Step Functions DescribeExecution',
    service: 'sfn',
    operation: 'DescribeExecution',
    scenario: reportedWithoutInput,
  },
  { ...report, call: 'Step Functions GetExecutionHistory', service: 'sfn', operation: 'GetExecutionHistory' },
  { ...report, call: 'DynamoDB UpdateItem', service: 'dynamodb', operation: 'UpdateItem' },
  { ...report, call: 'SNS Publish', service: 'sns', operation: 'Publish' },
  {
    ...report,
    call: 'DynamoDB UpdateItem',
    of: 'once it is announced',
    service: 'dynamodb',
    operation: 'UpdateItem',
    pattern: /SET failure\.announced/,
  },
];
