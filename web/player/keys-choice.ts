/** Whether the player's keys hold outside the player: what a viewer chose, kept by the browser as far as it keeps anything. */

const name = 'recordings.keys';

/** Everywhere, unless something else was chosen. */
export function areKeysEverywhere(): boolean {
  try {
    return localStorage.getItem(name) !== 'player';
  } catch {
    // A browser that keeps nothing for this site throws here.
    return true;
  }
}

/** Keeps the choice for the next time, where that can be done. */
export function keepKeysEverywhere(isChosen: boolean): void {
  try {
    localStorage.setItem(name, isChosen ? 'everywhere' : 'player');
  } catch {
    // It holds until the page is closed.
  }
}
