/** `dead-letters list` and `dead-letters replay`, as a person sees them. */
import { exitCodes } from '../frame/exit-codes.ts';
import type { Output } from '../terminal/output.ts';
import type { DeadLetter, DeadLetterQueue } from './dead-letter.ts';
import { listDeadLetters } from './list-dead-letters.ts';
import type { DeadLetterPorts } from './ports.ts';
import { replayDeadLetters } from './replay-dead-letters.ts';

/** Lists every dead letter; resolves to the exit code. */
export async function runList(
  queues: readonly DeadLetterQueue[],
  ports: DeadLetterPorts,
  output: Output,
): Promise<number> {
  const letters = await listDeadLetters(queues, ports);
  for (const letter of letters) output.line(describe(letter));
  output.line(letters.length === 0 ? 'No dead letters.' : `${letters.length} in ${queues.length} queues.`);
  output.json({ deadLetters: letters.map(toJson) });
  return letters.length === 0 ? exitCodes.nothingToDo : exitCodes.done;
}

/**
 * Replays every dead letter once `confirm` agrees to the plan; resolves to the exit code.
 *
 * @param confirm Throws when the answer is no.
 */
export async function runReplay(
  queues: readonly DeadLetterQueue[],
  ports: DeadLetterPorts,
  output: Output,
  confirm: (question: string) => Promise<void>,
): Promise<number> {
  const counts = await Promise.all(queues.map(async (queue) => ({ queue, count: await ports.count(queue.url) })));
  const filled = counts.filter(({ count }) => count > 0);
  for (const { queue, count } of filled) output.note(`${queue.name}: about ${count}`);
  if (filled.length === 0) {
    output.line('No dead letters.');
    output.json({ replayed: [], left: [] });
    return exitCodes.nothingToDo;
  }
  await confirm('Replay them?');
  const chosen = filled.map(({ queue }) => queue);
  const { replayed, failed } = await replayDeadLetters(chosen, ports, (letter) =>
    output.line(`replayed ${describe(letter)}`),
  );
  for (const { letter, reason } of failed) {
    output.trouble(`left ${describe(letter)}`);
    output.trouble(`  because ${reason}`);
  }
  output.line(`${replayed.length} replayed, ${failed.length} left.`);
  output.json({
    replayed: replayed.map(toJson),
    left: failed.map(({ letter, reason }) => ({ ...toJson(letter), leftBecause: reason })),
  });
  return failed.length > 0 ? exitCodes.failed : exitCodes.done;
}

/** A letter as `--json` prints it. */
const toJson = ({ queue, message, destination, reason }: DeadLetter) => ({
  queue: queue.name,
  messageId: message.messageId,
  sentAt: message.sentAt,
  destination: destination.type,
  destinationArn:
    destination.type === 'function'
      ? destination.functionArn
      : destination.type === 'topic'
        ? destination.topicArn
        : undefined,
  reason,
  body: message.body,
});

function describe({ queue, message, destination, reason }: DeadLetter): string {
  const to = destination.type === 'function' ? `to ${nameOf(destination.functionArn)}` : destination.type;
  return [
    message.sentAt.toISOString(),
    queue.name,
    message.messageId,
    to,
    reason.slice(0, 200),
    recordingIn(message.body) ?? message.body.slice(0, 200),
  ].join('  ');
}

/** Prefix of the recording that a letter is about, as events of IVS and S3 and executions' inputs name it. */
const recordingIn = (body: string): string | undefined =>
  /ivs\/v1\/\d{12}\/[A-Za-z0-9]{1,20}\/(?:\d{1,4}\/){5}[A-Za-z0-9]{1,20}/.exec(body)?.[0];

/** arn:aws:lambda:<region>:<account>:function:<name>[:<version>] */
const nameOf = (functionArn: string): string => functionArn.split(':')[6] ?? functionArn;
