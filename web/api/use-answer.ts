import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { isPlayableOnly } from './told.ts';

/** What is known of an answer. */
export interface Answer<Value> {
  readonly value?: Value;
  /** Why there is none, or no newer one. */
  readonly error?: Error;
  readonly isLoading: boolean;
  retry(): void;
}

/** When the page asks again by itself: exports become ready, and recordings appear. In the cloud, each time costs. */
const refreshMs = (): number => (isPlayableOnly() ? 30_000 : 10_000);

/**
 * Asks when the key changes and then from time to time while the page is in sight. What came once stays until something
 * newer comes, also when asking again fails.
 *
 * @param key Says what is asked for; `undefined` asks for nothing.
 * @param changes Another number is a reason to ask again.
 */
export function useAnswer<Value>(
  key: string | undefined,
  ask: (signal: AbortSignal) => Promise<Value>,
  isRefreshed = true,
  changes = 0,
): Answer<Value> {
  const [state, setState] = useState<{ key?: string; value?: Value; error?: Error; isLoading: boolean }>({
    isLoading: true,
  });
  const [attempt, setAttempt] = useState(0);
  const latestAsk = useRef(ask);
  latestAsk.current = ask;

  useEffect(() => {
    if (key === undefined) return;
    const stop = new AbortController();
    const askOnce = async () => {
      setState((known) => ({ ...(known.key === key ? known : { key }), isLoading: true }));
      try {
        const value = await latestAsk.current(stop.signal);
        setState((known) => ({ key, value: sameOr(known.value, value), isLoading: false }));
      } catch (error) {
        if (stop.signal.aborted) return;
        const reason = error instanceof Error ? error : new Error(String(error));
        setState((known) => ({ ...known, key, error: reason, isLoading: false }));
      }
    };
    void askOnce();
    const timer = setInterval(() => {
      if (isRefreshed && !document.hidden) void askOnce();
    }, refreshMs());
    return () => {
      stop.abort();
      clearInterval(timer);
    };
    // An attempt and a change are reasons of their own to ask again.
  }, [key, attempt, isRefreshed, changes]);

  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  const { key: knownKey, ...known } = state;
  return knownKey === key ? { ...known, retry } : { isLoading: true, retry };
}

/** The known value when the new one says the same: nothing on the page moves then. */
function sameOr<Value>(known: Value | undefined, found: Value): Value {
  return known !== undefined && JSON.stringify(known) === JSON.stringify(found) ? known : found;
}
