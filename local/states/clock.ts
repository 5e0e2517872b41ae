/** Time as the engine sees it, so that tests can make retries and time-outs due without waiting. */
export interface Clock {
  now(): Date;
  /** Waits; rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** setTimeout keeps its delay in 32 bits and fires at once beyond: 24.8 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The real clock. Delays of any length are right, in several timers if need be. */
export const systemClock: Clock = {
  now: () => new Date(),
  async sleep(ms, signal) {
    const endsAt = Date.now() + ms;
    for (;;) {
      const left = endsAt - Date.now();
      await waitOnce(Math.min(Math.max(left, 0), LONGEST_TIMER_MS), signal);
      if (left <= LONGEST_TIMER_MS) return;
    }
  },
};

function waitOnce(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
