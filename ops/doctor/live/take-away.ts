/** Removes what a trial has made, or keeps it, and says what remains. */
import type { CommandContext } from '../../frame/command-context.ts';
import { cleanUp } from './clean-up.ts';
import type { CleanUpPorts } from './live-ports.ts';
import type { TrialPlan } from './plan-trial.ts';
import { findRemains } from './remains.ts';
import type { CleanUpOutcome } from './report.ts';
import type { Trial } from './trial.ts';

/** What it needs. */
export interface TakeAwayPorts {
  /** Not ended by Ctrl-C. */
  readonly cleanUp: CleanUpPorts;
  /** Has something said when a second signal ends the program at once; gives what takes that back. */
  beforeSuddenEnd(say: () => void): () => void;
}

type Context = Pick<CommandContext, 'output' | 'clock' | 'signal' | 'programName'>;

/** Never rejects. Ctrl-C does not end it; a second one ends the program, which says what remains. */
export async function takeAway(
  trial: Trial,
  isKept: boolean,
  ports: TakeAwayPorts,
  context: Context,
): Promise<CleanUpOutcome> {
  const { output } = context;
  const outcome = isKept ? await keep(trial.plan, ports) : await remove(trial, ports, context);
  if (outcome.state === 'done') return outcome;
  if (outcome.state === 'incomplete') output.trouble(`Not everything is removed: ${outcome.found}`);
  for (const remaining of outcome.remains) output.note(`  ${remaining}`);
  output.note(adviceFor(trial.plan, context));
  return outcome;
}

async function remove(
  trial: Trial,
  { cleanUp: ports, beforeSuddenEnd }: TakeAwayPorts,
  context: Context,
): Promise<CleanUpOutcome> {
  const { output, clock, signal } = context;
  const takeBack = beforeSuddenEnd(() => output.trouble(adviceFor(trial.plan, context)));
  const tell = () => output.note('What was made is being removed. Ctrl-C again ends at once, and leaves it.');
  if (signal.aborted) tell();
  else signal.addEventListener('abort', tell, { once: true });
  try {
    return await cleanUp(trial, { ports, clock, signal: new AbortController().signal, note: output.note });
  } finally {
    signal.removeEventListener('abort', tell);
    takeBack();
  }
}

async function keep(plan: TrialPlan, { cleanUp: ports }: TakeAwayPorts): Promise<CleanUpOutcome> {
  return { state: 'kept', found: 'as asked for, by --keep', remains: await findRemains(plan, ports) };
}

/** What to type, with the prefix as it is. */
const adviceFor = ({ location }: TrialPlan, { programName }: Context): string =>
  `To remove what remains, once nothing works on it: ${programName} delete ${location.prefix}`;
