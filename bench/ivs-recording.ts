/**
 * Recordings of any length, made up as IVS writes them: the playlists and metadata files as text, the media by size only.
 * Modelled on a real recording of a STANDARD channel.
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/record-to-s3.html
 */

/** One rendition of the ladder. */
export interface MadeRendition {
  readonly name: string;
  /** Absent for audio only. */
  readonly width?: number;
  readonly height?: number;
  /** Bits per second. */
  readonly bandwidth: number;
  readonly codecs: string;
}

/** What to make. */
export interface RecordingShape {
  readonly prefix: string;
  readonly channelArn: string;
  readonly startedAt: Date;
  readonly renditions: readonly MadeRendition[];
  readonly segmentCount: number;
  readonly segmentSeconds: number;
  readonly thumbnailCount: number;
  /** `failed`: IVS writes `recording-failed.json` in place of `recording-ended.json`. */
  readonly status: 'ended' | 'failed';
}

/** One object; without `text` only its size matters. */
export interface MadeObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly text?: string;
}

const video = 'avc1.4D401F,mp4a.40.2';

/** The ladder of a STANDARD channel with 1080p input, highest first. */
export const ladder: readonly MadeRendition[] = [
  { name: '1080p30', width: 1920, height: 1080, bandwidth: 6_000_000, codecs: 'avc1.640028,mp4a.40.2' },
  { name: '720p30', width: 1280, height: 720, bandwidth: 2_440_200, codecs: video },
  { name: '480p30', width: 852, height: 480, bandwidth: 1_495_199, codecs: video },
  { name: '360p30', width: 640, height: 360, bandwidth: 630_000, codecs: video },
  { name: '160p30', width: 284, height: 160, bandwidth: 230_000, codecs: video },
];

/** Makes all objects of a recording; the media one by one, since there may be a hundred thousand. */
export function* makeIvsRecording(shape: RecordingShape): Generator<MadeObject> {
  const { prefix, renditions, segmentCount, segmentSeconds, thumbnailCount } = shape;
  yield* metadataFiles(shape);
  yield text(`${prefix}/media/hls/master.m3u8`, multivariantPlaylist(shape));
  for (const { name, bandwidth } of renditions) {
    const folder = `${prefix}/media/hls/${name}`;
    yield text(`${folder}/playlist.m3u8`, mediaPlaylist(shape));
    const sizeBytes = Math.round((bandwidth * segmentSeconds) / 8);
    for (let index = 0; index < segmentCount; index++) yield { key: `${folder}/${index}.ts`, sizeBytes };
  }
  for (let index = 0; index < thumbnailCount; index++) {
    yield { key: `${prefix}/media/thumbnails/thumb${index}.jpg`, sizeBytes: 40_000 };
  }
}

const text = (key: string, content: string): MadeObject => ({
  key,
  sizeBytes: Buffer.byteLength(content),
  text: content,
});

function* metadataFiles(shape: RecordingShape): Generator<MadeObject> {
  const events = `${shape.prefix}/events`;
  yield { key: `${events}/ivs-check`, sizeBytes: 0 };
  yield text(`${events}/recording-started.json`, JSON.stringify(startedMetadata(shape)));
  yield text(`${events}/recording-${shape.status}.json`, JSON.stringify(endedMetadata(shape)));
}

function startedMetadata({ channelArn, startedAt, renditions, thumbnailCount }: RecordingShape) {
  return {
    version: 'v1',
    recording_started_at: wholeSeconds(startedAt),
    channel_arn: channelArn,
    recording_status: 'RECORDING_STARTED',
    media: {
      hls: {
        path: 'media/hls',
        playlist: 'master.m3u8',
        byte_range_playlist: 'byte-range-multivariant.m3u8',
        renditions: renditions.map(renditionMetadata),
      },
      ...(thumbnailCount > 0 ? { thumbnails: { path: 'media/thumbnails' } } : {}),
    },
  };
}

/** What the metadata file of a recording that has ended says. */
export function endedMetadata(shape: RecordingShape) {
  const started = startedMetadata(shape);
  const durationMs = shape.segmentCount * shape.segmentSeconds * 1000;
  const isFailed = shape.status === 'failed';
  return {
    ...started,
    recording_ended_at: wholeSeconds(new Date(shape.startedAt.getTime() + durationMs)),
    recording_status: isFailed ? 'RECORDING_ENDED_WITH_FAILURE' : 'RECORDING_ENDED',
    ...(isFailed ? { recording_status_message: 'InternalServerException' } : {}),
    media: { ...started.media, hls: { ...started.media.hls, duration_ms: durationMs } },
  };
}

const renditionMetadata = ({ name, width, height }: MadeRendition) => ({
  path: name,
  playlist: 'playlist.m3u8',
  byte_range_playlist: 'byte-range-variant.m3u8',
  ...(width === undefined ? {} : { resolution_width: width }),
  ...(height === undefined ? {} : { resolution_height: height }),
});

/** Without `EXT-X-VERSION` and without a newline at the end, as IVS writes it. */
export function multivariantPlaylist({ renditions }: Pick<RecordingShape, 'renditions'>): string {
  return ['#EXTM3U', ...renditions.flatMap(variantStream)].join('\n');
}

function variantStream({ name, width, height, bandwidth, codecs }: MadeRendition): string[] {
  const resolution = width === undefined || height === undefined ? '' : `,RESOLUTION=${width}x${height}`;
  return [
    `#EXT-X-MEDIA:TYPE=VIDEO,GROUP-ID="${name}",NAME="${name}",AUTOSELECT=YES,DEFAULT=YES`,
    `#EXT-X-STREAM-INF:PROGRAM-ID=1,BANDWIDTH=${bandwidth},CODECS="${codecs}"${resolution},VIDEO="${name}"`,
    `${name}/playlist.m3u8`,
  ];
}

/** A finished playlist stays of type EVENT, and every segment has its time. */
export function mediaPlaylist({
  segmentCount,
  segmentSeconds,
  startedAt,
}: Pick<RecordingShape, 'segmentCount' | 'segmentSeconds' | 'startedAt'>): string {
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:3',
    `#EXT-X-TARGETDURATION:${Math.ceil(segmentSeconds) + 2}`,
    `#ID3-EQUIV-TDTG:${wholeSeconds(startedAt).slice(0, -1)}`,
    '#EXT-X-PLAYLIST-TYPE:EVENT',
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-TWITCH-ELAPSED-SECS:0.000',
    `#EXT-X-TWITCH-TOTAL-SECS:${(segmentCount * segmentSeconds).toFixed(3)}`,
  ];
  for (let index = 0; index < segmentCount; index++) {
    const at = new Date(startedAt.getTime() + index * segmentSeconds * 1000);
    lines.push(`#EXT-X-PROGRAM-DATE-TIME:${at.toISOString()}`, `#EXTINF:${segmentSeconds.toFixed(3)},`, `${index}.ts`);
  }
  return [...lines, '#EXT-X-ENDLIST', ''].join('\n');
}

const wholeSeconds = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;
