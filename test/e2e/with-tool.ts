/** Tests that need a program which a contributor need not have; `npm test` names those that are missing. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from '@jest/globals';
import { externalTools, findTool } from '../../scripts/external-tools.ts';

type ToolName = 'ffmpeg' | 'ffprobe' | 'Chromium';

/** Where a tool is, `undefined` without it. */
export function pathOf(name: ToolName): string | undefined {
  const tool = externalTools.find((candidate) => candidate.name === name);
  const command = tool === undefined ? undefined : findTool(tool);
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders
    .map((folder) => path.join(folder, command ?? ''))
    .find((file) => command !== undefined && existsSync(file));
}

/** `test` where the tools are, `test.skip` where one is not. */
export const testWith = (...names: readonly ToolName[]): typeof test.skip =>
  names.some((name) => pathOf(name) === undefined) ? test.skip : test;
