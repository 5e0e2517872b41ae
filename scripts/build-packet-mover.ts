/**
 * Assembles `media/remux/packet-mover.wat` into `media/remux/packet-mover-module.ts`, with `wat2wasm` of the package wabt.
 * Needed only when the source changes; a test compares the two where `wat2wasm` is at hand.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './run-command.ts';

/** The source, and the module that is made of it. */
export const sourceFile = path.join(root, 'media/remux/packet-mover.wat');
export const moduleFile = path.join(root, 'media/remux/packet-mover-module.ts');

/** Characters of the module per line of text. */
const LINE_CHARACTERS = 100;

/** Assembles the source. @returns the WebAssembly module */
export function assemblePacketMover(): Buffer {
  const folder = mkdtempSync(path.join(tmpdir(), 'packet-mover-'));
  const file = path.join(folder, 'packet-mover.wasm');
  try {
    execFileSync('wat2wasm', ['--enable-threads', sourceFile, '-o', file], { stdio: ['ignore', 'ignore', 'inherit'] });
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The file that holds it: a module of our own, so that bundlers take it along. */
export function packetMoverModule(module: Buffer): string {
  const lines = module.toString('base64').match(new RegExp(`.{1,${LINE_CHARACTERS}}`, 'g')) ?? [];
  const text = lines.map((line) => `    '${line}',`).join('\n');
  return `/**
 * \`packet-mover.wat\`, assembled by \`node scripts/build-packet-mover.ts\`: ${module.length} bytes.
 */
export const packetMoverModule = Buffer.from(
  [
${text}
  ].join(''),
  'base64',
);
`;
}

if (import.meta.main) writeFileSync(moduleFile, packetMoverModule(assemblePacketMover()));
