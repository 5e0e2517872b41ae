import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createFileJournal } from '../../../local/states/file-journal.ts';
import { EXECUTION_ARN, hang, machine, outputOf, Rig, task } from './rig.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'states-journal-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const definition = machine({ First: task({ Next: 'Second' }), Second: task() });

async function beginAndKill(): Promise<Rig> {
  const rig = new Rig({ definition, tasks: { Second: hang }, journal: createFileJournal(directory) });
  rig.start({ a: 'ü' });
  await rig.clock.advance(0);
  await rig.engine.close();
  return rig;
}

async function resume(): Promise<Rig> {
  const rig = new Rig({ definition, journal: createFileJournal(directory) });
  rig.engine.resume();
  await rig.finish();
  return rig;
}

test('an execution is one file of lines, and a new process goes on from it', async () => {
  await beginAndKill();

  const after = await resume();

  expect(outputOf(after.engine.describeExecution(EXECUTION_ARN))).toEqual({ a: 'ü' });
  expect(readdirSync(join(directory, 'machine'))).toEqual(['run.jsonl']);
  const lines = readFileSync(join(directory, 'machine', 'run.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  expect(lines.map((line) => JSON.parse(line).event.type)).toEqual(after.types);
});

test('a last line that was only half written is dropped, and the next entry starts a line of its own', async () => {
  await beginAndKill();
  appendFileSync(join(directory, 'machine', 'run.jsonl'), '{"kind":"event","scope":[],"event":{"id":9,"ty');

  await resume();
  const third = new Rig({ definition, journal: createFileJournal(directory) });

  expect(third.engine.describeExecution(EXECUTION_ARN).status).toBe('SUCCEEDED');
  expect(third.types.filter((type) => type === 'TaskStateEntered')).toHaveLength(2);
});

test('an execution whose very first line was only half written never began', () => {
  createFileJournal(directory).append(
    { machineName: 'machine', executionName: 'run' },
    { kind: 'retry', scope: [], retrier: 0, dueAt: '' },
  );
  const file = join(directory, 'machine', 'run.jsonl');
  writeFileSync(file, '{"kind":"star');

  const rig = new Rig({ definition, journal: createFileJournal(directory) });

  expect(rig.engine.listExecutions(rig.engine.listStateMachines()[0]!.arn)).toEqual([]);
  expect(existsSync(file)).toBe(false);
});

test('a line in the middle that is no entry is told with its file and line', async () => {
  await beginAndKill();
  const file = join(directory, 'machine', 'run.jsonl');
  const [first, , ...rest] = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, [first, '{"kind":"what"}', ...rest].join('\n'));

  expect(() => createFileJournal(directory).load()).toThrow(
    expect.objectContaining({ name: 'JournalDamagedError', message: expect.stringContaining(`${file}, line 2`) }),
  );
});

test('entries that stand elsewhere than they were written are told by the execution', async () => {
  await beginAndKill();
  const file = join(directory, 'machine', 'run.jsonl');
  const [started = '', ...rest] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const restart = () => new Rig({ definition, journal: createFileJournal(directory) });

  writeFileSync(file, `${[started, started, ...rest].join('\n')}\n`);
  expect(restart).toThrow(
    expect.objectContaining({ name: 'JournalDamagedError', message: expect.stringContaining(EXECUTION_ARN) }),
  );

  writeFileSync(file, `${rest.join('\n')}\n`);
  expect(restart).toThrow(expect.objectContaining({ name: 'JournalDamagedError' }));
});

test('executions of two machines may have the same name', async () => {
  const journal = createFileJournal(directory);
  const rig = new Rig({ definition, journal });
  const other = 'arn:aws:states:us-east-1:123456789012:stateMachine:other';
  rig.engine.registerStateMachine({ arn: other, name: 'other', roleArn: 'r', definition });

  rig.start();
  rig.engine.startExecution({ stateMachineArn: other, name: 'run' });
  await rig.engine.close();

  expect(createFileJournal(directory).load()).toHaveLength(2);
});

test('a directory that is not there yet is an empty journal', () => {
  expect(createFileJournal(join(directory, 'not', 'yet')).load()).toEqual([]);
});
