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
  for (const name of readdirSync(path.join(root, 'node_modules')).filter((each) => !each.startsWith('.')))
    symlinkSync(path.join(root, 'node_modules', name), path.join(modules, name));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]) {
  const child = spawn(process.execPath, [path.join(installed, 'bin/ivs-recordings.cjs'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Code that is compiled is kept in this folder, which no other run could use.
    env: { ...process.env, INIT_CWD: undefined, NODE_OPTIONS: undefined, NODE_COMPILE_CACHE: undefined },
  });
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { exitCode, stdout, stderr };
}

/** Half a second of work: time for a thread to come up, or to say why it cannot. */
function writeLongPlaylist(): void {
  const segment = path.join(sampleRecording, 'media/hls/160p30/0.ts');
  const entries = '#EXT-X-DISCONTINUITY\n#EXTINF:10.267,\n0.ts\n'.repeat(400);
  cpSync(segment, path.join(folder, '0.ts'));
  writeFileSync(path.join(folder, 'in.m3u8'), `#EXTM3U\n#EXT-X-TARGETDURATION:11\n${entries}#EXT-X-ENDLIST\n`);
}

test('it runs, and its threads as well, without a word from Node about types; relative paths mean what was typed', async () => {
  writeLongPlaylist();

  const { exitCode, stderr } = await run('export', 'in.m3u8', 'out.mp4', '--workers', '2');

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(existsSync(path.join(folder, 'out.mp4'))).toBe(true);
});

test('exit codes pass, and what a command says', async () => {
  expect(await run('nonsense')).toEqual({ exitCode: 2, stdout: '', stderr: expect.stringContaining("'nonsense'") });
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
