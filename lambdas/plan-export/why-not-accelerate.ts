import type { ExportSource } from './export-source.ts';

/**
 * What keeps MediaConvert from encoding the recordings in parts at once: a clause; `undefined` when nothing does.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/job-requirements.html
 */
export function whyNotAccelerate(sources: readonly ExportSource[]): string | undefined {
  if (sources.some(({ hasDecimalDurations }) => !hasDecimalDurations)) return 'an EXTINF is no decimal number';
  return sources.some(hasDiscontinuity) ? 'there is a discontinuity' : undefined;
}

const hasDiscontinuity = ({ reading }: ExportSource): boolean =>
  reading.state === 'readable' && reading.playlist.segments.some(({ isDiscontinuity }) => isDiscontinuity);
