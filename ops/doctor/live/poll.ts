/** Waiting for what AWS does not tell by itself, for so long and no longer. */
import type { CommandContext } from '../../frame/command-context.ts';
import { hasJobEnded, type JobPorts, type JobState, type TrialPorts } from './live-ports.ts';

/** How often is asked, and for how long. */
export interface Patience {
  readonly limitMs: number;
  readonly pauseMs: number;
}

type Waiting = Pick<CommandContext, 'clock' | 'signal'>;

/**
 * Asks until the answer is enough or the time is up, a last time then, however slow an answer was; resolves to the last
 * one.
 */
export async function pollUntil<Answer>(
  ask: () => Promise<Answer>,
  isEnough: (answer: Answer) => boolean,
  { limitMs, pauseMs }: Patience,
  { clock, signal }: Waiting,
): Promise<Answer> {
  const endMs = clock.now().getTime() + limitMs;
  for (;;) {
    const isLast = clock.now().getTime() >= endMs;
    const answer = await ask();
    if (isEnough(answer) || isLast) return answer;
    await clock.sleep(pauseMs, signal);
  }
}

/** Resolves to whether an execution has begun that somebody else starts. */
export async function awaitBeginning(
  executionArn: string,
  patience: Patience,
  { ports, ...waiting }: Waiting & { readonly ports: Pick<TrialPorts, 'describe'> },
): Promise<boolean> {
  const ask = () => ports.describe(executionArn);
  return (await pollUntil(ask, (found) => found !== undefined, patience, waiting)) !== undefined;
}

/** Resolves to how a job has ended, or how it stands when the time is up. */
export const awaitJobEnd = (
  jobId: string,
  patience: Patience,
  { ports, ...waiting }: Waiting & { readonly ports: Pick<JobPorts, 'jobState'> },
): Promise<JobState> => pollUntil(() => ports.jobState(jobId), hasJobEnded, patience, waiting);
