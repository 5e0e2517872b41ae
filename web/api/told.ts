/** What the system that serves this page tells it, in `meta` elements of its document; empty where it tells nothing. */

const toldOf = (name: string): string =>
  document.querySelector<HTMLMetaElement>(`meta[name="recordings-${name}"]`)?.content ?? '';

/** Where the days are told on which something was recorded. */
export const daysAddress = (): string => toldOf('days');

/** Where executions are told. */
export const runsAddress = (): string => toldOf('runs');

/** Whether the API answers only what can be played: then what failed, or is not for the public, is not seen here at all. */
export const isPlayableOnly = (): boolean => toldOf('scope') === 'playable';

/** Where operators see executions, which this page does not tell. */
export const consoleAddress = (): string => toldOf('console');
