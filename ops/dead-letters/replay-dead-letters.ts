/**
 * Replays dead letters the way they would have come: an event goes to its function by an asynchronous invocation, with
 * Lambda's own retries and, should it fail again, back to the dead letters. A message that SNS could not deliver is
 * published again, to every subscriber: it has the same id.
 */
import { type DeadLetter, type DeadLetterQueue, type QueueMessage, readDeadLetter } from './dead-letter.ts';
import type { DeadLetterPorts } from './ports.ts';

/** A letter that stays where it is. */
export interface FailedReplay {
  readonly letter: DeadLetter;
  readonly reason: string;
}

/** What became of the letters. */
export interface ReplayResult {
  readonly replayed: readonly DeadLetter[];
  readonly failed: readonly FailedReplay[];
}

/** Longer than a replay of a full queue takes; a letter is released or removed long before. */
const hiddenSeconds = 900;

/**
 * Replays what lay in the queues when it was called; what fails again and comes back is left for the next time. A letter
 * is removed only after its replay was accepted, so one may come twice, and none gets lost.
 *
 * @param onReplayed Told of each letter as it is done.
 */
export async function replayDeadLetters(
  queues: readonly DeadLetterQueue[],
  ports: DeadLetterPorts,
  onReplayed: (letter: DeadLetter) => void = () => {},
): Promise<ReplayResult> {
  const begunAt = ports.now();
  const results = await Promise.all(queues.map((queue) => replayQueue(queue, begunAt, ports, onReplayed)));
  return {
    replayed: results.flatMap(({ replayed }) => replayed),
    failed: results.flatMap(({ failed }) => failed),
  };
}

async function replayQueue(
  queue: DeadLetterQueue,
  begunAt: Date,
  ports: DeadLetterPorts,
  onReplayed: (letter: DeadLetter) => void,
): Promise<ReplayResult> {
  const replayed: DeadLetter[] = [];
  const failed: FailedReplay[] = [];
  // Kept hidden until the end, or they would be met again at once.
  const left: QueueMessage[] = [];
  for (;;) {
    const messages = await ports.receive(queue.url, hiddenSeconds);
    if (messages.length === 0) break;
    for (const message of messages) {
      if (message.sentAt > begunAt) {
        left.push(message);
        continue;
      }
      const letter = readDeadLetter(queue, message);
      const reason = await replay(letter, ports);
      if (reason === undefined) {
        await ports.remove(queue.url, message);
        replayed.push(letter);
        onReplayed(letter);
      } else {
        failed.push({ letter, reason });
        left.push(message);
      }
    }
  }
  for (const message of left) await ports.release(queue.url, message);
  return { replayed, failed };
}

/** Why the letter could not be replayed; `undefined` when it was. One that cannot does not hold up the others. */
async function replay({ destination, message }: DeadLetter, ports: DeadLetterPorts): Promise<string | undefined> {
  if (destination.type === 'unknown') return destination.reason;
  try {
    if (destination.type === 'function') await ports.invokeAsynchronously(destination.functionArn, message.body);
    else await ports.publish(destination.notification);
    return undefined;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}
