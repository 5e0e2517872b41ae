import { expect, test } from '@jest/globals';
import { createMemoryJournal } from '../../../local/states/journal.ts';
import { RUN_EXECUTION_RESOURCE } from '../../../local/states/start-execution-integration.ts';
import { EXECUTION_ARN, LAMBDA, machine, outputOf, Rig, ROLE_ARN, type Task, task } from './rig.ts';

const CHILD_ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:child';
const CHILD_EXECUTION_ARN = 'arn:aws:states:us-east-1:123456789012:execution:child:one';

/** A machine that runs an execution of another, whose one Task does what the test says. */
function makeRig(work: Task, extra: object = {}, journal = createMemoryJournal()): Rig {
  const Parameters = { StateMachineArn: CHILD_ARN, Name: 'one', 'Input.$': '$' };
  const definition = machine({
    Run: task({ Resource: RUN_EXECUTION_RESOURCE, Parameters, ...extra }),
    Taken: { Type: 'Pass', Result: 'taken', End: true },
  });
  const rig = new Rig({
    definition,
    journal,
    integrations: {
      resolve: (resource) =>
        resource === LAMBDA ? async (parameters, context) => work(parameters, context, 1) : undefined,
    },
  });
  rig.engine.registerStateMachine({
    arn: CHILD_ARN,
    name: 'child',
    roleArn: ROLE_ARN,
    definition: machine({ Work: task({ Resource: LAMBDA }) }),
  });
  return rig;
}

test('a Task runs another execution, waits for it and gives its output as JSON', async () => {
  const rig = makeRig(({ a }) => ({ sum: a + 1 }));

  const execution = await rig.run({ a: 1 });

  expect(outputOf(execution)).toMatchObject({
    ExecutionArn: CHILD_EXECUTION_ARN,
    Status: 'SUCCEEDED',
    Input: { a: 1 },
    Output: { sum: 2 },
  });
});

test('an execution that fails is States.TaskFailed, with its description as the cause', async () => {
  const rig = makeRig(() => {
    throw new Error('a bug');
  });

  const execution = await rig.run({ a: 1 });

  expect(execution).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
  expect(JSON.parse(execution.cause ?? '')).toMatchObject({ Name: 'one', Status: 'FAILED', Error: 'States.Runtime' });
});

test('a name that is taken by one that has ended is StepFunctions.ExecutionAlreadyExistsException', async () => {
  const rig = makeRig((input) => input, {
    Catch: [{ ErrorEquals: ['StepFunctions.ExecutionAlreadyExistsException'], Next: 'Taken' }],
  });
  rig.engine.startExecution({ stateMachineArn: CHILD_ARN, name: 'one', input: '{"another":1}' });
  await rig.finish(CHILD_EXECUTION_ARN);

  expect(outputOf(await rig.run({ a: 1 }))).toBe('taken');
});

test('one of that name and input that runs is waited for as if it had been started', async () => {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const rig = makeRig(() => promise);
  rig.engine.startExecution({ stateMachineArn: CHILD_ARN, name: 'one', input: '{"a":1}' });
  rig.start({ a: 1 });
  await rig.clock.advance(0);

  resolve('done');

  expect(outputOf(await rig.finish())).toMatchObject({ Output: 'done' });
});

test('when the execution that waits is stopped or out of time, so is the one that it waits for', async () => {
  const stopped = makeRig(() => new Promise(() => {}));
  stopped.start({ a: 1 });
  await stopped.clock.advance(0);
  stopped.engine.stopExecution(EXECUTION_ARN);
  const late = makeRig(() => new Promise(() => {}), { TimeoutSeconds: 5 });

  const execution = await late.run({ a: 1 });

  expect(stopped.engine.describeExecution(CHILD_EXECUTION_ARN).status).toBe('ABORTED');
  expect(execution.error).toBe('States.Timeout');
  expect(late.engine.describeExecution(CHILD_EXECUTION_ARN).status).toBe('ABORTED');
});

test('closing the engine stops neither, and the next one goes on with both', async () => {
  const journal = createMemoryJournal();
  const first = makeRig(() => new Promise(() => {}), {}, journal);
  first.start({ a: 1 });
  await first.clock.advance(0);
  await first.engine.close();

  const second = makeRig(() => 'done', {}, journal);
  second.engine.resume();

  expect(outputOf(await second.finish())).toMatchObject({ Output: 'done' });
});
