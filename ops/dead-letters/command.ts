/** `dead-letters list` and `dead-letters replay`, as a person sees them. */
import type { DeadLetter, DeadLetterQueue } from './dead-letter.ts';
import { listDeadLetters } from './list-dead-letters.ts';
import type { DeadLetterPorts } from './ports.ts';
import { replayDeadLetters } from './replay-dead-letters.ts';

/** What the operator's commands exit with. */
export const exitCodes = { done: 0, failed: 1, usage: 2, nothingToDo: 3 } as const;

/** Where a command writes: results to `line`, trouble to `trouble`. */
export interface Output {
  line(text: string): void;
  trouble(text: string): void;
}

/** Lists every dead letter; resolves to the exit code. */
export async function runList(
  queues: readonly DeadLetterQueue[],
  ports: DeadLetterPorts,
  output: Output,
): Promise<number> {
  const letters = await listDeadLetters(queues, ports);
  for (const letter of letters) output.line(describe(letter));
  output.line(letters.length === 0 ? 'No dead letters.' : `${letters.length} in ${queues.length} queues.`);
  return letters.length === 0 ? exitCodes.nothingToDo : exitCodes.done;
}

/**
 * Replays every dead letter once `confirm` agrees to the plan; resolves to the exit code.
 *
 * @param confirm Told how many letters there are; `undefined`: nobody can be asked.
 */
export async function runReplay(
  queues: readonly DeadLetterQueue[],
  ports: DeadLetterPorts,
  output: Output,
  confirm: ((question: string) => Promise<boolean>) | undefined,
): Promise<number> {
  const counts = await Promise.all(queues.map(async (queue) => ({ queue, count: await ports.count(queue.url) })));
  const filled = counts.filter(({ count }) => count > 0);
  for (const { queue, count } of filled) output.line(`${queue.name}: about ${count}`);
  if (filled.length === 0) {
    output.line('No dead letters.');
    return exitCodes.nothingToDo;
  }
  if (confirm === undefined) {
    output.trouble('Add --yes to replay them: nobody can be asked here.');
    return exitCodes.usage;
  }
  if (!(await confirm('Replay them?'))) return exitCodes.nothingToDo;
  const chosen = filled.map(({ queue }) => queue);
  const { replayed, failed } = await replayDeadLetters(chosen, ports, (letter) =>
    output.line(`replayed ${describe(letter)}`),
  );
  for (const { letter, reason } of failed) output.trouble(`left ${describe(letter)}\n  because ${printable(reason)}`);
  output.line(`${replayed.length} replayed, ${failed.length} left.`);
  return failed.length > 0 ? exitCodes.failed : exitCodes.done;
}

function describe({ queue, message, destination, reason }: DeadLetter): string {
  const to = destination.type === 'function' ? `to ${nameOf(destination.functionArn)}` : destination.type;
  return [
    message.sentAt.toISOString(),
    queue.name,
    message.messageId,
    to,
    printable(reason).slice(0, 200),
    printable(message.body).slice(0, 200),
  ].join('  ');
}

/** arn:aws:lambda:<region>:<account>:function:<name>[:<version>] */
const nameOf = (functionArn: string): string => functionArn.split(':')[6] ?? functionArn;

/** Text from outside must not reach a terminal with its control characters. */
const printable = (text: string): string => text.replaceAll(/\p{Cc}/gu, ' ');
