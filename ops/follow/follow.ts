/** Follows executions as a person sees it, and says how they ended. */
import { recordingIdsOfName } from '../../lambdas/shared/contract/execution-name.ts';
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
  const held = heldRecordings(ended);
  if (held.length > 0) output.note(`To release what is held back: ${programName} rerun --held ${held.join(' ')}`);
  output.json({ executions: ended.map(toJson) });
  return failed.length > 0 ? exitCodes.failed : exitCodes.done;
}

/** Ids of recordings of which an export is held back, unless another of these executions has made it. */
function heldRecordings(ended: readonly FollowedExecution[]): string[] {
  const told = ended.flatMap(({ executionArn, output }) => {
    const { type, exportName } = resultOf(output) ?? {};
    const { recordingId } = recordingIdsOfName(executionNameOf(executionArn)) ?? {};
    return recordingId === undefined ? [] : [{ type, recordingId, key: `${recordingId}/${exportName}` }];
  });
  const made = new Set(told.flatMap(({ type, key }) => (type === 'recording.export.ready' ? [key] : [])));
  const held = told.filter(({ type, key }) => type === 'recording.export.held' && !made.has(key));
  return [...new Set(held.map(({ recordingId }) => recordingId))];
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
