/** `doctor --live`, put together. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import type { CommandContext } from '../../frame/command-context.ts';
import { makeCleanUpPorts, makeLookPorts, makeTrialPorts } from './aws-ports.ts';
import { examineLive } from './examine-live.ts';
import type { LiveOptions } from './live-options.ts';
import { demandWritable, writeReportFile } from './report-file.ts';
import { readSample } from './sample.ts';

/** Runs it. */
export async function doctorLive({ keep, channel, report }: LiveOptions, context: CommandContext): Promise<number> {
  const file = report === undefined ? undefined : context.resolvePath(report);
  if (file !== undefined) demandWritable(file);
  // What removes everything goes on after Ctrl-C.
  const unending = { ...context, signal: new AbortController().signal };
  const { beforeSuddenEnd = () => () => {} } = context.surroundings;
  return examineLive(
    { channel, isKept: keep === true },
    {
      look: makeLookPorts(context),
      trial: makeTrialPorts(context),
      cleanUp: makeCleanUpPorts(unending),
      sample: readSample(),
      version: readVersion(),
      notAws: context.options.endpointUrl ?? endpointInEnvironment(),
      writeReport: (made) => file !== undefined && writeReportFile(file, made, context.options.isJson),
      beforeSuddenEnd,
    },
    context,
  );
}

/** `AWS_ENDPOINT_URL`, or that of a single service. */
const endpointInEnvironment = (): string | undefined =>
  Object.entries(process.env).find(([name]) => name.startsWith('AWS_ENDPOINT_URL'))?.[1];

function readVersion(): string {
  const file = path.join(import.meta.dirname, '../../../package.json');
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}
