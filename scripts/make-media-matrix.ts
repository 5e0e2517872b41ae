/**
 * Writes the test matrix of the remux engine to disk, to look at or to try other programs on: a folder with a playlist
 * and segments for each case, and `case.json`, which says what is special about it and what has to become of it. Needs
 * ffmpeg 5.1 or newer with libx264; the same ffmpeg makes the same bytes. See `--help`.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EncodeCache } from './media-matrix/encode-cache.ts';
import { matrixCases } from './media-matrix/matrix-cases.ts';
import { MatrixKit, writeRecording } from './media-matrix/matrix-recording.ts';

const USAGE = `Usage: node scripts/make-media-matrix.ts [--out DIR] [--list] [CASE …]
  --out DIR  folder in which a folder for each case is made (default .local/media-matrix)
  --list     prints the cases and makes nothing
  CASE       only these cases (default all)`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, list: { type: 'boolean' }, help: { type: 'boolean' } },
});
const unknown = positionals.filter((name) => !matrixCases.some((one) => one.name === name));

if (values.help) {
  console.log(USAGE);
} else if (unknown.length > 0) {
  console.error(`There is no case ${unknown.join(', ')}; --list prints them all.\n${USAGE}`);
  process.exitCode = 2;
} else {
  const chosen = matrixCases.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const kit = new MatrixKit(new EncodeCache());
  for (const { name, about, outcome, make } of chosen) {
    console.log(`${name}: ${about}`);
    if (values.list) continue;
    const folder = join(values.out ?? '.local/media-matrix', name);
    await writeRecording(await make(kit), folder);
    await writeFile(join(folder, 'case.json'), `${JSON.stringify({ name, about, outcome }, undefined, 2)}\n`);
  }
}
