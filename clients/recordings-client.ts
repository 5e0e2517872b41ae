/**
 * A client of the API for past streams, for browsers and Node. Needs nothing but `fetch`.
 *
 *     const client = makeRecordingsClient({ baseUrl: 'https://d111111abcdef8.cloudfront.net' });
 *     for await (const recording of client.recordingsOfChannel('AsXego4U6tnj')) console.log(recording.playback.url);
 */
import type * as z from 'zod/mini';
import {
  type ApiPage,
  type ApiRecording,
  apiPageSchema,
  apiRecordingSchema,
  type Problem,
  type ProblemName,
  problemSchema,
  problemType,
} from '../lambdas/shared/contract/api.ts';

export type {
  ApiExport,
  ApiMissing,
  ApiPage,
  ApiPlayback,
  ApiRecording,
  Problem,
} from '../lambdas/shared/contract/api.ts';

/** The API refused: `problem` says why. */
export class RecordingsProblemError extends Error {
  override readonly name = 'RecordingsProblemError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }

  /** Whether it is this problem: `error.is('recording-not-found')`. */
  is(name: ProblemName): boolean {
    return this.problem.type === problemType(name);
  }
}

/** What answered is not this API: a wrong address, a proxy's own page, or an API that is switched off. */
export class RecordingsAnswerError extends Error {
  override readonly name = 'RecordingsAnswerError';
  /** HTTP status. */
  readonly status: number;

  constructor(url: string, status: number) {
    super(
      `${url} answered with status ${status} and not as the API for past streams does. Is the address right, and the API enabled?`,
    );
    this.status = status;
  }
}

export interface RecordingsClientOptions {
  /** Of the distribution; in a page that it serves itself, leave it out. A slash at the end does not matter. */
  readonly baseUrl?: string;
  /** In place of the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/** How a list is read. */
export interface ListOptions {
  /** Recordings on a page, 1 to 100; 20 when left out. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

/** How a channel's list is read. */
export interface ChannelListOptions extends ListOptions {
  /** Only recordings of this day, in UTC, such as `2026-06-23`. */
  readonly day?: string;
}

/** One page of a list. */
export interface PageOptions extends ListOptions {
  /** `next` of the page before. */
  readonly before?: string;
}

/** Every method throws {@link RecordingsProblemError}, {@link RecordingsAnswerError}, or what `fetch` throws. */
export interface RecordingsClient {
  /** The recordings of a channel, or of a day of it, newest first, page after page as they are asked for. */
  recordingsOfChannel(channelId: string, options?: ChannelListOptions): AsyncGenerator<ApiRecording, void>;
  /** The recordings of a day on all channels, newest first. @param day in UTC, such as `2026-06-23` */
  recordingsOfDay(day: string, options?: ListOptions): AsyncGenerator<ApiRecording, void>;
  pageOfChannel(channelId: string, options?: PageOptions & ChannelListOptions): Promise<ApiPage>;
  pageOfDay(day: string, options?: PageOptions): Promise<ApiPage>;
  /** `undefined` when there is none to show. */
  recording(recordingId: string, options?: { readonly signal?: AbortSignal }): Promise<ApiRecording | undefined>;
}

/** Makes a client; nothing is sent yet. */
export function makeRecordingsClient(options: RecordingsClientOptions = {}): RecordingsClient {
  const { baseUrl = '', fetch: send = (...request: Parameters<typeof fetch>) => fetch(...request) } = options;
  const root = `${baseUrl.replace(/\/+$/, '')}/api`;

  async function read<Schema extends z.ZodMiniType>(schema: Schema, url: string, signal: AbortSignal | undefined) {
    const response = await send(url, signal === undefined ? {} : { signal });
    const json: unknown = await response.json().catch(() => undefined);
    const value = response.ok ? schema.safeParse(json) : undefined;
    if (value?.success === true) return value.data;
    const problem = problemSchema.safeParse(json);
    if (!response.ok && problem.success) throw new RecordingsProblemError(problem.data);
    throw new RecordingsAnswerError(url, response.status);
  }

  const readPage = (path: string, fixed: Record<string, string>, { limit, before, signal }: PageOptions = {}) => {
    const query = new URLSearchParams(fixed);
    if (limit !== undefined) query.set('limit', String(limit));
    if (before !== undefined) query.set('before', before);
    return read(apiPageSchema, query.size === 0 ? `${root}${path}` : `${root}${path}?${query}`, signal);
  };
  const pageOfChannel: RecordingsClient['pageOfChannel'] = (channelId, { day, ...page } = {}) =>
    readPage(`/channels/${encodeURIComponent(channelId)}/recordings`, day === undefined ? {} : { day }, page);
  const pageOfDay = (day: string, page?: PageOptions): Promise<ApiPage> => readPage('/recordings', { day }, page);

  return {
    pageOfChannel,
    pageOfDay,
    recordingsOfChannel: (channelId, list) => all((before) => pageOfChannel(channelId, { ...list, ...before })),
    recordingsOfDay: (day, list) => all((before) => pageOfDay(day, { ...list, ...before })),
    recording: async (recordingId, { signal } = {}) => {
      try {
        return await read(apiRecordingSchema, `${root}/recordings/${encodeURIComponent(recordingId)}`, signal);
      } catch (error) {
        if (error instanceof RecordingsProblemError && error.is('recording-not-found')) return undefined;
        throw error;
      }
    },
  };
}

async function* all(readPage: (before: { before?: string }) => Promise<ApiPage>): AsyncGenerator<ApiRecording, void> {
  let page = await readPage({});
  yield* page.recordings;
  while (page.next !== undefined) {
    page = await readPage({ before: page.next });
    yield* page.recordings;
  }
}
