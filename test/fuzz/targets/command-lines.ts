import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseCliOptions, UsageError } from '../../../local/cli-options.ts';
import { runOps } from '../../../ops/command-line.ts';
import { exitCodes } from '../../../ops/dead-letters/command.ts';
import { defineTarget } from '../fuzz-target.ts';
import { editText, textEdits } from '../generators/text.ts';

/** Words, some of them changed, in any order. */
const lines = (words: readonly string[]) =>
  fc
    .record({
      args: fc.array(fc.constantFrom(...words), { maxLength: 5 }),
      edits: fc.oneof(fc.constant([]), textEdits(['-', '=', '--'], 1)),
      word: fc.nat(),
    })
    .map(({ args, edits, word }) =>
      args.map((arg, index) => (index === word % args.length ? editText(arg, edits) : arg)),
    );

const START_WORDS = [
  ...['--recording', 'folder', '--rendition', '480p30', '--no-export', '--engine', 'mediaconvert', 'auto', 'remux'],
  ...['--once', '--json', '--serve', '--help', '-h', '--engine=remux', '--recording=-x', '--once=1', '--', ''],
];

/** The arguments of `npm start`. */
export const startOptions = defineTarget({
  name: 'start-options',
  refusals: [UsageError],
  cases: lines(START_WORDS),
  run: (args) => {
    const { isServeOnly, isOnce, isExportWanted, rendition, engine, recording } = parseCliOptions(args);
    assert.ok(!isServeOnly || (!isOnce && isExportWanted && rendition === undefined && recording === undefined));
    assert.ok(isExportWanted || (rendition === undefined && engine === undefined));
    return undefined;
  },
});

const OPS_WORDS = [
  ...['dead-letters', 'dead-letters', 'list', 'replay', '--yes', '--region', 'us-west-2', '--help', 'help', '-h'],
  ...['--endpoint-url', 'http://127.0.0.1:1', '--outputs', '--', '', '--outputs=', '--unknown', 'backfill'],
];

/** The arguments of `npm run ops`; no file of outputs is there, so that nothing is asked of AWS. */
export const opsOptions = defineTarget({
  name: 'ops-options',
  refusals: [],
  cases: lines(OPS_WORDS),
  run: async (args) => {
    const said: string[] = [];
    const say = (text: string) => void said.push(text);

    const exitCode = await runOps(args, { line: say, trouble: say, isInteractive: false });

    assert.ok(exitCode === exitCodes.done || exitCode === exitCodes.usage, `exit code ${exitCode}: ${said.join('\n')}`);
    assert.ok(said.join('').trim() !== '', 'nothing is said');
    return exitCode === exitCodes.done ? undefined : 'usage';
  },
});
