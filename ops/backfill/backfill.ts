/** `backfill`: starts the backfill's state machine and follows it. */
import type { BackfillInput } from '../../lambdas/shared/contract/backfill-input.ts';
import { demandStart } from '../executions/demand-start.ts';
import { executionConsoleUrl, operatorBackfillName } from '../executions/execution-arn.ts';
import type { ExecutionPorts } from '../executions/execution-ports.ts';
import { failureText } from '../follow/describe-ending.ts';
import { followExecutions } from '../follow/follow-executions.ts';
import type { FollowPorts } from '../follow/follow-ports.ts';
import type { CommandContext } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { OperationRefusedError } from '../frame/operator-errors.ts';
import { InterruptedError } from '../terminal/interruption.ts';
import { countText } from '../terminal/quantities.ts';
import { type BackfillSummary, priceText, summaryColumns, summaryOf, summaryRows } from './backfill-summary.ts';
import { makeBackfillWatcher } from './backfill-watcher.ts';

/** What `backfill` needs of the world. */
export interface BackfillPorts extends Pick<ExecutionPorts, 'start'> {
  readonly follow: FollowPorts;
  machineArn(): Promise<string>;
}

type Context = Pick<CommandContext, 'output' | 'clock' | 'confirm' | 'bar' | 'wait' | 'options' | 'programName'>;

/**
 * Counts, asks, and does it; with `dryRun` it only counts, and with `--yes` it does not count before. Resolves to the
 * exit code. What it started goes on by itself when this is interrupted.
 */
export async function backfill(input: BackfillInput, ports: BackfillPorts, context: Context): Promise<number> {
  const { output, options, confirm } = context;
  if (input.dryRun === true || !options.isYes) {
    const { summary, executionArn } = await perform({ ...input, dryRun: true }, ports, context);
    showSummary(summary, false, output, input.dryRun === true ? output.line : output.note);
    output.json({ executionArn, dryRun: true, summary });
    if (summary.toStart === 0) return exitCodes.nothingToDo;
    if (input.dryRun === true) return exitCodes.done;
    await confirm(`Start ${countText(summary.toStart, 'execution')}?`);
  }
  const { summary, executionArn, failedCount } = await perform(input, ports, context);
  showSummary(summary, true, output, output.line);
  output.json({ executionArn, dryRun: false, summary, failedCount });
  if (failedCount > 0) {
    const advice = `${context.programName} rerun --failed --since 1d`;
    output.trouble(`${countText(failedCount, 'recording')} failed, each reported by itself. To rerun them: ${advice}`);
    return exitCodes.failed;
  }
  return summary.toStart === 0 ? exitCodes.nothingToDo : exitCodes.done;
}

interface Performed {
  readonly summary: BackfillSummary;
  readonly executionArn: string;
  /** Recordings whose executions did not succeed, as far as the Map's run tells. */
  readonly failedCount: number;
}

async function perform(input: BackfillInput, ports: BackfillPorts, context: Context): Promise<Performed> {
  const { output, clock, programName } = context;
  const machineArn = await ports.machineArn();
  const name = operatorBackfillName(clock.now(), input.dryRun === true);
  const executionArn = await demandStart(machineArn, name, input, ports);
  if (input.dryRun !== true) output.note(`Started ${executionArn}`);
  const watcher = makeBackfillWatcher(context);
  try {
    const [ended] = await followExecutions([executionArn], ports.follow, watcher);
    const summary = summaryOf(ended?.output);
    if (ended?.status === 'SUCCEEDED' && summary !== undefined)
      return { summary, executionArn, failedCount: watcher.failedCount };
    const why = ended === undefined ? '' : `: ${failureText(ended)}`;
    throw new OperationRefusedError(
      `The backfill ended as ${ended?.status ?? 'unknown'}${why}. A redrive goes on with what is left: ${executionConsoleUrl(executionArn)}`,
    );
  } catch (error) {
    if (error instanceof InterruptedError) {
      watcher.stop();
      output.note(`The backfill goes on. To follow it again: ${programName} follow ${name}`);
    }
    throw error;
  } finally {
    watcher.stop();
  }
}

function showSummary(
  summary: BackfillSummary,
  isDone: boolean,
  output: Context['output'],
  print: (text: string) => void,
): void {
  const rows = summaryRows(summary, isDone);
  // A plan goes where plans go, the result to where results go.
  if (print === output.note) output.noteTable(summaryColumns, rows);
  else output.table(summaryColumns, rows);
  const price = isDone ? undefined : priceText(summary);
  if (price !== undefined) print(price);
}
