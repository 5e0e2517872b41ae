/** Shows what lies in the dead-letter queues, and leaves it there. */
import { type DeadLetter, type DeadLetterQueue, readDeadLetter } from './dead-letter.ts';
import type { DeadLetterPorts } from './ports.ts';

/** Long enough to read a queue to its end without meeting a message twice. */
const hiddenSeconds = 120;

/** A person reads no more; `count` tells the rest. */
const maxLettersPerQueue = 1000;

/** The letters of all queues, the oldest of each first. They are hidden from others while this reads. */
export async function listDeadLetters(
  queues: readonly DeadLetterQueue[],
  ports: Pick<DeadLetterPorts, 'receive' | 'release'>,
): Promise<DeadLetter[]> {
  const letters = await Promise.all(queues.map((queue) => listQueue(queue, ports)));
  return letters.flat();
}

async function listQueue(
  queue: DeadLetterQueue,
  { receive, release }: Pick<DeadLetterPorts, 'receive' | 'release'>,
): Promise<DeadLetter[]> {
  const letters: DeadLetter[] = [];
  while (letters.length < maxLettersPerQueue) {
    const messages = await receive(queue.url, hiddenSeconds);
    if (messages.length === 0) break;
    letters.push(...messages.map((message) => readDeadLetter(queue, message)));
  }
  for (const { message } of letters) await release(queue.url, message);
  return letters.sort((one, other) => one.message.sentAt.getTime() - other.message.sentAt.getTime());
}
