import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './run-command.ts';

/**
 * Writes a file of `dist/`: one that is the same already is left alone and another is put in place whole, so that two
 * builds at once do not pull it away from under who reads it.
 */
export function writeWhole(file: string, contents: Uint8Array): void {
  if (existsSync(file) && readFileSync(file).equals(contents)) return;
  mkdirSync(path.dirname(file), { recursive: true });
  // Not beside it: a step's folder is an asset as a whole.
  const temporary = path.join(root, 'dist', `.${process.pid}.tmp`);
  writeFileSync(temporary, contents);
  renameSync(temporary, file);
}
