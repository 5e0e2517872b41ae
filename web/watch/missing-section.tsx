import type { Recording } from '../api/recording.ts';
import { RouteLink } from '../navigation/route-link.tsx';
import type { MissingMark } from '../player/missing-marks.ts';
import { missingText } from '../player/missing-text.ts';
import { clockText, spokenDuration } from '../text/format-duration.ts';

interface MissingSectionProps {
  readonly recording: Recording;
  readonly marks: readonly MissingMark[];
}

/** More would be a wall; the seek bar marks them all. */
const mostListed = 20;

/** What a partial recording lacks, with links to the places. */
export function MissingSection({ recording: { recordingId, missing, status }, marks }: MissingSectionProps) {
  if (status !== 'partial') return null;
  const leftOut = Math.max(0, marks.length - mostListed) + (missing?.rangesLeftOut ?? 0);
  return (
    <section class="panel" aria-labelledby="missing-title">
      <h2 id="missing-title">What is missing</h2>
      <p>{summaryOf(missing)}</p>
      {marks.length > 0 && (
        <ul class="missing-list">
          {marks.slice(0, mostListed).map((mark) => (
            <li key={`${mark.atSeconds} ${mark.isSkipped}`} class={mark.isSkipped ? 'is-skipped' : 'is-replaced'}>
              <RouteLink
                class="moment"
                to={{ view: 'watch', recordingId, momentSeconds: Math.max(0, mark.atSeconds - leadSeconds) }}
              >
                {clockText(mark.atSeconds)}
              </RouteLink>
              <span>{missingText(mark)}</span>
            </li>
          ))}
        </ul>
      )}
      {leftOut > 0 && <p>{`and ${leftOut} more.`}</p>}
    </section>
  );
}

/** So much before a gap one sees what it cuts. */
const leadSeconds = 2;

function summaryOf(missing: Recording['missing']): string {
  if (missing === undefined || missing.seconds === 0) {
    return 'No part of it is known to be missing, but its end was not marked, or IVS reported a failure.';
  }
  const { seconds, skippedSeconds } = missing;
  if (skippedSeconds === 0) {
    return 'Nothing is skipped: where a quality lacks a part, another one is shown.';
  }
  const replaced = seconds - skippedSeconds;
  return [
    `${spokenDuration(Math.round(skippedSeconds))} are in no quality, so the playback skips them.`,
    ...(replaced >= 1 ? [`For ${spokenDuration(Math.round(replaced))} another quality is shown.`] : []),
  ].join(' ');
}
