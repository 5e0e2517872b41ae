/** The player's keys, as video sites have taught them. */

/** What a key asks for. */
export type PlayerCommand =
  | { readonly do: 'toggle-play' | 'toggle-mute' | 'toggle-fullscreen' | 'show-keys' | 'copy-link' }
  | { readonly do: 'skip'; readonly seconds: number }
  | { readonly do: 'go-to'; readonly fraction: number }
  | { readonly do: 'volume'; readonly by: number }
  | { readonly do: 'speed'; readonly steps: 1 | -1 };

/** What is read of a key event. */
export interface KeyPress {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

const commands: Readonly<Record<string, PlayerCommand>> = {
  ' ': { do: 'toggle-play' },
  k: { do: 'toggle-play' },
  j: { do: 'skip', seconds: -10 },
  l: { do: 'skip', seconds: 10 },
  ArrowLeft: { do: 'skip', seconds: -5 },
  ArrowRight: { do: 'skip', seconds: 5 },
  ArrowUp: { do: 'volume', by: 0.05 },
  ArrowDown: { do: 'volume', by: -0.05 },
  Home: { do: 'go-to', fraction: 0 },
  End: { do: 'go-to', fraction: 1 },
  m: { do: 'toggle-mute' },
  f: { do: 'toggle-fullscreen' },
  c: { do: 'copy-link' },
  '>': { do: 'speed', steps: 1 },
  '<': { do: 'speed', steps: -1 },
  '?': { do: 'show-keys' },
};

/** The command of a key; `undefined` for a key that is none of the player's, and for what the browser keeps to itself. */
export function commandOf({ key, altKey, ctrlKey, metaKey }: KeyPress): PlayerCommand | undefined {
  if (altKey || ctrlKey || metaKey) return undefined;
  if (/^\d$/.test(key)) return { do: 'go-to', fraction: Number(key) / 10 };
  return commands[key.length === 1 ? key.toLowerCase() : key];
}

/** Keys that do something else while the focus is outside the player: they scroll. */
export const isForPlayerOnly = ({ key }: KeyPress): boolean => ['ArrowUp', 'ArrowDown', 'Home', 'End'].includes(key);

/** The table of the keys that a viewer is shown. */
export const keyTable: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['Space', 'K'], does: 'Play or pause' },
  { keys: ['←', '→'], does: 'Back or on by 5 seconds' },
  { keys: ['J', 'L'], does: 'Back or on by 10 seconds' },
  { keys: ['0', '…', '9'], does: 'To the tenth of the recording' },
  { keys: ['↑', '↓'], does: 'Louder or quieter, in the player' },
  { keys: ['Home', 'End'], does: 'To the beginning or end, in the player' },
  { keys: ['M'], does: 'Sound off or on' },
  { keys: ['F'], does: 'Full screen' },
  { keys: ['<', '>'], does: 'Slower or faster' },
  { keys: ['C'], does: 'Copy a link to this moment' },
  { keys: ['?'], does: 'These keys' },
];
