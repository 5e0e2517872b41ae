/** ListRecordings over a fake bucket, catalog and list of executions. */
import type { Run } from '../../../lambdas/list-recordings/decide-start.ts';
import { type ListRecordingsPorts, listRecordings } from '../../../lambdas/list-recordings/list-recordings.ts';
import type {
  ListedStart,
  ListRecordingsInput,
  ListRecordingsOutput,
} from '../../../lambdas/list-recordings/schema.ts';
import type { Reading } from '../../../lambdas/shared/contract/metrics.ts';
import { metadataFileKey } from '../../../lambdas/shared/contract/object-keys.ts';
import { bucket, FakeBucket, type FakeRecording, prefixOf } from './fake-bucket.ts';

export const now = new Date('2026-06-25T12:00:00Z');
export const execution: ListRecordingsInput['execution'] = {
  arn: 'arn:aws:states:us-west-2:123456789012:execution:Pipeline-BackfillRecordings:run-1',
  name: 'run-1',
  redriveCount: 0,
  startedAt: now.toISOString(),
};

export class FakeWorld {
  readonly bucket = new FakeBucket();
  /** `recordingKey`s of the items that are there. */
  readonly catalog = new Set<string>();
  readonly runs: Run[] = [];
  readonly lists = new Map<string, readonly ListedStart[]>();
  readonly metrics: Reading[] = [];
  /** Keys that the catalog was asked for, by request. */
  readonly lookedUp: number[] = [];
  readonly reads: string[] = [];
  runPagesRead = 0;
  durationMs = 3_600_000;
  clock = now.getTime();
  /** Milliseconds that each look into the catalog takes. */
  lookUpMs = 0;

  add(...recordings: FakeRecording[]): this {
    for (const recording of recordings) this.bucket.add(recording);
    return this;
  }

  list(input: unknown, state: unknown = input, changes: Partial<ListRecordingsPorts['configuration']> = {}) {
    const parsed = { input, state: state as ListRecordingsInput['state'], execution };
    return listRecordings(parsed, this.#ports(changes));
  }

  /** All parts, as the state machine asks for them. */
  async listAll(input: unknown): Promise<ListRecordingsOutput[]> {
    const parts = [await this.list(input)];
    for (let last = parts[0]!; !last.isSpanListed; parts.push(last)) last = await this.list(input, asJson(last));
    return parts;
  }

  #ports(changes: Partial<ListRecordingsPorts['configuration']>): ListRecordingsPorts {
    return {
      configuration: {
        recordingsBuckets: [bucket],
        channelArns: [],
        exportProfiles: { archive: { rendition: 'highest' }, small: { rendition: '160p30' } },
        defaultExports: ['archive'],
        exportEngine: 'mediaconvert',
        listsBucket: 'my-lists',
        ...changes,
      },
      listFolders: this.bucket.listFolders,
      findMetadata: this.bucket.findMetadata,
      readText: async ({ key }) => {
        this.reads.push(key);
        const text = JSON.stringify(metadataOf(this.durationMs));
        return { sizeBytes: text.length, text };
      },
      findInCatalog: async (keys) => {
        this.lookedUp.push(keys.length);
        this.clock += this.lookUpMs;
        return new Set(keys.map(({ recordingKey }) => recordingKey).filter((key) => this.catalog.has(key)));
      },
      listRuns: () => this.#runPages(),
      writeList: async (key, lines) => void this.lists.set(key, asJson(lines)),
      putMetrics: (readings) => this.metrics.push(...readings),
      now: () => new Date(this.clock),
    };
  }

  async *#runPages() {
    const latestFirst = this.runs.toSorted((one, other) => other.startDate.getTime() - one.startDate.getTime());
    for (let begin = 0; begin < latestFirst.length; begin += 2) {
      this.runPagesRead += 1;
      yield latestFirst.slice(begin, begin + 2);
    }
  }
}

/** What reaches the next state has been JSON. */
const asJson = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value));

const metadataOf = (durationMs: number) => ({
  version: 'v1',
  channel_arn: 'arn:aws:ivs:us-west-2:123456789012:channel/AbCdef1G2hij',
  recording_started_at: '2026-06-23T20:12:00Z',
  recording_ended_at: '2026-06-23T21:12:00Z',
  recording_status: 'RECORDING_ENDED',
  media: { hls: { duration_ms: durationMs, path: 'media/hls', playlist: 'master.m3u8', renditions: [] } },
});

export const endKeyOf = (recording: FakeRecording): string =>
  metadataFileKey(prefixOf(recording), 'recording-ended.json');
