import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';

/** A temporary folder for each test of a file. */
export interface TestFolder {
  /** Path of a file or folder in it. */
  at(...names: string[]): string;
  /** Writes a file, with the folders that it needs, and returns its path. */
  write(name: string, content: string | Uint8Array): string;
}

/** Makes the folder before each test and removes it afterwards. */
export function useTestFolder(): TestFolder {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-files-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const at = (...names: string[]) => path.join(root, ...names);
  return {
    at,
    write(name, content) {
      const file = at(...name.split('/'));
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
  };
}

/** Bytes that tell where they stand. */
export const countingBytes = (length: number, first = 0): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (first + index * 7 + (index >> 8)) & 0xff);
