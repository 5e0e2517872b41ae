import { createFile, type ISOFile } from 'mp4box';

/** One sample, by the tables. */
export interface Mp4Sample {
  readonly bytes: Buffer;
  readonly offset: number;
  /** Ticks of the track's timescale, before the edit list. */
  readonly dts: number;
  readonly cts: number;
  readonly duration: number;
  readonly isSync: boolean;
}

/** An entry of an edit list (ISO/IEC 14496-12 8.6.6); `mediaTime` is −1 in an empty edit. */
export interface Mp4Edit {
  readonly segmentDuration: number;
  readonly mediaTime: number;
}

export interface Mp4TrackReading {
  readonly kind: 'video' | 'audio';
  readonly timescale: number;
  readonly durationTicks: number;
  /** By the track header, in ticks of the movie. */
  readonly presentedTicks: number;
  readonly edits: readonly Mp4Edit[];
  readonly samples: readonly Mp4Sample[];
  /** Of the sample description: parameter sets of video, AudioSpecificConfig of sound. */
  readonly decoderConfig: readonly Buffer[];
}

/** An MP4 as mp4box reads it: a parser that shares nothing with the writer under test. */
export interface Mp4Reading {
  readonly boxes: readonly {
    readonly type: string;
    readonly start: number;
    readonly size: number;
    readonly headerBytes: number;
  }[];
  readonly timescale: number;
  readonly durationTicks: number;
  readonly tracks: readonly Mp4TrackReading[];
  readonly video: Mp4TrackReading | undefined;
  readonly audio: Mp4TrackReading | undefined;
}

/** @throws Error when mp4box makes nothing of the bytes */
export function readMp4(bytes: Buffer): Mp4Reading {
  const file = createFile(true);
  let complaint: string | undefined;
  file.onError = (_module: string, message: string) => {
    complaint = message;
  };
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  file.appendBuffer(Object.assign(copy, { fileStart: 0 }), true);
  file.flush();
  if (complaint !== undefined) throw new Error(`mp4box: ${complaint}`);
  const { moov } = file;
  if (moov === undefined) throw new Error('mp4box found no moov.');
  const tracks = moov.traks.map((trak) => readTrack(file, trak, bytes));
  return {
    boxes: file.boxes.map(({ type, start, size, hdr_size }) => ({
      type: String(type),
      start: start ?? 0,
      size,
      headerBytes: hdr_size ?? 8,
    })),
    timescale: moov.mvhd.timescale,
    durationTicks: moov.mvhd.duration,
    tracks,
    video: tracks.find(({ kind }) => kind === 'video'),
    audio: tracks.find(({ kind }) => kind === 'audio'),
  };
}

type Trak = NonNullable<ISOFile['moov']>['traks'][number];

function readTrack(file: ReturnType<typeof createFile>, trak: Trak, bytes: Buffer): Mp4TrackReading {
  const samples = file.getTrackSamplesInfo(trak.tkhd.track_id).map(({ offset, size, dts, cts, duration, is_sync }) => ({
    bytes: bytes.subarray(offset, offset + size),
    offset,
    dts,
    cts,
    duration,
    isSync: is_sync,
  }));
  const entries = trak.edts?.elst?.entries ?? [];
  return {
    kind: trak.mdia.hdlr.handler === 'vide' ? 'video' : 'audio',
    timescale: trak.mdia.mdhd.timescale,
    durationTicks: trak.mdia.mdhd.duration,
    presentedTicks: trak.tkhd.duration,
    edits: entries.map(({ segment_duration, media_time }) => ({
      segmentDuration: segment_duration,
      mediaTime: media_time,
    })),
    samples,
    decoderConfig: decoderConfigs(trak),
  };
}

/** What mp4box reads of a sample entry, and does not export the type of. */
interface SampleEntryBoxes {
  readonly avcC?: { readonly SPS: readonly { data: Uint8Array }[]; readonly PPS: readonly { data: Uint8Array }[] };
  readonly esds?: {
    readonly esd: { findDescriptor(tag: number): { findDescriptor(tag: number): { data: Uint8Array } } };
  };
}

function decoderConfigs(trak: Trak): Buffer[] {
  const [entry, ...others] = trak.mdia.minf.stbl.stsd.entries;
  if (others.length > 0) throw new Error(`Expected one sample description, found ${others.length + 1}.`);
  const { avcC, esds } = entry as unknown as SampleEntryBoxes;
  if (avcC !== undefined) return [...avcC.SPS, ...avcC.PPS].map(({ data }) => Buffer.from(data));
  // DecoderConfigDescriptor, DecoderSpecificInfo (ISO/IEC 14496-1 7.2.6.6, 7.2.6.7).
  return esds === undefined ? [] : [Buffer.from(esds.esd.findDescriptor(4).findDescriptor(5).data)];
}

/** Seconds by which the edit list moves a track's composition times: an empty edit adds, a media time takes away. */
export function editShiftSeconds({ edits, timescale }: Mp4TrackReading, movieTimescale: number): number {
  const empty = edits.filter(({ mediaTime }) => mediaTime === -1);
  const pause = empty.reduce((sum, { segmentDuration }) => sum + segmentDuration, 0) / movieTimescale;
  const media = edits.find(({ mediaTime }) => mediaTime >= 0)?.mediaTime ?? 0;
  return pause - media / timescale;
}
