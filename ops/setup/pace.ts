import type { CommandContext } from '../frame/command-context.ts';

/** Waits until the next call of an operation may be made. */
export type Pace = (operation: string) => Promise<void>;

/**
 * Lets so many calls of each operation through in a second, at equal distances; the first one at once. IVS's quotas are
 * not adjustable, and others use them, too.
 */
export function makePace({ clock, signal }: Pick<CommandContext, 'clock' | 'signal'>, callsPerSecond: number): Pace {
  const distanceMs = Math.ceil(1000 / callsPerSecond);
  const nextMs = new Map<string, number>();
  return async (operation) => {
    signal.throwIfAborted();
    const nowMs = clock.now().getTime();
    const mayBeginMs = Math.max(nextMs.get(operation) ?? nowMs, nowMs);
    nextMs.set(operation, mayBeginMs + distanceMs);
    if (mayBeginMs > nowMs) await clock.sleep(mayBeginMs - nowMs, signal);
  };
}
