import { expect, test } from '@jest/globals';
import { EXECUTION_ARN, hang, MACHINE_ARN, machine, Rig, task } from './rig.ts';

test('starting again with the same input while it runs gives the same answer, and runs nothing twice', async () => {
  const rig = new Rig({ definition: machine({ Work: task() }), tasks: { Work: hang } });
  const request = { stateMachineArn: MACHINE_ARN, name: 'run', input: '{"a":1}' };
  const first = rig.engine.startExecution(request);
  await rig.clock.advance(5000);

  const second = rig.engine.startExecution(request);
  await rig.clock.advance(0);

  expect(second).toEqual(first);
  expect(rig.calls).toHaveLength(1);
});

test('a name is taken by a run with another input, and by one that has ended', async () => {
  const rig = new Rig({ definition: machine({ Work: task() }) });
  rig.start({ a: 1 });

  const other = () => rig.start({ a: 2 });
  const early = catchError(other);
  await rig.finish();
  const late = catchError(() => rig.start({ a: 1 }));

  expect(early).toMatchObject({
    code: 'ExecutionAlreadyExists',
    message: `Execution Already Exists: '${EXECUTION_ARN}'`,
  });
  expect(late).toMatchObject({ code: 'ExecutionAlreadyExists' });
});

test('an execution without a name and input gets a random name and an empty object', async () => {
  const rig = new Rig({ definition: machine({ Work: task() }) });

  const { executionArn } = rig.engine.startExecution({ stateMachineArn: MACHINE_ARN });
  const execution = await rig.finish(executionArn);

  expect(execution).toMatchObject({ name: expect.stringMatching(/^[0-9a-f-]{36}$/), input: '{}', output: '{}' });
});

test.each([
  ['InvalidName', { name: '' }],
  ['InvalidName', { name: 'x'.repeat(81) }],
  ['InvalidName', { name: 'a b' }],
  ['InvalidName', { name: 'a/b' }],
  ['InvalidName', { name: 'a:b' }],
  ['InvalidName', { name: 'a\u0007b' }],
  ['InvalidName', { name: 'a\u0085b' }],
  ['InvalidName', { name: 'a$b' }],
  ['InvalidExecutionInput', { input: '{' }],
  ['InvalidExecutionInput', { input: '' }],
  ['InvalidExecutionInput', { input: JSON.stringify('x'.repeat(262_143)) }],
  ['InvalidArn', { stateMachineArn: 'machine' }],
  ['InvalidArn', { stateMachineArn: EXECUTION_ARN }],
  ['StateMachineDoesNotExist', { stateMachineArn: `${MACHINE_ARN}2` }],
])('%s for %j', (code, fields) => {
  const rig = new Rig({ definition: machine({ Work: task() }) });

  const error = catchError(() => rig.engine.startExecution({ stateMachineArn: MACHINE_ARN, ...fields }));

  expect(error).toMatchObject({ name: 'StatesApiError', code });
});

test('a name may be 80 characters long and hold what is not forbidden', () => {
  const rig = new Rig({ definition: machine({ Work: task() }) });
  const name = `${'x'.repeat(70)}-_.+@!=()Ä`.slice(0, 80);

  const { executionArn } = rig.engine.startExecution({ stateMachineArn: MACHINE_ARN, name });

  expect(executionArn).toBe(`arn:aws:states:us-east-1:123456789012:execution:machine:${name}`);
});

function catchError(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
