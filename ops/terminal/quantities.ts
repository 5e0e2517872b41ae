/** Quantities as people read them. */

/** Bytes, in units of 1,000 as disks are sold: `476 MB`, `1.2 GB`. */
export function bytesText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit > 0 && value < 99.5 ? value.toFixed(1) : value.toFixed(0)} ${units[unit]}`;
}

/** Seconds as a clock shows them, to the millisecond or to the second: `0:01:30.500`, `1:30`. */
export function clockText(seconds: number, fractionDigits = 0): string {
  const scale = 10 ** fractionDigits;
  const ticks = Math.round(seconds * scale);
  const whole = Math.floor(ticks / scale);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const fraction = fractionDigits === 0 ? '' : `.${String(ticks % scale).padStart(fractionDigits, '0')}`;
  return `${hours}:${twoDigits(minutes)}:${twoDigits(rest)}${fraction}`;
}

/** A number with its noun: `1 frame`, `18,000 frames`. */
export const countText = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;

const twoDigits = (value: number): string => String(value).padStart(2, '0');
