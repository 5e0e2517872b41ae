import type { DeadLetterQueue } from '../dead-letters/dead-letter.ts';
import { type Finding, fault, ok } from './check.ts';
import type { DoctorPorts } from './doctor-ports.ts';

/** Whether anything went astray. */
export async function checkDeadLetters(
  queues: readonly DeadLetterQueue[],
  { countMessages, programName }: Pick<DoctorPorts, 'countMessages' | 'programName'>,
): Promise<Finding> {
  const counts = await Promise.all(queues.map(async ({ name, url }) => ({ name, count: await countMessages(url) })));
  const filled = counts.filter(({ count }) => count > 0);
  if (filled.length === 0) return ok(`${queues.length} queues, all empty`);
  return fault(
    filled.map(({ name, count }) => `about ${count} in ${name}`).join(', '),
    `Look at them (${programName} dead-letters list), mend the cause, and send them on their way: ${programName} dead-letters replay`,
  );
}
