/** `backfill`, declared. */
import { type Command, InvalidArgumentError } from 'commander';
import { type BackfillInput, backfillInputSchema } from '../../lambdas/shared/contract/backfill-input.ts';
import { exportNameSchema } from '../../lambdas/shared/contract/export-wish.ts';
import { makeExecutionPorts } from '../executions/execution-ports.ts';
import { makeOperatorPorts } from '../executions/operator-ports.ts';
import { makeFollowPorts } from '../follow/aws-ports.ts';
import type { Act } from '../frame/act.ts';
import { type Moment, momentAt, parseMoment, requireSpan } from '../frame/parse-moment.ts';
import { backfill } from './backfill.ts';

interface BackfillOptions {
  readonly since: Moment;
  readonly until?: Moment;
  readonly all?: true;
  readonly dryRun?: true;
  readonly exports?: 'default' | readonly string[];
}

const notes = `
Counts and prices first, and asks; with --yes it starts at once. Each recording
gets an execution of process-recording, 20 at a time. Ctrl-C leaves the backfill
running, and follow shows it again. Exports are none unless asked for.`;

/** Adds `backfill`. */
export function declareBackfill(program: Command, act: Act): void {
  program
    .command('backfill')
    .description('Process the recordings of a span of time that are not in the catalog.')
    .requiredOption('--since <time>', 'when they began at the earliest; 2h, 3d or 2026-06-24T10:00Z', parseMoment)
    .option('--until <time>', 'when they began at the latest; now unless given', parseMoment)
    .option('--all', 'also what is in the catalog')
    .option('--dry-run', 'count and price, start nothing')
    .option('--exports <which>', 'default: what a trigger would have made; or profiles, with commas', parseExports)
    .addHelpText('after', notes)
    .action(
      act<BackfillOptions>(async (context, { options }) => {
        const { machines } = makeOperatorPorts(context);
        const ports = {
          start: makeExecutionPorts(context).start,
          follow: makeFollowPorts(context),
          machineArn: async () => (await machines()).backfillRecordingsArn,
        };
        return backfill(readInput(options, context.clock.now()), ports, context);
      }),
    );
}

/** Both times as moments, so that what is counted is what is started. */
function readInput({ since, until, all, dryRun, exports }: BackfillOptions, now: Date): BackfillInput {
  const begin = momentAt(since, now);
  const end = until === undefined ? now : momentAt(until, now);
  requireSpan(begin, end);
  return backfillInputSchema.parse({
    since: begin.toISOString(),
    until: end.toISOString(),
    ...(all !== undefined && { all }),
    ...(dryRun !== undefined && { dryRun }),
    ...(exports !== undefined && { exports }),
  });
}

/** @throws InvalidArgumentError */
function parseExports(text: string): 'default' | string[] {
  if (text === 'default') return text;
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => exportNameSchema.safeParse(name).success)) return names;
  throw new InvalidArgumentError('Expected default, or names of profiles.');
}
