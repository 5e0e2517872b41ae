import { useEffect } from 'preact/hooks';

/** Sets the title of the window, which is what a history, a tab and a screen reader call the view. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
