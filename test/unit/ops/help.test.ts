/** The help texts, whole, as they stand in help.txt: what an operator reads first. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { declareProgram } from '../../../ops/command-line.ts';
import { defaultWorkers } from '../../../ops/export/run-export-command.ts';
import { makeSurroundings, runCommand } from './a-terminal.ts';

/** Each begins with a line such as `$ ivs-recordings setup --help`. */
const texts = readFileSync(path.join(import.meta.dirname, 'help.txt'), 'utf8')
  .split(/^\$ ivs-recordings ?/m)
  .slice(1)
  .map((section): [string, string] => {
    const end = section.indexOf('\n');
    return [section.slice(0, end), section.slice(end + 1)];
  });

test.each(texts)('%s', async (args, text) => {
  const { exitCode, stdout, stderr } = await runCommand(args.split(' '));

  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 0,
    stdout: text.replace('(default: 2)', `(default: ${defaultWorkers()})`),
    stderr: '',
  });
});

test('every command has its text there, and no line is longer than 80 characters but usages', () => {
  const program = declareProgram(makeSurroundings().surroundings, () => {});

  expect(texts.map(([args]) => args).sort()).toEqual(helpCalls(program).sort());
  const lines = texts.flatMap(([, text]) => text.split('\n')).filter((line) => !line.startsWith('Usage: '));
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});

const helpCalls = ({ commands }: Command, names = ''): string[] => [
  `${names}--help`,
  ...commands.flatMap((command) => helpCalls(command, `${names}${command.name()} `)),
];
