import { expect, test } from '@jest/globals';
import { followFor } from '../../../../../ops/doctor/live/follow-for.ts';
import { portsOver, started, startRefused, succeeded, type Told, task } from '../../follow/histories.ts';

const machine = 'arn:aws:states:us-west-2:123456789012:stateMachine:Export';
const arnOf = (name: string) => `${machine.replace('stateMachine', 'execution')}:${name}`;
const watcher = { tell: () => {}, waiting: () => {} };

test('exports that were started, now or by an earlier attempt, are told, and followed by nobody', async () => {
  const history: Told[] = [
    started,
    task('TaskSucceeded', 'states', 'startExecution', { ExecutionArn: arnOf('archive') }),
    ...startRefused(machine, 'sound', 'StepFunctions.ExecutionAlreadyExistsException'),
    succeeded(),
  ];
  const ports = portsOver({ parent: history }, []);

  const { ended, startedArns, broken } = await followFor(1000, ['parent'], ports, watcher);

  expect([...startedArns]).toEqual([arnOf('archive'), arnOf('sound')]);
  expect([[...ended.keys()], broken, ports.asked]).toEqual([['parent'], undefined, ['parent after 0']]);
});
