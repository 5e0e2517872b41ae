/** Makes checks side by side; one that throws stops no other. */
import type { Check, CheckResult } from './check.ts';
import { judgeError } from './judge-error.ts';

/** Enough that nobody waits for one slow answer, and far below every quota of calls. */
const checksAtOnce = 6;

/** What is told of while they run. */
export interface ChecksUnderWay {
  readonly signal: AbortSignal;
  onChecked(done: number, result: CheckResult): void;
}

/** The results, in the order of the checks. @throws the signal's reason once it is aborted */
export async function runChecks(
  checks: readonly Check[],
  { signal, onChecked }: ChecksUnderWay,
): Promise<CheckResult[]> {
  const results = new Map<Check, CheckResult>();
  const waiting = checks.values();
  // Each takes the next one of the same iterator.
  const work = async () => {
    for (const check of waiting) {
      const result = await make(check, signal);
      results.set(check, result);
      onChecked(results.size, result);
    }
  };
  await Promise.all(Array.from({ length: checksAtOnce }, work));
  return checks.flatMap((check) => results.get(check) ?? []);
}

async function make(check: Check, signal: AbortSignal): Promise<CheckResult> {
  signal.throwIfAborted();
  try {
    return { check: check.name, ...(await check.look()) };
  } catch (error) {
    signal.throwIfAborted();
    return { check: check.name, ...judgeError(error, check.actions) };
  }
}
