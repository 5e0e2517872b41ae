import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Recording, RecordingsPage } from '../api/recording.ts';
import { listRecordings } from '../api/recordings.ts';
import { type Answer, useAnswer } from '../api/use-answer.ts';
import type { ListFilter } from '../navigation/route.ts';

/** A list that grows. */
export interface RecordingsList extends Pick<Answer<unknown>, 'error' | 'isLoading' | 'retry'> {
  /** Absent until the first page is there. */
  readonly recordings?: readonly Recording[];
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  /** Why there is no further page. */
  readonly moreError?: Error;
  loadMore(): void;
}

/** Pages that follow the first one, kept while one looks at a recording and comes back. */
interface FurtherPages {
  readonly pages: readonly RecordingsPage[];
  readonly isLoading: boolean;
  readonly error?: Error;
}

const none: FurtherPages = { pages: [], isLoading: false };
const kept = new Map<string, { first?: RecordingsPage; further: FurtherPages }>();

/** The recordings of a filter, newest first, page by page. Once more pages are there the first is not asked for anew. */
export function useRecordings(filter: ListFilter): RecordingsList {
  const key = JSON.stringify(filter);
  const [state, setState] = useState<{ key: string; further: FurtherPages }>(() => recall(key));
  const { further } = state.key === key ? state : recall(key);
  const hasFurther = further.pages.length > 0;
  const first = useAnswer(key, (signal) => listRecordings(filter, undefined, signal), !hasFurther);
  const firstPage = first.value ?? kept.get(key)?.first;

  useEffect(() => {
    kept.set(key, { ...(firstPage && { first: firstPage }), further: { ...further, isLoading: false } });
  }, [key, firstPage, further]);

  const last = further.pages.at(-1) ?? firstPage;
  const before = last?.next;
  const loadMore = useCallback(() => {
    if (before === undefined) return;
    setState({ key, further: { pages: further.pages, isLoading: true } });
    listRecordings(filter, before, new AbortController().signal).then(
      (page) => setState({ key, further: { pages: [...further.pages, page], isLoading: false } }),
      (error: Error) => setState({ key, further: { pages: further.pages, isLoading: false, error } }),
    );
  }, [key, filter, before, further]);

  return {
    ...(firstPage && { recordings: [firstPage, ...further.pages].flatMap(({ recordings }) => recordings) }),
    ...(first.error && { error: first.error }),
    isLoading: first.isLoading,
    retry: first.retry,
    hasMore: before !== undefined,
    isLoadingMore: further.isLoading,
    ...(further.error && { moreError: further.error }),
    loadMore,
  };
}

const recall = (key: string) => ({ key, further: kept.get(key)?.further ?? none });
