/** Follows executions as a person sees it, and says how they ended. */
import { executionConsoleUrl, executionNameOf } from '../executions/execution-arn.ts';
import type { CommandContext } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { InterruptedError } from '../terminal/interruption.ts';
import { resultOf } from './describe-ending.ts';
import { followExecutions } from './follow-executions.ts';
import type { FollowPorts } from './follow-ports.ts';
import type { FollowedExecution } from './followed-event.ts';
import { makePrinter } from './print-events.ts';

/** Follows until all have ended, exports included; resolves to the exit code: failed unless all succeeded. */
export async function follow(
  executionArns: readonly string[],
  ports: FollowPorts,
  context: Pick<CommandContext, 'output' | 'wait' | 'programName'>,
): Promise<number> {
  const { output, programName } = context;
  const printer = makePrinter(context);
  let ended: readonly FollowedExecution[];
  try {
    ended = await followExecutions(executionArns, ports, printer);
  } catch (error) {
    printer.stop();
    if (error instanceof InterruptedError) {
      const names = executionArns.length === 1 ? executionArns.join() : '<execution>';
      output.note(`What runs goes on. To follow it again: ${programName} follow ${names}`);
    }
    throw error;
  }
  printer.stop();
  const failed = ended.filter(({ status }) => status !== 'SUCCEEDED');
  for (const { executionArn } of failed) output.note(executionConsoleUrl(executionArn));
  output.json({ executions: ended.map(toJson) });
  return failed.length > 0 ? exitCodes.failed : exitCodes.done;
}

const toJson = ({ executionArn, status, error, cause, output, durationMs }: FollowedExecution) => ({
  execution: executionNameOf(executionArn),
  executionArn,
  consoleUrl: executionConsoleUrl(executionArn),
  status,
  durationMs,
  error,
  cause,
  announced: resultOf(output),
});
