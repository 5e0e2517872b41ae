import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { runOps } from '../../../ops/command-line.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-ops-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function run(...args: string[]) {
  const lines: string[] = [];
  const troubles: string[] = [];
  const exitCode = await runOps(args, {
    line: (text) => lines.push(text),
    trouble: (text) => troubles.push(text),
    isInteractive: false,
  });
  return { exitCode, output: lines.join('\n'), trouble: troubles.join('\n') };
}

test('help is no fault, and tells the exit codes', async () => {
  const { exitCode, output } = await run('--help');

  expect(exitCode).toBe(0);
  expect(output).toContain('Exit codes: 0 done, 1 failed, 2 usage, 3 nothing to do.');
});

test('the options of a command are in its help', async () => {
  const { exitCode, output } = await run('dead-letters', 'replay', '--help');

  expect(exitCode).toBe(0);
  for (const option of ['--outputs <file>', '--region <region>', '--endpoint-url <url>', '--yes'])
    expect(output).toContain(option);
});

test.each([
  ['no command', [], 'Usage: ops'],
  ['an unknown command', ['dead-letter'], "unknown command 'dead-letter'"],
  ['a missing option', ['dead-letters', 'list'], "required option '--outputs <file>' not specified"],
  ['an unknown option', ['dead-letters', 'list', '--outputs', 'x', '--no'], "unknown option '--no'"],
  ['a file that is not there', ['dead-letters', 'list', '--outputs', 'nope.json'], 'nope.json cannot be read'],
])('%s is a fault of usage, told in one sentence', async (_what, args, message) => {
  const { exitCode, trouble } = await run(...args);

  expect(exitCode).toBe(2);
  expect(trouble).toContain(message);
});

test.each([
  ['no outputs', '{"a":1}', 'holds no stack outputs'],
  ['outputs of another stack', '{"Other":{"Url":"x"}}', 'names no dead-letter queue'],
])('a file with %s is told what it should be', async (_what, text, message) => {
  const { exitCode, trouble } = await run('dead-letters', 'list', '--outputs', fileOf('outputs.json', text));

  expect([exitCode, trouble]).toEqual([2, expect.stringContaining(message)]);
});
