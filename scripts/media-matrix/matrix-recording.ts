import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type AudioName, loadAudio } from './audio-source.ts';
import type { EncodeCache } from './encode-cache.ts';
import type { MuxPlan } from './mux-plan.ts';
import { makeStretch, type Stretch, type StretchPlan } from './stretch.ts';
import { PacketMaker } from './transport-packets.ts';
import type { TruePart } from './truth.ts';
import { loadVideo, type VideoName } from './video-source.ts';
import { mapPackets, writeSegments } from './write-segments.ts';

/** A segment of a case, before it is written. */
export interface MatrixSegment {
  /** `undefined`: the playlist names it, but it is not there. */
  readonly bytes: Buffer | undefined;
  /** EXTINF. */
  readonly seconds: number;
  readonly isDiscontinuity: boolean;
  readonly isGap: boolean;
}

/** A recording of a case, before it is written; damage is done to it by making a changed copy. */
export interface MatrixRecording {
  readonly segments: readonly MatrixSegment[];
  /** What was put in, whatever became of it. */
  readonly parts: readonly TruePart[];
  /** The segment that was damaged, as it was before. */
  readonly original?: { readonly index: number; readonly bytes: Buffer };
  /** For EXT-X-MAP. */
  readonly map?: Buffer;
  /** Names of segments end in this; default `.ts`. */
  readonly suffix?: string;
  /** All segments are byte ranges of one file. */
  readonly isOneFile?: boolean;
  /** Tags that stand before the first segment. */
  readonly tags?: readonly string[];
  readonly hasEndList?: boolean;
}

/** Loads sources and makes recordings of them. */
export class MatrixKit {
  readonly #cache: EncodeCache;
  readonly #videos = new Map<string, ReturnType<typeof loadVideo>>();
  readonly #audios = new Map<string, ReturnType<typeof loadAudio>>();

  constructor(cache: EncodeCache) {
    this.#cache = cache;
  }

  /** Of one or more stretches, one after the other. */
  async recording(plans: readonly StretchPlan[], mux: MuxPlan = {}): Promise<MatrixRecording> {
    const stretches = await Promise.all(plans.map((plan) => this.stretch(plan)));
    const maker = new PacketMaker();
    const segments = stretches.flatMap((stretch) => stretchSegments(stretch, mux, maker));
    return { segments, parts: stretches.map(({ truth }) => truth) };
  }

  /** The same, with the program's tables in a file of their own (RFC 8216 §4.3.2.5). */
  async mappedRecording(plans: readonly StretchPlan[], mux: MuxPlan = {}): Promise<MatrixRecording> {
    const [first = {}] = plans;
    const map = Buffer.concat(mapPackets(await this.stretch(first), mux, new PacketMaker()));
    return { ...(await this.recording(plans, { ...mux, tables: 'none' })), map };
  }

  /** Segments that ffmpeg made from end to end, for formats that are not put together here. */
  async encoded(args: readonly string[]): Promise<string> {
    return this.#cache.encode(['-nostdin', '-hide_banner', '-loglevel', 'error', '-y', ...args]);
  }

  async stretch(plan: StretchPlan): Promise<Stretch> {
    const { video = 'main', audio = 'stereo' } = plan;
    return makeStretch(
      plan,
      video === 'none' ? undefined : await this.#video(video),
      audio === 'none' ? undefined : await this.#audio(audio),
    );
  }

  #video(name: VideoName): ReturnType<typeof loadVideo> {
    const loaded = this.#videos.get(name) ?? loadVideo(name, this.#cache);
    this.#videos.set(name, loaded);
    return loaded;
  }

  #audio(name: AudioName): ReturnType<typeof loadAudio> {
    const loaded = this.#audios.get(name) ?? loadAudio(name, this.#cache);
    this.#audios.set(name, loaded);
    return loaded;
  }
}

function stretchSegments(stretch: Stretch, mux: MuxPlan, maker: PacketMaker): MatrixSegment[] {
  const { extinfSeconds = (seconds) => seconds, isTagged = false } = stretch.plan;
  if (mux.countersRestart === 'stretch') maker.restart();
  return writeSegments(stretch, mux, maker).map(({ packets, seconds }, index) => ({
    bytes: Buffer.concat(packets),
    seconds: extinfSeconds(seconds, index),
    isDiscontinuity: isTagged && index === 0,
    isGap: false,
  }));
}

/** Name of a segment as the playlist has it. */
export const segmentName = ({ isOneFile, suffix = '.ts' }: MatrixRecording, index: number): string =>
  isOneFile ? `all${suffix}` : `${index}${suffix}`;

/**
 * Writes playlist and segments.
 *
 * @returns the playlist's path
 */
export async function writeRecording(recording: MatrixRecording, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const playlist = join(folder, 'playlist.m3u8');
  await writeFile(playlist, playlistText(recording));
  if (recording.map !== undefined) await writeFile(join(folder, 'map.ts'), recording.map);
  if (recording.isOneFile) {
    const all = recording.segments.map(({ bytes }) => bytes ?? Buffer.alloc(0));
    await writeFile(join(folder, segmentName(recording, 0)), Buffer.concat(all));
    return playlist;
  }
  for (const [index, { bytes }] of recording.segments.entries()) {
    const file = join(folder, segmentName(recording, index));
    await mkdir(dirname(file), { recursive: true });
    if (bytes !== undefined) await writeFile(file, bytes);
  }
  return playlist;
}

function playlistText(recording: MatrixRecording): string {
  const { segments, map, tags = [], hasEndList = true } = recording;
  const target = Math.ceil(Math.max(0, ...segments.map(({ seconds }) => seconds)));
  let offset = 0;
  const lines = segments.flatMap((segment, index) => {
    const range = recording.isOneFile ? [`#EXT-X-BYTERANGE:${segment.bytes?.length ?? 0}@${offset}`] : [];
    offset += segment.bytes?.length ?? 0;
    return [
      ...(segment.isDiscontinuity ? ['#EXT-X-DISCONTINUITY'] : []),
      ...(segment.isGap ? ['#EXT-X-GAP'] : []),
      `#EXTINF:${segment.seconds.toFixed(3)},`,
      ...range,
      segmentName(recording, index),
    ];
  });
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:6',
    `#EXT-X-TARGETDURATION:${target}`,
    '#EXT-X-PLAYLIST-TYPE:EVENT',
    '#EXT-X-MEDIA-SEQUENCE:0',
    ...(map === undefined ? [] : ['#EXT-X-MAP:URI="map.ts"']),
    ...tags,
    ...lines,
    ...(hasEndList ? ['#EXT-X-ENDLIST'] : []),
    '',
  ].join('\n');
}
