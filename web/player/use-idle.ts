import { useEffect, useState } from 'preact/hooks';

/** After so long without a movement one watches, and the controls are in the way. */
const idleMs = 3000;

/** Whether nobody has moved a pointer over an element, or pressed a key, for a while. Never idle unless `isWatched`. */
export function useIdle(element: HTMLElement | null, isWatched: boolean): boolean {
  const [isIdle, setIsIdle] = useState(false);
  useEffect(() => {
    if (element === null || !isWatched) {
      setIsIdle(false);
      return;
    }
    let timer: ReturnType<typeof setTimeout>;
    const wake = () => {
      setIsIdle(false);
      clearTimeout(timer);
      timer = setTimeout(() => setIsIdle(true), idleMs);
    };
    const names = ['pointermove', 'pointerdown', 'keydown', 'focusin'];
    for (const name of names) element.addEventListener(name, wake);
    wake();
    return () => {
      clearTimeout(timer);
      for (const name of names) element.removeEventListener(name, wake);
    };
  }, [element, isWatched]);
  return isIdle;
}
