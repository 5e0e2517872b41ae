/**
 * Walks the folders that IVS makes, `ivs/v1/<account>/<channel>/<year>/<month>/<day>/<hour>/<minute>/<recording>/`, by
 * listings with a delimiter: each names the folders of one level and no object below, so that a recording of 86,400
 * segments costs no more than an empty one. Every prefix ends in a slash: day 2 is not day 23.
 *
 * A recording that is alone in its day costs three listings (hours, minutes, recordings); those of a channel's days and
 * above are shared. Where the span leaves one child only, it is entered without a listing.
 */
import type { TimeSpan } from '../shared/contract/backfill-input.ts';
import { parseRecordingPrefix, type RecordingLocation } from '../shared/contract/recording-location.ts';
import { flatten, inOrder } from '../shared/recording/in-order.ts';
import type { ChannelIdentity } from '../shared/recording/served-recording.ts';
import { childRange, dayDepth, type FolderPath, minuteDepth } from './span-folders.ts';

/** Names of the folders in a folder, page by page, in the order of their bytes; the prefix ends in a slash. */
export type ListFolders = (folder: {
  readonly bucket: string;
  readonly prefix: string;
}) => AsyncIterable<readonly string[]>;

/** What to walk. */
export interface Walk {
  readonly bucket: string;
  /** Empty: every channel in the bucket. */
  readonly channels: readonly ChannelIdentity[];
  readonly span: TimeSpan;
  /** The prefix of the recording to go on behind, without a slash; absent: from the start. */
  readonly after: string | undefined;
}

/**
 * Channels or days that are worked on at once, and listings under way for each: at most 8 + 8 × 4 requests, enough to hide
 * S3's 20 to 50 ms and far below its 5,500 a second.
 */
const width = 8;
const innerWidth = 4;

const root = 'ivs/v1/';
const accountPattern = /^\d{12}$/;
const channelPattern = /^[A-Za-z0-9]{1,20}$/;
const numberPattern = /^(0|[1-9]\d*)$/;
const recordingPattern = /^[A-Za-z0-9]{1,20}$/;

interface Folder {
  /** With its slash. */
  readonly prefix: string;
  readonly path: FolderPath;
}

/** Yields the recordings whose start lies in the span, in the order of their prefixes' bytes. */
export async function* walkRecordings(walk: Walk, listFolders: ListFolders): AsyncGenerator<RecordingLocation> {
  const levels = new Levels(walk, listFolders);
  const days = flatten(inOrder(levels.channels(), width, (channel) => levels.descend([channel], dayDepth)));
  const recordings = inOrder(days, width, async (day) => levels.recordingsIn(await levels.descend([day], minuteDepth)));
  for await (const recording of flatten(recordings)) if (!isPassed(`${recording.prefix}/`, walk.after)) yield recording;
}

/** Whether all of a folder lies before the place to go on behind, or is that place; both are compared with their slash. */
const isPassed = (prefix: string, after: string | undefined): boolean =>
  after !== undefined && prefix <= `${after}/` && !after.startsWith(prefix);

class Levels {
  readonly #walk: Walk;
  readonly #listFolders: ListFolders;

  constructor(walk: Walk, listFolders: ListFolders) {
    this.#walk = walk;
    this.#listFolders = listFolders;
  }

  /** Folders of the channels to walk; what is no channel of IVS is none of ours. */
  async *channels(): AsyncGenerator<Folder> {
    for await (const prefix of this.#channelPrefixes()) {
      if (!isPassed(prefix, this.#walk.after)) yield { prefix, path: [] };
    }
  }

  /** The folders of the span at `depth` below these, which are of one level. */
  async descend(folders: readonly Folder[], depth: number): Promise<readonly Folder[]> {
    if (folders.length === 0 || folders[0]?.path.length === depth) return folders;
    const children: Folder[] = [];
    for await (const list of inOrder(folders, innerWidth, (folder) => this.#childrenOf(folder))) children.push(...list);
    return this.descend(children, depth);
  }

  /** The recordings in these folders of minutes. */
  async recordingsIn(minutes: readonly Folder[]): Promise<RecordingLocation[]> {
    const recordings: RecordingLocation[] = [];
    const lists = inOrder(minutes, innerWidth, ({ prefix }) => collect(this.#children(prefix, recordingPattern)));
    for await (const { prefix } of flatten(lists)) {
      // Folders that only look like a date, such as 2026/2/31, are left out here.
      const location = parseRecordingPrefix(prefix.slice(0, -1));
      if (location !== undefined) recordings.push(location);
    }
    return recordings;
  }

  async *#channelPrefixes(): AsyncGenerator<string> {
    const { channels } = this.#walk;
    if (channels.length > 0) {
      const prefixes = channels.map(({ accountId, channelId }) => `${root}${accountId}/${channelId}/`);
      yield* [...new Set(prefixes)].sort();
      return;
    }
    for await (const account of this.#children(root, accountPattern)) {
      for await (const { prefix } of this.#children(account.prefix, channelPattern)) yield prefix;
    }
  }

  async #childrenOf({ prefix, path }: Folder): Promise<Folder[]> {
    const { least, most } = childRange(path, this.#walk.span);
    const children =
      least === most ? [childOf(prefix, String(least))] : await collect(this.#children(prefix, numberPattern));
    return children
      .map((child) => ({ prefix: child.prefix, path: [...path, Number(child.name)] }))
      .filter((child) => isBetween(child.path.at(-1), least, most) && !isPassed(child.prefix, this.#walk.after));
  }

  async *#children(prefix: string, pattern: RegExp): AsyncGenerator<Child> {
    for await (const page of this.#listFolders({ bucket: this.#walk.bucket, prefix })) {
      for (const name of page) if (pattern.test(name)) yield childOf(prefix, name);
    }
  }
}

interface Child {
  readonly name: string;
  readonly prefix: string;
}

const childOf = (prefix: string, name: string): Child => ({ name, prefix: `${prefix}${name}/` });

const isBetween = (value: number | undefined, least: number, most: number): boolean =>
  value !== undefined && value >= least && value <= most;

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
