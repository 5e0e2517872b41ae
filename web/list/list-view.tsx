import { isPlayableOnly } from '../api/told.ts';
import type { ListFilter } from '../navigation/route.ts';
import { navigate } from '../navigation/use-route.ts';
import { useTitle } from '../navigation/use-title.ts';
import { StateMessage } from '../states/state-message.tsx';
import { dayText } from '../text/format-time.ts';
import { groupByDay } from './by-day.ts';
import { CardSkeletons } from './card-skeletons.tsx';
import { ListFilters } from './list-filters.tsx';
import { RecordingCard } from './recording-card.tsx';
import { type RecordingsList, useRecordings } from './use-recordings.ts';

/** Recordings by day, newest first, narrowed to a channel and a day. */
export function ListView({ filter }: { readonly filter: ListFilter }) {
  const list = useRecordings(filter);
  const channelName = list.recordings?.find(({ channelId }) => channelId === filter.channelId)?.channelName;
  useTitle(titleOf(filter, channelName));
  return (
    <>
      <div class="view-head">
        <h1 tabIndex={-1}>Recordings</h1>
        <ListFilters filter={filter} seen={list.recordings ?? []} />
      </div>
      <ListContent list={list} filter={filter} />
    </>
  );
}

function titleOf({ channelId, day }: ListFilter, channelName: string | undefined): string {
  const of = channelId === undefined ? '' : ` of ${channelName ?? channelId}`;
  return `Recordings${of}${day === undefined ? '' : `, ${dayText(day)}`}`;
}

function ListContent({ list, filter }: { readonly list: RecordingsList; readonly filter: ListFilter }) {
  const { recordings, error } = list;
  if (recordings === undefined && error !== undefined) {
    return (
      <StateMessage kind="trouble" title="The recordings cannot be listed">
        <p>{error.message}</p>
        <button type="button" class="button" onClick={list.retry} disabled={list.isLoading}>
          Try again
        </button>
      </StateMessage>
    );
  }
  if (recordings === undefined) return <CardSkeletons />;
  if (recordings.length === 0 && !list.hasMore) return <NothingHere filter={filter} />;
  return (
    <>
      {recordings.length === 0 && (
        <StateMessage
          kind="empty"
          title={isPlayableOnly() ? 'Nothing of these days can be played' : 'Nothing was recorded in these days'}
        >
          <p>There may be something earlier.</p>
        </StateMessage>
      )}
      {error !== undefined && (
        <p class="note note-trouble" role="status">
          This list may be out of date. {error.message}
        </p>
      )}
      {groupByDay(recordings).map(({ day, recordings: ofDay }) => (
        <section class="day" key={day} aria-labelledby={`day-${day}`}>
          <h2 id={`day-${day}`}>
            <time dateTime={day}>{dayText(day)}</time>
            <span class="day-count">{ofDay.length === 1 ? '1 recording' : `${ofDay.length} recordings`}</span>
          </h2>
          <ul class="cards">
            {ofDay.map((recording) => (
              <RecordingCard key={recording.recordingId} recording={recording} />
            ))}
          </ul>
        </section>
      ))}
      <More list={list} />
    </>
  );
}

function More({ list }: { readonly list: RecordingsList }) {
  const { recordings = [], hasMore, isLoadingMore, moreError, loadMore } = list;
  return (
    <div class="more">
      {hasMore && (
        <button type="button" class="button" onClick={loadMore} aria-disabled={isLoadingMore}>
          {isLoadingMore ? 'Loading …' : 'Show earlier recordings'}
        </button>
      )}
      <p class="more-status" role="status">
        {moreError === undefined ? `${recordings.length} shown${hasMore ? '' : allText()}` : moreError.message}
      </p>
    </div>
  );
}

/** What is said where a list ends. */
const allText = (): string => (isPlayableOnly() ? ', that is all that can be played' : ', that is all of them');

function NothingHere({ filter }: { readonly filter: ListFilter }) {
  const isFiltered = filter.channelId !== undefined || filter.day !== undefined;
  if (!isFiltered) {
    return (
      <StateMessage
        kind="empty"
        title={isPlayableOnly() ? 'Nothing can be played yet' : 'Nothing has been recorded yet'}
      >
        <p>
          A recording appears here by itself, seconds after its stream has ended
          {isPlayableOnly() ? ', if it can be played: one that failed is not shown here.' : '.'}
        </p>
      </StateMessage>
    );
  }
  return (
    <StateMessage kind="empty" title="No recording fits">
      <p>
        There is none {filter.day === undefined ? '' : `of ${dayText(filter.day)} (UTC) `}
        {filter.channelId === undefined ? '' : `of the channel ${filter.channelId}`}
      </p>
      <button type="button" class="button" onClick={() => navigate({ view: 'list', filter: {} })}>
        Show all recordings
      </button>
    </StateMessage>
  );
}
