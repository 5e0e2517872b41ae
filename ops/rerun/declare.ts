/** `rerun`, declared. */
import type { Command } from 'commander';
import { makeExecutionPorts } from '../executions/execution-ports.ts';
import { makeOperatorPorts } from '../executions/operator-ports.ts';
import type { Act } from '../frame/act.ts';
import { parseMoment } from '../frame/parse-moment.ts';
import { channelIdOf } from '../named-recording/parse-named-recording.ts';
import { type RerunOptions, readRerun } from './read-options.ts';
import { rerun } from './rerun.ts';
import { rerunHeld } from './rerun-held.ts';

const notes = `
Shows its plan and asks first. A redrive goes on where the execution failed,
with the definition and the code that it began with, for 14 days after its end;
--anew uses what is deployed now. Of several executions for the same recording
or export only the newest is rerun; what runs, or has succeeded since, is left
alone and named. Four a second at most; after an interruption the same command
does the rest.

What exportLimits holds back is started with the input that it had, clip, encode
and join included. What an operator starts is not held back, and not counted.`;

/** Adds `rerun`. */
export function declareRerun(program: Command, act: Act): void {
  program
    .command('rerun')
    .description('Redrive what failed or start it anew; start what is held back.')
    .argument('[recording...]', 'only of these: ids, prefixes or URLs')
    .option('--failed', 'what failed, or ran out of time; --since is needed then')
    .option('--held', 'exports that are held back')
    .option(
      '--since <time>',
      'when it ended or was held back at the earliest; 2h, 3d or 2026-06-24T10:00Z',
      parseMoment,
    )
    .option('--until <time>', 'when it ended or was held back at the latest', parseMoment)
    .option(
      '--channel <channel>',
      'only recordings of this channel, by ARN or id; may be repeated',
      (text: string, earlier: readonly string[] = []) => [...earlier, text],
    )
    .option('--anew', 'of what failed, start all anew')
    .option('--stopped', 'of what failed, also what somebody stopped')
    .addHelpText('after', notes)
    .action(
      act<RerunOptions>(async (context, { args, options }) => {
        const wish = readRerun(options, context.clock.now());
        const channelIds = (options.channel ?? []).map(channelIdOf);
        const { machines, readItems, catalog, findRecording } = makeOperatorPorts(context);
        const recordings = [];
        for (const typed of args) recordings.push((await findRecording(typed)).location);
        const search = { span: wish.span, channelIds, recordings };
        const ports = { ...makeExecutionPorts(context), machines, readItems, catalog };
        return wish.what === 'held' ? rerunHeld(search, ports, context) : rerun(search, wish, ports, context);
      }),
    );
}
