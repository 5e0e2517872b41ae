import { useEffect } from 'preact/hooks';
import { commandOf, isForPlayerOnly, type PlayerCommand } from './keyboard.ts';

/**
 * Obeys the player's keys: everywhere on the page, or only while the focus is in the player.
 * @see https://www.w3.org/WAI/WCAG22/Understanding/character-key-shortcuts.html
 */
export function usePlayerKeys(
  frame: HTMLElement | null,
  isEverywhere: boolean,
  obey: (command: PlayerCommand) => void,
): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { target } = event;
      const element = target instanceof HTMLElement ? target : document.body;
      const isInside = frame?.contains(element) ?? false;
      const command = commandOf(event);
      if (command === undefined || event.defaultPrevented || isTakenBy(element, event.key)) return;
      if (!isInside && (!isEverywhere || isForPlayerOnly(event))) return;
      event.preventDefault();
      obey(command);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [frame, isEverywhere, obey]);
}

/** Whether the focused element makes something of the key by itself. The seek bar's keys are the player's. */
function isTakenBy(element: HTMLElement, key: string): boolean {
  if (element.closest('dialog') !== null || element.isContentEditable) return true;
  if (element instanceof HTMLInputElement) return !element.classList.contains('seek-input');
  if (element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement) return true;
  return key === ' ' && element.closest('button, a, summary') !== null;
}
