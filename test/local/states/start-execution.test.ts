import { expect, test } from '@jest/globals';
import { START_EXECUTION_RESOURCE } from '../../../local/states/start-execution-integration.ts';
import { machine, outputOf, Rig, ROLE_ARN, task } from './rig.ts';

const CHILD_ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:child';
const CHILD_EXECUTION_ARN = 'arn:aws:states:us-east-1:123456789012:execution:child:export';

function makeRig(extra: object = {}, parameters: object = {}): Rig {
  const Parameters = { StateMachineArn: CHILD_ARN, Name: 'export', Input: { 'from.$': '$.a' }, ...parameters };
  const definition = machine({
    Start: task({ Resource: START_EXECUTION_RESOURCE, Parameters, ...extra }),
    Taken: { Type: 'Pass', Result: 'taken', End: true },
  });
  // The engine's own integration is used where none is given.
  const rig = new Rig({ definition, integrations: { resolve: () => undefined } });
  rig.engine.registerStateMachine({
    arn: CHILD_ARN,
    name: 'child',
    roleArn: ROLE_ARN,
    definition: machine({ Done: { Type: 'Succeed' } }),
  });
  return rig;
}

test('a Task starts another execution, does not wait for it and gives its ARN', async () => {
  const rig = makeRig();

  const execution = await rig.run({ a: 1 });

  expect(outputOf(execution)).toEqual({
    ExecutionArn: CHILD_EXECUTION_ARN,
    StartDate: Date.parse('2026-06-23T20:12:00Z'),
  });
  expect(outputOf(await rig.finish(CHILD_EXECUTION_ARN))).toEqual({ from: 1 });
  expect(rig.history[2]).toMatchObject({
    type: 'TaskScheduled',
    taskScheduledEventDetails: { resourceType: 'states', resource: 'startExecution' },
  });
});

test('a name that is taken is StepFunctions.ExecutionAlreadyExistsException', async () => {
  const rig = makeRig({ Catch: [{ ErrorEquals: ['StepFunctions.ExecutionAlreadyExistsException'], Next: 'Taken' }] });
  rig.engine.startExecution({ stateMachineArn: CHILD_ARN, name: 'export', input: '{"another":1}' });

  const execution = await rig.run({ a: 1 });

  expect(outputOf(execution)).toBe('taken');
});

test.each([
  ['StepFunctions.InvalidNameException', { Name: 'not a name' }],
  ['StepFunctions.StateMachineDoesNotExistException', { StateMachineArn: `${CHILD_ARN}ren` }],
  ['States.Runtime', { StateMachineArn: 5 }],
])('%s for %j', async (error, parameters) => {
  const rig = makeRig({}, parameters);

  const execution = await rig.run({ a: 1 });

  expect(execution).toMatchObject({ status: 'FAILED', error });
});
