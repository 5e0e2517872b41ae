/** `run`, declared. */
import { S3Client } from '@aws-sdk/client-s3';
import { type Command, Option } from 'commander';
import { makeRecordingStorage } from '../../lambdas/shared/adapters/recording-storage.ts';
import { makeExecutionPorts } from '../executions/execution-ports.ts';
import { makeOperatorPorts } from '../executions/operator-ports.ts';
import { parseTime } from '../export/parse-options.ts';
import { makeFollowPorts } from '../follow/aws-ports.ts';
import { follow } from '../follow/follow.ts';
import type { Act } from '../frame/act.ts';
import type { CommandContext } from '../frame/command-context.ts';
import { type ExportOptions, parseMetadata, parseNumber, parseProfile, readExports } from './parse-wish.ts';
import { type RunPorts, run } from './run.ts';

interface RunOptions extends ExportOptions {
  readonly join?: true;
  readonly anew?: true;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly follow?: true;
}

const notes = `
Shows what it will start and asks first. A recording is named by its id, its
prefix, or an s3:// URI or URL of something in it.

Without a wish for exports, process-recording runs: it validates, registers and
announces the recording and exports what the deployment exports by itself. With
a wish, a recording that is playable already gets the export alone, by
export-recording; --anew validates and announces it, too. Exports that somebody
asks for are not held back by a daily limit.`;

/** Adds `run`. */
export function declareRun(program: Command, act: Act): void {
  withWish(program.command('run'))
    .description('Start executions for recordings, or for exports of them.')
    .argument('<recording...>', 'ids, prefixes or URLs')
    .option('--join', 'one file of all of them, which belongs to the first; name them in their order')
    .option('--anew', 'validate and announce also what is playable already')
    .option('--metadata <json>', 'an object of your own, echoed in every message', parseMetadata)
    .option('--follow', 'follow them to their end')
    .addHelpText('after', notes)
    .action(
      act<RunOptions>(async (context, { args, options }) => {
        const { join: isJoin = false, anew: isAnew = false, follow: isFollowing = false, metadata } = options;
        const exports = readExports(options);
        const request = { exports, isJoin, isAnew, isFollowing, metadata };
        return run(args, request, makeRunPorts(context), context);
      }),
    );
}

function withWish(command: Command): Command {
  return command
    .option('--export <profile>', 'a profile of the deployment; may be repeated', parseProfile)
    .option('--no-exports', 'no export at all')
    .option('--rendition <which>', 'highest, lowest, the most lines (720) or a name (720p30)')
    .addOption(new Option('--format <format>', 'mp4, or m4a: the sound alone').choices(['mp4', 'm4a']))
    .addOption(new Option('--video <how>', 'frames unchanged, or encoded').choices(['copy', 'h264']))
    .option('--height <lines>', 'encode to so many lines at most', parseNumber)
    .option('--quality <level>', 'encode with this QVBR quality level, 1 to 10', parseNumber)
    .option('--max-bitrate <bits>', 'encode to so many bits a second at most', parseNumber)
    .option('--from <time>', 'leave out what is before: seconds, or h:mm:ss', parseTime)
    .option('--to <time>', 'leave out what is after', parseTime)
    .addOption(new Option('--engine <engine>', 'what makes it').choices(['mediaconvert', 'auto', 'remux']))
    .option('--name <name>', 'what the export is called; its rendition unless given');
}

function makeRunPorts(context: CommandContext): RunPorts {
  const s3 = context.client((settings) => new S3Client(settings));
  const { findFirstKey } = makeRecordingStorage(s3);
  return {
    ...makeOperatorPorts(context),
    start: makeExecutionPorts(context).start,
    isThere: async ({ bucket, location }) =>
      (await findFirstKey({ bucket, prefix: `${location.prefix}/` })) !== undefined,
    follow: (executionArns) => follow(executionArns, makeFollowPorts(context), context),
  };
}
