/** Ports of remux-export over memory, and what was asked of them. */
import { readFileSync } from 'node:fs';
import type { RemuxExportPorts } from '../../../lambdas/remux-export/remux-export.ts';
import type { RemuxExportInput } from '../../../lambdas/remux-export/schema.ts';
import type { NewExport, StoredSegment } from '../../../lambdas/shared/recording/remux-ports.ts';
import type { MakeHead, MediaSink } from '../../../media/remux/media-sink.ts';
import { SegmentDamagedError } from '../../../media/remux/segment-damaged-error.ts';
import type { SegmentReader } from '../../../media/remux/segment-source.ts';
import { channelId, recordingId } from '../../fixtures/make-recording.ts';
import { remuxPlan } from '../../fixtures/remux-plan.ts';
import { execution } from '../../fixtures/step-ports.ts';

const folder = new URL('../../fixtures/media/tiny-hls/', import.meta.url);

/** Segments of the fixture: six seconds, 90 pictures, 283 frames of audio. */
export const tinySegments = [0, 1, 2].map((index) => readFileSync(new URL(`${index}.mpegts`, folder)));

const prefix = `ivs/v1/123456789012/${channelId}/2026/6/23/20/12/${recordingId}`;
export const playlistKey = `${prefix}/media/hls/160p/playlist.m3u8`;
/** Of a recording that follows. */
export const nextPlaylistKey = playlistKey.replace(`12/${recordingId}`, '42/next00000000');

/** A playlist of so many segments of two seconds. */
export const playlistOf = (...names: string[]): string =>
  [
    '#EXTM3U',
    '#EXT-X-VERSION:3',
    '#EXT-X-TARGETDURATION:2',
    ...names.flatMap((name) => ['#EXTINF:2.000,', name]),
    '#EXT-X-ENDLIST',
    '',
  ].join('\n');

/** What PlanExport would have planned. */
export const input: RemuxExportInput = {
  planned: {
    recording: { channelId, recordingId, bucket: 'my-recordings', prefix, startedAt: '2026-06-23T20:12:34Z' },
    export: {
      name: 'small',
      format: 'mp4',
      rendition: '160p',
      bucket: 'my-exports',
      key: `${channelId}/${recordingId}/small.mp4`,
    },
    plan: { ...remuxPlan, expectedDurationMs: 6000 },
    metadata: {},
    remuxJob: { playlistKeys: [playlistKey], tracks: 'all', sourceBytes: 70_688 },
  },
  execution,
};

class MemorySink implements MediaSink {
  readonly target: NewExport;
  readonly #pieces: Buffer[] = [];
  file: Buffer | undefined;
  isDiscarded = false;

  constructor(target: NewExport) {
    this.target = target;
  }

  async append(pieces: readonly Uint8Array[]): Promise<void> {
    this.#pieces.push(...pieces.map((piece) => Buffer.from(piece)));
  }

  async finish(makeHead: MakeHead): Promise<number> {
    this.file = Buffer.concat([makeHead(), ...this.#pieces]);
    return this.file.length;
  }

  async discard(): Promise<void> {
    this.isDiscarded = this.file === undefined;
  }
}

/** Objects by the end of their key, whichever recording they belong to. */
export interface MemoryWish {
  readonly playlist?: string | undefined;
  /** Of the recording that follows. */
  readonly nextPlaylist?: string;
  readonly objects?: Readonly<Record<string, Uint8Array>>;
  readonly deadline?: AbortSignal;
  /** Stands in for reading a segment. */
  readonly onOpen?: (segment: StoredSegment) => void;
}

/** Makes the ports. */
export function makeMemoryPorts({
  playlist = playlistOf('0.ts', '1.ts', '2.ts'),
  nextPlaylist = playlist,
  objects = { '0.ts': tinySegments[0]!, '1.ts': tinySegments[1]!, '2.ts': tinySegments[2]! },
  deadline = new AbortController().signal,
  onOpen = () => {},
}: MemoryWish = {}) {
  const sinks: MemorySink[] = [];
  const logged: object[] = [];
  const opened: StoredSegment[] = [];
  const reachable: string[] = [];
  let closedSources = 0;
  const ports: RemuxExportPorts = {
    readText: async ({ key }) => {
      const text = { [playlistKey]: playlist, [nextPlaylistKey]: nextPlaylist }[key] ?? '';
      return text === '' ? undefined : { sizeBytes: text.length, text };
    },
    openSegments: (_bucket, segments) => {
      reachable.push(...segments.map(({ name }) => name));
      return {
        openSegment: async (index) => {
          const segment = segments[index]!;
          opened.push(segment);
          onOpen(segment);
          return readerOf(segment, objects);
        },
        close: () => {
          closedSources++;
        },
      };
    },
    createExport: (target) => {
      const sink = new MemorySink(target);
      sinks.push(sink);
      return sink;
    },
    deadline,
    log: (report) => logged.push(report),
  };
  return { ports, sinks, logged, opened, reachable, closedSources: () => closedSources };
}

function readerOf(segment: StoredSegment, objects: Readonly<Record<string, Uint8Array>>): SegmentReader {
  const parts = segment.stretches.map(({ key, byteRange }) => {
    const object = objects[key.slice(key.lastIndexOf('/') + 1)];
    if (object === undefined) {
      throw new SegmentDamagedError(
        'segment-missing',
        { segment: segment.name, seconds: segment.startSeconds },
        'none',
      );
    }
    return byteRange === undefined ? object : object.subarray(byteRange.offset, byteRange.offset + byteRange.length);
  });
  const whole = Buffer.concat(parts);
  let position = 0;
  return {
    read: async (target) => {
      const bytes = whole.copy(target, 0, position);
      position += bytes;
      return bytes;
    },
    close: async () => {},
  };
}
