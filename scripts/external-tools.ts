/** Programs that some tests use when they are there: a user needs none of them. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** A program and what is skipped without it. */
export interface ExternalTool {
  readonly name: string;
  readonly commands: readonly string[];
  readonly skipped: string;
}

/** All of them. */
export const externalTools: readonly ExternalTool[] = [
  {
    name: 'ffmpeg',
    commands: ['ffmpeg'],
    skipped: 'H.264 encoding by the local MediaConvert, the test matrix of the remux engine',
  },
  { name: 'ffprobe', commands: ['ffprobe'], skipped: 'a second opinion on streams and durations' },
  { name: 'Chromium', commands: ['chromium', 'chromium-browser', 'google-chrome'], skipped: 'playback in a browser' },
];

/** The first of the tool's commands that can be run; `undefined` when there is none. */
export function findTool(tool: ExternalTool): string | undefined {
  const flag = tool.name.startsWith('ff') ? '-version' : '--version';
  return tool.commands.find((command) => spawnSync(command, [flag], { stdio: 'ignore' }).status === 0);
}

/** Whether a program is in a folder of PATH: for who asks often, since starting it takes a tenth of a second. */
export const isOnPath = (command: string): boolean =>
  (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, command)));

/** A line for each tool that is missing, naming what is therefore skipped. */
export const missingToolLines = (): string[] =>
  externalTools
    .filter((tool) => findTool(tool) === undefined)
    .map(({ name, skipped }) => `Skipped without ${name}: ${skipped}.`);
