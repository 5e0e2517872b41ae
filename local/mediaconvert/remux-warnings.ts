import type { Loss, RemuxReport, RemuxWarning } from '../../media/remux/remux-report.ts';
import { describePlace } from '../../media/remux/segment-damaged-error.ts';

/** A damaged recording may have a loss in every segment, and nobody reads thousands of warnings of a job. */
const mostWarnings = 50;

/** What a job warns of when the remux engine has copied its frames: what is missing, and what was not as it should be. */
export function warningsOf({ losses, warnings }: RemuxReport): readonly string[] {
  const all = [...losses.map(describeLoss), ...warnings.filter(isWorthTelling).map(describeWarning)];
  const rest = all.length - mostWarnings;
  return rest > 0 ? [...all.slice(0, mostWarnings), `There are ${rest} further warnings.`] : all;
}

/** Each recording of IVS has timed metadata, which no MP4 takes; and `EXTINF` decides nothing in MediaConvert. */
const isWorthTelling = ({ reason }: RemuxWarning): boolean => reason !== 'stream-ignored' && reason !== 'extinf-wrong';

function describeLoss({ reason, segment, position, atSeconds, seconds, finding }: Loss): string {
  const missing = seconds === undefined ? '' : ` ${seconds.toFixed(1)} s are missing.`;
  return `${describePlace({ segment, position, seconds: atSeconds })} is damaged (${reason}): ${finding}.${missing}`;
}

const describeWarning = ({ message, count }: RemuxWarning): string =>
  count > 1 ? `${message} (${count} times)` : message;
