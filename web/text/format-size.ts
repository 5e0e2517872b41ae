const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A file's size, in steps of a thousand: `1.9 MB`. */
export function sizeText(sizeBytes: number): string {
  const step = sizeBytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(sizeBytes) / 3));
  const amount = sizeBytes / 1000 ** step;
  return `${step === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${units[step]}`;
}
