/** Every command line in docs/cookbook.md is one that the program knows: parsed as it stands, and not run. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { type Command, CommanderError } from 'commander';
import { declareProgram } from '../../../ops/command-line.ts';
import { makeSurroundings } from './a-terminal.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/cookbook.md'), 'utf8');

/** What the page calls the program by. */
const call = /(?:ivs-recordings|npm run ops --) (?=[a-z-])/;

/** What stands after the program's name: in a block behind its `$`, in a sentence between backticks. */
const commandLines = [...page.matchAll(new RegExp(`^\\$ ${call.source}(.+)$|\`${call.source}([^\`\\n]+)\``, 'gm'))].map(
  ([, inBlock, inSentence]) => inBlock ?? inSentence ?? '',
);

/** Parses up to where a command would begin. @returns the command that would run, or `help` */
async function parse(line: string): Promise<string | undefined> {
  const { surroundings, stderr } = makeSurroundings();
  let reached: string | undefined;
  const program = declareProgram(surroundings, () => {});
  for (const command of allCommands(program)) {
    // What has no action of its own prints its help and ends with a fault of usage.
    if (command.commands.length > 0) continue;
    command.action(() => {
      reached = command.name();
    });
  }
  try {
    await program.parseAsync(wordsOf(line), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return 'help';
    throw new Error(`${line}: ${stderr.text().trim() || error.message}`);
  }
  return reached;
}

const allCommands = (command: Command): Command[] => [command, ...command.commands.flatMap(allCommands)];

/** As a shell would, of what the page has of quoting. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

test('the page shows the commands that it is about', () => {
  const first = new Set(commandLines.map((line) => line.split(' ')[0]));

  expect([...first].sort()).toEqual([
    'backfill',
    'dead-letters',
    'delete',
    'doctor',
    'export',
    'follow',
    'recordings',
    'rerun',
    'run',
    'setup',
  ]);
  expect(commandLines.length).toBeGreaterThan(20);
});

test.each([...new Set(commandLines)])('%s is a command with its options and arguments', async (line) => {
  expect(await parse(line)).toEqual(expect.any(String));
});

test.each([
  ['a command', 'recordings lst'],
  ['an option', 'recordings list --from 6h'],
  ['a value', 'run Ev1aB7cD2eF9 --format avi'],
  ['an argument', 'delete'],
])('%s that the program does not know would be noticed', async (_what, line) => {
  await expect(parse(line)).rejects.toThrow(line);
});

test('no output on the page tells where it was made', () => {
  expect(page).not.toMatch(/\/(?:work|home|Users|tmp|root)\//);
});
