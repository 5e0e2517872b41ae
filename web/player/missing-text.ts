import { spokenDuration } from '../text/format-duration.ts';
import type { MissingMark } from './missing-marks.ts';

const listFormat = new Intl.ListFormat('en-GB');

/** One missing part in words. */
export function missingText({ isSkipped, missingSeconds, renditions, replacedBy }: MissingMark): string {
  // A fraction of a second is missing, too.
  const length = missingSeconds < 1 ? 'Less than a second' : spokenDuration(Math.round(missingSeconds));
  if (isSkipped) return `${length} missing here`;
  return `${length} missing in ${listFormat.format(renditions)}, shown in ${listFormat.format(replacedBy)}`;
}
