/** `rerun`, declared. */
import type { Command } from 'commander';
import { makeExecutionPorts } from '../executions/execution-ports.ts';
import { makeOperatorPorts } from '../executions/operator-ports.ts';
import type { Act } from '../frame/act.ts';
import { type Moment, momentAt, parseMoment, requireSpan } from '../frame/parse-moment.ts';
import { channelIdOf } from '../named-recording/parse-named-recording.ts';
import { rerun } from './rerun.ts';

interface RerunOptions {
  readonly failed?: true;
  readonly since: Moment;
  readonly until?: Moment;
  readonly channel?: readonly string[];
  readonly anew?: true;
  readonly stopped?: true;
}

const notes = `
Shows its plan and asks first. A redrive goes on where the execution failed,
with the definition and the code that it began with, for 14 days after its end;
--anew uses what is deployed now. Of several executions for the same recording
or export only the newest is rerun; what runs, or has succeeded since, is left
alone and named. Four a second at most; after an interruption the same command
does the rest.`;

/** Adds `rerun`. */
export function declareRerun(program: Command, act: Act): void {
  program
    .command('rerun')
    .description('Redrive what failed, and start anew what cannot be redriven.')
    .requiredOption('--failed', 'what failed, or ran out of time')
    .requiredOption('--since <time>', 'when it ended at the earliest; 2h, 3d or 2026-06-24T10:00Z', parseMoment)
    .option('--until <time>', 'when it ended at the latest', parseMoment)
    .option(
      '--channel <channel>',
      'only recordings of this channel, by ARN or id; may be repeated',
      (text: string, earlier: readonly string[] = []) => [...earlier, text],
    )
    .option('--anew', 'start all of it anew')
    .option('--stopped', 'also what somebody stopped')
    .addHelpText('after', notes)
    .action(
      act<RerunOptions>(async (context, { options }) => {
        const { since, until, channel = [], anew: isAnew = false, stopped: areStoppedMeant = false } = options;
        const now = context.clock.now();
        const span = { since: momentAt(since, now), until: until === undefined ? now : momentAt(until, now) };
        requireSpan(span.since, span.until);
        const search = { span, channelIds: channel.map(channelIdOf) };
        const { machines, readItems } = makeOperatorPorts(context);
        const ports = { ...makeExecutionPorts(context), machines, readItems };
        return rerun(search, { isAnew, areStoppedMeant }, ports, context);
      }),
    );
}
