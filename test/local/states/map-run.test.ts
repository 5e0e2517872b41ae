import { expect, test } from '@jest/globals';
import { TaskFailure } from '../../../local/states/errors.ts';
import { EXECUTION_ARN, hang, machine, Rig, task } from './rig.ts';

const definition = machine({
  Each: {
    Type: 'Map',
    Label: 'Items',
    MaxConcurrency: 2,
    ToleratedFailureCount: 9,
    ItemReader: {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSONL' },
      Parameters: { Bucket: 'lists', Key: 'k' },
    },
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Inner',
      States: { Inner: task() },
    },
    ResultPath: null,
    End: true,
  },
});
const list = (count: number) => () => ({ Body: Array.from({ length: count }, (_, index) => `${index}\n`).join('') });
const mapRunArn = EXECUTION_ARN.replace(':execution:', ':mapRun:').replace(/:([^:]+)$/, '/Items:$1');

test('a Map that runs is told with all of its items, also those that have not begun', async () => {
  const rig = new Rig({ definition, tasks: { Each: list(5), Inner: hang } });
  rig.start();
  await rig.clock.advance(0);

  const described = rig.engine.describeMapRun(mapRunArn);

  expect(described).toMatchObject({ executionArn: EXECUTION_ARN, status: 'RUNNING', stopDate: undefined, total: 5 });
  expect(described.counts).toMatchObject({ RUNNING: 2, SUCCEEDED: 0 });
  await rig.engine.close();
});

test('a Map that has ended is told with what became of its items', async () => {
  const failsForTwo = (item: unknown) => {
    if (item === 2) throw new TaskFailure('NotWellError', 'ill');
    return item;
  };
  const rig = new Rig({ definition, tasks: { Each: list(4), Inner: failsForTwo } });
  await rig.run({});

  const described = rig.engine.describeMapRun(mapRunArn);

  expect(described).toMatchObject({ status: 'SUCCEEDED', stopDate: expect.any(String), total: 4 });
  expect(described.counts).toMatchObject({ RUNNING: 0, SUCCEEDED: 3, FAILED: 1 });
});

test('the ARN of anything else is refused', async () => {
  const rig = new Rig({ definition, tasks: { Each: list(0), Inner: hang } });
  await rig.run({});

  expect(() => rig.engine.describeMapRun(EXECUTION_ARN)).toThrow('is not that of a Map Run');
  expect(() => rig.engine.describeMapRun(mapRunArn.replace('Items', 'Others'))).toThrow('Resource not found');
});
