/** A moment of a recording in an address: `#t=93`, also `#t=1m33s` and `#t=1:33`, as people write it. */

const units = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?$/;
const clock = /^(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)$/;

/** Seconds from the beginning; `undefined` when the hash names no moment. */
export function parseMoment(hash: string): number | undefined {
  const text = new URLSearchParams(hash.replace(/^#/, '')).get('t');
  const match = text ? (units.exec(text) ?? clock.exec(text)) : null;
  if (match === null) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((digits) => Number(digits ?? 0));
  return hours * 3600 + minutes * 60 + seconds;
}

/** The hash of a moment, in whole seconds. */
export const formatMoment = (seconds: number): string => `#t=${Math.max(0, Math.floor(seconds))}`;
