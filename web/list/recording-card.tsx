import type { Recording } from '../api/recording.ts';
import { RouteLink } from '../navigation/route-link.tsx';
import { ExportLink } from '../recording/export-link.tsx';
import { nameOfChannel, StatusBadge } from '../recording/status-badge.tsx';
import { lengthText, spokenDuration } from '../text/format-duration.ts';
import { localTimeText, timeText } from '../text/format-time.ts';
import { CardPicture } from './card-picture.tsx';

/** One recording in the list: the whole card leads to it, its exports can be downloaded from here. */
export function RecordingCard({ recording }: { readonly recording: Recording }) {
  const { recordingId, channelId, startedAt, durationMs, exports, access } = recording;
  return (
    <li class="card">
      <CardPicture recording={recording}>
        {durationMs !== undefined && <span class="card-duration">{lengthText(durationMs / 1000)}</span>}
      </CardPicture>
      <div class="card-text">
        <h3>
          <RouteLink class="card-link" to={{ view: 'watch', recordingId }}>
            {nameOfChannel(recording)}{' '}
            <time dateTime={startedAt} title={localTimeText(startedAt)}>
              {timeText(startedAt)}
            </time>
            {durationMs !== undefined && (
              <span class="visually-hidden">, lasts {spokenDuration(Math.round(durationMs / 1000))}</span>
            )}
          </RouteLink>
        </h3>
        <p class="card-facts">
          <StatusBadge recording={recording} />
          <RouteLink class="quiet-link" to={{ view: 'list', filter: { channelId } }}>
            All of this channel<span class="visually-hidden"> {nameOfChannel(recording)}</span>
          </RouteLink>
        </p>
        {exports.length > 0 && (
          <ul class="card-exports" aria-label={access === 'signed' ? 'Downloads, which need a signature' : 'Downloads'}>
            {exports.map((file) => (
              <li key={file.name}>
                <ExportLink file={file} isSigned={access === 'signed'} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}
