import assert from 'node:assert/strict';
import nodePath from 'node:path';
import { CommanderError } from 'commander';
import * as fc from 'fast-check';
import { type DeclaredOptions, declareExportProgram } from '../../../ops/export/export-command.ts';
import type { ExportRequest } from '../../../ops/export/export-request.ts';
import { readRequest } from '../../../ops/export/parse-options.ts';
import { printable, printableJson } from '../../../ops/terminal/printable.ts';
import { defineTarget } from '../fuzz-target.ts';
import { editText, textEdits } from '../generators/text.ts';

const WORDS = [
  ...[
    'in',
    'out.mp4',
    'out.m4a',
    'https://example.com/master.m3u8',
    '--rendition',
    '720p30',
    'highest',
    '--audio-only',
  ],
  ...[
    '--from',
    '90.5',
    '0:01:30',
    '1:02:03.25',
    '--to',
    '99:59',
    '--tolerate-losses',
    '--workers',
    '16',
    '0',
    '--force',
  ],
  ...['--json', '--debug', '--help', '--', '--workers=3', '--from=-1', '-1', '', '--unknown', '-h'],
];
const examples = [
  ['in', 'out.mp4'],
  ['in', 'out.m4a', '--audio-only', '--workers', '2'],
  ['in', 'out.mp4', '--from', '0:10', '--to', '90.5', '--tolerate-losses', '--json'],
];

const edit = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom('add', 'remove', 'change'),
  word: fc.constantFrom(...WORDS),
});

const commandLines = fc
  .record({
    example: fc.constantFrom(...examples),
    edits: fc.array(edit, { maxLength: 3 }),
    wordEdits: fc.oneof(fc.constant([]), textEdits(['-', ':', '.', '99'], 2)),
    word: fc.nat(),
  })
  .map(({ example, edits, wordEdits, word }) => {
    const args = [...example];
    for (const { at, kind, word: other } of edits) {
      const index = at % (args.length + 1);
      args.splice(index, kind === 'add' ? 0 : 1, ...(kind === 'remove' ? [] : [other]));
    }
    return args.map((arg, index) => (index === word % args.length ? editText(arg, wordEdits) : arg));
  });

/** The arguments of `npm run export`. */
export const exportOptions = defineTarget({
  name: 'export-options',
  refusals: [CommanderError],
  cases: commandLines,
  run: (args) => {
    const printed: string[] = [];
    let request: ExportRequest | string | undefined;
    const command = declareExportProgram(2).configureOutput({
      writeOut: (text) => void printed.push(text),
      writeErr: (text) => void printed.push(printable(text)),
    });
    command.action((input: string, output: string, options: DeclaredOptions) => {
      request = readRequest([input, output], options, (typed) => nodePath.resolve('/home/somebody', typed));
    });
    command.parse(args, { from: 'user' });

    assert.ok(request !== undefined);
    if (typeof request === 'string') return 'makes no sense';
    const { clip, workerCount, output } = request;
    assert.ok(Number.isInteger(workerCount) && workerCount >= 0 && workerCount <= 16);
    assert.ok(clip === undefined || (clip.fromSeconds >= 0 && clip.fromSeconds < clip.toSeconds));
    assert.match(output.toLowerCase(), request.tracks === 'audio' ? /\.m4a$/s : /\.mp4$/s);
    assert.deepEqual(
      JSON.parse(printableJson(request)),
      JSON.parse(JSON.stringify(request, (_, value) => value ?? null)),
    );
    assert.ok(!/[\p{Cc}\p{Cf}\p{Cs}]/u.test(printableJson(request)));
    return undefined;
  },
});
