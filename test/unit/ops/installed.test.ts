/** The program as a package among others, as `npx` and `npm install` of a repository leave it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sampleRecording } from './export/run-export.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-installed-'));
const modules = path.join(folder, 'node_modules');
const installed = path.join(modules, 'ivs-recordings');

beforeAll(() => {
  mkdirSync(installed, { recursive: true });
  for (const part of ['package.json', 'bin', 'scripts', 'ops', 'media', 'lambdas'])
    cpSync(path.join(root, part), path.join(installed, part), { recursive: true });
  for (const name of readdirSync(path.join(root, 'node_modules')).filter((each) => each !== '.bin'))
    symlinkSync(path.join(root, 'node_modules', name), path.join(modules, name));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]) {
  const child = spawn(process.execPath, [path.join(installed, 'bin/ivs-recordings.cjs'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, INIT_CWD: undefined, NODE_OPTIONS: undefined },
  });
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { exitCode, stdout, stderr };
}

test('it runs, without a word from Node about types', async () => {
  const { exitCode, stdout, stderr } = await run('--help');

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(/^Usage: ivs-recordings \[options\] \[command\]\n/);
});

test('its threads run as well, and relative paths mean what was typed', async () => {
  const { exitCode, stderr } = await run('export', sampleRecording, 'out.mp4', '--workers', '2');

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(existsSync(path.join(folder, 'out.mp4'))).toBe(true);
});

test('exit codes pass', async () => {
  expect(await run('nonsense')).toMatchObject({ exitCode: 2, stdout: '' });
});

test('an older Node is told that it is too old', async () => {
  const pretend = path.join(folder, 'pretend.cjs');
  writeFileSync(
    pretend,
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });\n" +
      "Object.defineProperty(process, 'version', { value: 'v20.20.2' });\n",
  );
  const child = spawn(process.execPath, ['--require', pretend, path.join(installed, 'bin/ivs-recordings.cjs')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });

  const [stderr, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'close')]);

  expect([exitCode, stderr]).toEqual([
    1,
    expect.stringMatching(/^Node 24 or newer is needed and this is v20\.20\.2\./),
  ]);
});
