/** A bucket that knows nothing but keys: listings by delimiter, counted, and how many are under way at once. */
import type { FindMetadata } from '../../../lambdas/list-recordings/find-endings.ts';
import type { ListFolders } from '../../../lambdas/list-recordings/walk-recordings.ts';
import { makeRecordingPrefix } from '../../../lambdas/shared/contract/recording-location.ts';

export const accountId = '123456789012';
export const channelId = 'AbCdef1G2hij';
export const bucket = 'my-recordings';

/** What a recording of the bucket is made of. */
export interface FakeRecording {
  readonly startedAt: string;
  readonly recordingId?: string;
  readonly channelId?: string;
  /** When the end file was written; `null`: there is none. */
  readonly endedAt?: string | null;
}

export const prefixOf = ({ startedAt, recordingId = 'j8Z9O91ndcVs', channelId: channel = channelId }: FakeRecording) =>
  makeRecordingPrefix({ accountId, channelId: channel, startedAt: new Date(startedAt), recordingId });

export class FakeBucket {
  /** What was listed, folders and metadata files alike. */
  readonly listed: string[] = [];
  mostAtOnce = 0;
  readonly #children = new Map<string, Set<string>>();
  readonly #files = new Map<string, Map<string, Date>>();
  readonly #pageSize: number;
  #underWay = 0;

  constructor(pageSize = 1000) {
    this.#pageSize = pageSize;
  }

  add(recording: FakeRecording): this {
    const prefix = prefixOf(recording);
    this.addKey(`${prefix}/media/hls/720p30/0.ts`);
    const started = new Date(recording.startedAt);
    const files = new Map([['recording-started.json', started]]);
    const { endedAt = recording.startedAt } = recording;
    if (endedAt !== null) files.set('recording-ended.json', new Date(endedAt));
    for (const name of files.keys()) this.addKey(`${prefix}/events/${name}`);
    this.#files.set(prefix, files);
    return this;
  }

  addKey(key: string): this {
    const parts = key.split('/');
    for (let depth = 1; depth < parts.length; depth++) {
      const parent = parts.slice(0, depth - 1).map((part) => `${part}/`);
      const folder = parent.join('');
      const names = this.#children.get(folder) ?? new Set();
      this.#children.set(folder, names.add(parts[depth - 1]!));
    }
    return this;
  }

  readonly listFolders: ListFolders = (folder) => this.#pages(folder.prefix);

  readonly findMetadata: FindMetadata = ({ prefix }) =>
    this.#request(`${prefix}/events/recording-`, () => this.#files.get(prefix) ?? new Map());

  async *#pages(prefix: string) {
    // In the order of S3, where the slash counts.
    const names = [...(this.#children.get(prefix) ?? [])].sort((one, other) => (`${one}/` < `${other}/` ? -1 : 1));
    for (let begin = 0; begin === 0 || begin < names.length; begin += this.#pageSize) {
      yield await this.#request(prefix, () => names.slice(begin, begin + this.#pageSize));
    }
  }

  async #request<Answer>(what: string, answer: () => Answer): Promise<Answer> {
    this.listed.push(what);
    this.#underWay += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#underWay);
    await Promise.resolve();
    this.#underWay -= 1;
    return answer();
  }
}
