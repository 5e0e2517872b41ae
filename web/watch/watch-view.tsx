import { useCallback, useMemo } from 'preact/hooks';
import { ApiAnswerError } from '../api/ask-api.ts';
import type { Recording } from '../api/recording.ts';
import { readRecording } from '../api/recordings.ts';
import { isPlayableOnly } from '../api/told.ts';
import { useAnswer } from '../api/use-answer.ts';
import { addressOf, type Route } from '../navigation/route.ts';
import { RouteLink } from '../navigation/route-link.tsx';
import { navigate } from '../navigation/use-route.ts';
import { useTitle } from '../navigation/use-title.ts';
import { missingMarks } from '../player/missing-marks.ts';
import { Player } from '../player/player.tsx';
import { nameOfChannel, StatusBadge } from '../recording/status-badge.tsx';
import { storyboardOf } from '../recording/storyboard-of.ts';
import { StateMessage } from '../states/state-message.tsx';
import { clockText } from '../text/format-duration.ts';
import { dayText, localTimeText, timeText } from '../text/format-time.ts';
import { ConsoleSection } from './console-section.tsx';
import { ExportSection } from './export-section.tsx';
import { FactSection } from './fact-section.tsx';
import { FailureSection } from './failure-section.tsx';
import { MissingSection } from './missing-section.tsx';

type WatchRoute = Extract<Route, { view: 'watch' }>;

/** One recording: the player, what is missing, what failed, what can be downloaded. */
export function WatchView({ route }: { readonly route: WatchRoute }) {
  const { recordingId } = route;
  const answer = useAnswer(recordingId, (signal) => readRecording(recordingId, signal));
  const recording = answer.value;
  useTitle(recording === undefined ? 'Recording' : titleOf(recording));
  return (
    <article class="watch">
      <nav class="back" aria-label="Way back">
        <RouteLink to={{ view: 'list', filter: {} }}>
          <span aria-hidden="true">← </span>All recordings
        </RouteLink>
      </nav>
      <WatchHead recording={recording} />
      {recording === undefined ? (
        <NotThere error={answer.error} onRetry={answer.retry} />
      ) : (
        <RecordingView recording={recording} route={route} />
      )}
    </article>
  );
}

/** The heading stays the same element when the answer comes: it has the focus. */
const WatchHead = ({ recording }: { readonly recording: Recording | undefined }) => (
  <header class="watch-head">
    <h1 tabIndex={-1}>
      {recording === undefined ? 'Recording' : nameOfChannel(recording)}
      {recording !== undefined && (
        <time class="watch-time" dateTime={recording.startedAt} title={localTimeText(recording.startedAt)}>
          {dayText(recording.startedAt)}, {timeText(recording.startedAt)}
        </time>
      )}
    </h1>
    {recording !== undefined && (
      <p class="watch-status">
        <StatusBadge recording={recording} />
        <RouteLink class="quiet-link" to={{ view: 'list', filter: { channelId: recording.channelId } }}>
          All of this channel
        </RouteLink>
      </p>
    )}
  </header>
);

const titleOf = (recording: Recording): string =>
  `${nameOfChannel(recording)}, ${dayText(recording.startedAt)}, ${timeText(recording.startedAt)}`;

function NotThere({ error, onRetry }: { readonly error: Error | undefined; onRetry(): void }) {
  if (error === undefined) {
    return (
      <div class="player skeleton" role="status">
        <div class="picture" />
        <span class="visually-hidden">Loading the recording</span>
      </div>
    );
  }
  const isUnknown = error instanceof ApiAnswerError && error.status === 404;
  return (
    <StateMessage kind="trouble" title={isUnknown ? 'There is no such recording' : 'The recording cannot be shown'}>
      <p>{isUnknown ? unknownText() : error.message}</p>
      <button type="button" class="button" onClick={onRetry}>
        Try again
      </button>
    </StateMessage>
  );
}

const unknownText = (): string =>
  isPlayableOnly()
    ? 'Its link is wrong, it has been deleted, or it cannot be played: this page shows only what can. A new one may take a few seconds.'
    : 'Its link is wrong, or it has been deleted. A new one may take a few seconds.';

function RecordingView({ recording, route }: { readonly recording: Recording; readonly route: WatchRoute }) {
  const { recordingId, playback, durationMs = 0, missing } = recording;
  const marks = useMemo(() => missingMarks(missing), [missing]);
  const storyboard = useMemo(() => storyboardOf(recording), [recording]);
  const moment = useMemo(
    () => (route.momentSeconds === undefined ? undefined : { seconds: route.momentSeconds }),
    [route],
  );
  const copyLink = useCallback((seconds: number) => copyLinkTo(recordingId, seconds), [recordingId]);
  return (
    <div class="watch-body">
      <div class="watch-main">
        {playback !== undefined && (
          <Player
            title={titleOf(recording)}
            url={playback.url}
            poster={playback.thumbnailUrl}
            knownSeconds={durationMs / 1000}
            isSigned={recording.access === 'signed'}
            marks={marks}
            storyboard={storyboard}
            moment={moment}
            onCopyLink={copyLink}
          />
        )}
        <FailureSection recording={recording} />
      </div>
      <div class="watch-sections">
        <MissingSection recording={recording} marks={marks} />
        <ExportSection recording={recording} />
        <FactSection recording={recording} />
        <ConsoleSection recording={recording} />
      </div>
    </div>
  );
}

/** The address names the moment now, so it can be copied there as well. */
async function copyLinkTo(recordingId: string, seconds: number): Promise<string> {
  const route = { view: 'watch', recordingId, momentSeconds: seconds } as const;
  navigate(route, { isReplaced: true, isSilent: true });
  const link = new URL(addressOf(route), location.href).href;
  const at = clockText(seconds);
  return navigator.clipboard.writeText(link).then(
    () => `Link to ${at} copied`,
    () => `The address now names ${at}: copy it from there`,
  );
}
