import { expect, test } from '@jest/globals';
import {
  type ExecutionSearch,
  findRecordingExecutions,
  type RecordingExecution,
} from '../../../../ops/recordings/recording-executions.ts';
import { pagesOf } from './a-catalog.ts';

const machine = (name: string) => `arn:aws:states:us-west-2:123456789012:stateMachine:${name}`;
const arn = (name: string, of = 'process') => `arn:aws:states:us-west-2:123456789012:execution:${of}:${name}`;

const search: ExecutionSearch = {
  channelId: 'Ch',
  recordingId: 'Rec',
  processRecordingArn: machine('process'),
  exportRecordingArn: machine('export'),
  notedArns: [],
  exportNames: [],
  isExhaustive: false,
};

type Fields = Partial<Pick<RecordingExecution, 'input' | 'output'>>;

/** Finds among executions by their ARNs, in the order started. */
async function find(executions: Record<string, Fields>, change: Partial<ExecutionSearch> = {}) {
  const asked: string[] = [];
  const arns = Object.keys(executions);
  const found = await findRecordingExecutions(
    { ...search, ...change },
    {
      describe: async (executionArn) => {
        asked.push(executionArn);
        const fields = executions[executionArn];
        if (fields === undefined) return undefined;
        const base = { stateMachineArn: '', status: 'SUCCEEDED', redriveCount: 0 };
        const none = { stopDate: undefined, redriveStatus: undefined, error: undefined, cause: undefined };
        const startDate = new Date(arns.indexOf(executionArn));
        return {
          ...base,
          ...none,
          input: undefined,
          output: undefined,
          ...fields,
          executionArn,
          name: executionArn.split(':').at(-1)!,
          startDate,
        };
      },
      listNames: (stateMachineArn) =>
        pagesOf(
          arns
            .filter((executionArn) => executionArn.includes(`:${stateMachineArn.split(':').at(-1)}:`))
            .map((executionArn) => executionArn.split(':').at(-1)!),
        ),
    },
  );
  return { names: found.map(({ name }) => name), asked };
}

test('the automatic run, those after it and those of a backfill are found by their names, in the order started', async () => {
  const { names } = await find({
    [arn('Ch-Rec')]: {},
    [arn('Ch-Rec-r1')]: {},
    [arn('Ch-Rec-bf1')]: {},
    [arn('Ch-Rec-r2')]: {},
    [arn('Ch-Rec-bf3')]: {},
  });

  expect(names).toEqual(['Ch-Rec', 'Ch-Rec-r1', 'Ch-Rec-bf1', 'Ch-Rec-r2']);
});

test('where there is nothing, three questions are enough to know', async () => {
  const { names, asked } = await find({});

  expect([names, asked]).toEqual([[], [arn('Ch-Rec'), arn('Ch-Rec-r1'), arn('Ch-Rec-bf1')]]);
});

test('exports are found by their names, and by the output of what started them', async () => {
  const output = JSON.stringify({
    startedExports: [{ executionArn: arn('Ch-Rec-small-0a1b2c3d', 'export') }, { executionName: 'Ch-Rec-taken' }],
  });

  const { names } = await find(
    {
      [arn('Ch-Rec')]: { output },
      [arn('Ch-Rec-archive', 'export')]: {},
      [arn('Ch-Rec-small-0a1b2c3d', 'export')]: {},
      [arn('Ch-Rec-taken', 'export')]: {},
    },
    { exportNames: ['archive'] },
  );

  expect(names).toEqual(['Ch-Rec', 'Ch-Rec-archive', 'Ch-Rec-small-0a1b2c3d', 'Ch-Rec-taken']);
});

test('what the catalog notes is found, and what had started it, each asked for once', async () => {
  const [parent, child] = [arn('Ch-Rec-op-1'), arn('Ch-Rec-archive-0a1b2c3d', 'export')];
  const input = JSON.stringify({ AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: parent });

  const { names, asked } = await find({ [parent]: {}, [child]: { input } }, { notedArns: [child, child, parent] });

  expect(names).toEqual(['Ch-Rec-op-1', 'Ch-Rec-archive-0a1b2c3d']);
  expect(new Set(asked).size).toBe(asked.length);
});

test('of any name, an execution is found by listing all of them only', async () => {
  const executions = { [arn('Ch-Rec-by-hand')]: {}, [arn('Ch-Other')]: {}, [arn('Ch-Rec-x', 'export')]: {} };

  const [without, everything] = [await find(executions), await find(executions, { isExhaustive: true })];

  expect([without.names, everything.names]).toEqual([[], ['Ch-Rec-by-hand', 'Ch-Rec-x']]);
});

test.each(['', 'no JSON', '{"startedExports":5}', '[]'])('an output that is %j is no trouble', async (output) => {
  const { names } = await find({ [arn('Ch-Rec')]: { output, input: output } });

  expect(names).toEqual(['Ch-Rec']);
});
