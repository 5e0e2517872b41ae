import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { runCommand } from './a-terminal.ts';
import { sampleRecording } from './export/run-export.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-ops-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) => runCommand(args, { directory: folder });

test.each([
  ['no command', [], 'Usage: ivs-recordings'],
  ['an unknown command', ['dead-letter'], "unknown command 'dead-letter' (Did you mean dead-letters?)"],
  ['an unknown option', ['dead-letters', 'list', '--no'], "unknown option '--no'"],
  ['an option without its value', ['dead-letters', 'list', '--region'], "'--region <region>' argument missing"],
  ['a file that is not there', ['dead-letters', 'list', '--outputs', 'nope.json'], 'nope.json cannot be read'],
])('%s is a fault of usage, told in one sentence', async (_what, args, message) => {
  const { exitCode, stdout, stderr } = await run(...args);

  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});

test('what was typed cannot act upon the terminal', async () => {
  const { stderr } = await run('\u001b[2J\nDone.');

  expect(stderr).toBe("error: unknown command '\\u{1b}[2J Done.'\nivs-recordings --help explains the usage.\n");
});

test.each([
  ['no outputs', '{"a":1}', 2, 'holds no stack outputs'],
  ['outputs of another stack', '{"Other":{"Url":"x"}}', 1, 'names no dead-letter queue'],
])('a file with %s is told what it should be', async (_what, text, exitCode, message) => {
  writeFileSync(path.join(folder, 'outputs.json'), text);

  const ended = await run('dead-letters', 'list', '--outputs', 'outputs.json');

  expect([ended.exitCode, ended.stderr]).toEqual([exitCode, expect.stringContaining(message)]);
});

test('with --json a failure is one object, too', async () => {
  const ended = await run('--json', 'dead-letters', 'list', '--outputs', 'nope.json');

  expect(ended.json()).toEqual({
    status: 'FAILED',
    error: { name: 'UsageError', message: expect.stringContaining('nope.json cannot be read') },
  });
});

test('a stack is shown with --debug only', async () => {
  const plain = await run('dead-letters', 'list', '--outputs', 'nope.json');
  const debug = await run('dead-letters', 'list', '--outputs', 'nope.json', '--debug');

  expect(plain.stderr).not.toMatch(/^ +at /m);
  expect(debug.stderr).toMatch(/^ +at /m);
});

test('export is one command among the others, with their --json', async () => {
  const ended = await run('export', sampleRecording, 'out.mp4', '--rendition', 'lowest', '--json');

  expect([ended.exitCode, ended.stderr]).toEqual([0, '']);
  expect(ended.json()).toMatchObject({ status: 'SUCCEEDED', path: path.join(folder, 'out.mp4'), rendition: '160p30' });
});

test.each([
  ['a', 'b.mkv', 2, 'The output b.mkv should end in .mp4.\n'],
  ['nowhere', 'b.mp4', 1, `There is no file or folder ${path.join(folder, 'nowhere')}. Check the name.\n`],
])('export of %s into %s is refused as it is on its own', async (input, output, exitCode, told) => {
  const ended = await run('export', input, output);

  expect([ended.exitCode, ended.stderr]).toEqual([exitCode, told]);
});
