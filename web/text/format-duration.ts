/** Durations and places in a recording, for the eye and for the ear. */

interface Parts {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

function partsOf(seconds: number): Parts {
  const whole = Math.max(0, Math.floor(seconds));
  return { hours: Math.floor(whole / 3600), minutes: Math.floor(whole / 60) % 60, seconds: whole % 60 };
}

/** A place as a clock shows it: `1:33`, `2:05:00`. */
export function clockText(seconds: number): string {
  const { hours, minutes, seconds: rest } = partsOf(seconds);
  const [mm, ss] = [String(minutes), String(rest).padStart(2, '0')];
  return hours === 0 ? `${mm}:${ss}` : `${hours}:${mm.padStart(2, '0')}:${ss}`;
}

/** A whole length as a clock, rounded: what lasts 29.995 s lasts `0:30`. */
export const lengthText = (seconds: number): string => clockText(Math.round(seconds));

/** In words, as a screen reader says it: `1 minute 33 seconds`. */
export function spokenDuration(seconds: number): string {
  const parts = partsOf(seconds);
  const said = [
    [parts.hours, 'hour'],
    [parts.minutes, 'minute'],
    [parts.seconds, 'second'],
  ] as const;
  const words = said.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`);
  return words.length === 0 ? '0 seconds' : words.join(' ');
}
