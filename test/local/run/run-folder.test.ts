import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeLeftBehind, runFolderName, unfinishedName } from '../../../local/run/run-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-left-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process that was there a moment ago. */
const ended = spawnSync(process.execPath, ['-e', '']).pid;

function leave(...names: string[]): void {
  for (const name of names) {
    mkdirSync(path.join(folder, name, 'executions'), { recursive: true });
    writeFileSync(path.join(folder, name, 'executions', 'one.jsonl'), '{}');
  }
}

test('folders of processes that are no more are removed, and those of others stay', async () => {
  const running = [runFolderName(process.ppid), `run-${process.ppid}`];
  const others = ['bench', 'run-', 'run-elsewhere-7', `run-elsewhere-${ended}`, `my-run-${ended}`, 'run-12x'];
  leave(...running, ...others, runFolderName(ended), `run-${ended}`);

  await removeLeftBehind(folder);

  expect(readdirSync(folder).sort()).toEqual([...running, ...others].sort());
});

test('what bears this process’s own id is of an earlier one', async () => {
  leave(runFolderName(process.pid));

  await removeLeftBehind(folder);

  expect(readdirSync(folder)).toEqual([]);
});

test('exports that were not finished go, and finished ones stay', async () => {
  mkdirSync(path.join(folder, 'exports'));
  const names = ['a-b-archive.mp4', unfinishedName('a-b-archive.mp4', ended), unfinishedName('c.mp4', process.ppid)];
  for (const name of names) writeFileSync(path.join(folder, 'exports', name), '');

  await removeLeftBehind(folder);

  expect(readdirSync(path.join(folder, 'exports')).sort()).toEqual([names[0], names[2]].sort());
});

test('without a folder there is nothing to do', async () => {
  await expect(removeLeftBehind(path.join(folder, 'none'))).resolves.toBeUndefined();
});
