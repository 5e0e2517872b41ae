import type {
  AudioRun,
  CounterSpan,
  DemuxedBatch,
  DemuxLoss,
  VideoRun,
} from '../../../../media/remux/demuxed-batch.ts';

/** Main profile at level 3.1, 1280x720, and its picture parameter set. */
export const SPS = Buffer.from('674d401fe980a00b7602d40808050000030001000003003c0f183138', 'hex');
export const PPS = Buffer.from('68efbc80', 'hex');

export const VIDEO_PID = 0x101;
export const AUDIO_PID = 0x100;

/** A picture, in the order of decoding. */
export interface PicturePlan {
  /** Names it in its bytes. */
  readonly id: number;
  /** 90 kHz; wrapped to 33 bits here. */
  readonly pts: number;
  /** Default: `pts`. */
  readonly dts?: number;
  readonly isKey?: boolean;
}

/** A PES packet of audio. */
export interface SoundPlan {
  /** Of each frame in it. */
  readonly ids: readonly number[];
  readonly pts?: number | undefined;
  /** Instead of what it has. */
  readonly declaredBytes?: number;
}

/** What a segment holds. */
export interface SegmentPlan {
  readonly pictures?: readonly PicturePlan[];
  readonly sounds?: readonly SoundPlan[];
  readonly counters?: readonly CounterSpan[];
  readonly losses?: readonly DemuxLoss[];
  /** Default: those that have frames. */
  readonly hasVideo?: boolean;
  readonly hasAudio?: boolean;
  readonly sampleRateIndex?: number;
  readonly channels?: number;
}

const wrap = (ticks: number): number => ((ticks % 2 ** 33) + 2 ** 33) % 2 ** 33;

/** Bytes of a picture: its id, and a few more, so that sizes differ. */
export const pictureBytes = (id: number): Buffer => markedBytes('V', id, 8 + (id % 5));

/** An AAC frame without header, likewise. */
export const soundBytes = (id: number): Buffer => markedBytes('A', id, 6 + (id % 7));

function markedBytes(mark: string, id: number, length: number): Buffer {
  const bytes = Buffer.alloc(length, mark);
  bytes.writeUInt32BE(id, 1);
  return bytes;
}

/** With an ADTS header: AAC-LC, by default 48 kHz stereo. */
export function adtsFrame(payload: Buffer, rateIndex = 3, channels = 2): Buffer {
  const length = payload.length + 7;
  const header = [0xff, 0xf1, 0x40 | (rateIndex << 2) | (channels >> 2), ((channels & 3) << 6) | (length >> 11)];
  return Buffer.concat([Buffer.from([...header, (length >> 3) & 0xff, ((length & 7) << 5) | 0x1f, 0xfc]), payload]);
}

/** One batch with all of a segment. */
export const segmentBatch = (segmentIndex: number, plan: SegmentPlan): DemuxedBatch =>
  onlyBatch(cutSegment(segmentIndex, plan, []));

function onlyBatch([batch]: DemuxedBatch[]): DemuxedBatch {
  if (batch === undefined) throw new Error('No batch was made.');
  return batch;
}

/**
 * The batches of a segment.
 *
 * @param cuts where batches end, each as a share of the pictures and of the bytes of audio: 0 to 1, rising
 */
export function cutSegment(
  segmentIndex: number,
  plan: SegmentPlan,
  cuts: readonly { readonly video: number; readonly audio: number }[],
): DemuxedBatch[] {
  const { pictures = [], sounds = [], sampleRateIndex = 3, channels = 2 } = plan;
  const hasVideo = plan.hasVideo ?? pictures.length > 0;
  const hasAudio = plan.hasAudio ?? sounds.length > 0;
  const packets = sounds.map(({ ids }) =>
    Buffer.concat(ids.map((id) => adtsFrame(soundBytes(id), sampleRateIndex, channels))),
  );
  const audioBytes = packets.reduce((sum, { length }) => sum + length, 0);
  const ends = [...cuts, { video: 1, audio: 1 }];
  return ends.map((end, index) => {
    const start = ends[index - 1] ?? { video: 0, audio: 0 };
    const isLast = index === ends.length - 1;
    const from = Math.round(start.video * pictures.length);
    const to = Math.round(end.video * pictures.length);
    return {
      segmentIndex,
      isSegmentEnd: isLast,
      program:
        index === 0
          ? { videoPid: hasVideo ? VIDEO_PID : undefined, audioPid: hasAudio ? AUDIO_PID : undefined, ignored: [] }
          : undefined,
      video: videoRun(pictures.slice(from, to), from),
      audio: audioRun(sounds, packets, Math.round(start.audio * audioBytes), Math.round(end.audio * audioBytes)),
      firstPictureTime: Number.NaN,
      parameterSets:
        index === 0 && hasVideo
          ? [
              { kind: 'sps' as const, bytes: SPS, position: 0 },
              { kind: 'pps' as const, bytes: PPS, position: 0 },
            ]
          : [],
      counters: isLast ? (plan.counters ?? []) : [],
      losses: isLast ? (plan.losses ?? []) : [],
    };
  });
}

function videoRun(pictures: readonly PicturePlan[], firstIndex: number): VideoRun {
  const samples = pictures.map(({ id }) => pictureBytes(id));
  return {
    bytes: Buffer.concat(samples),
    count: pictures.length,
    sizes: Uint32Array.from(samples, ({ length }) => length),
    decodeTimes: Float64Array.from(pictures, ({ dts, pts }) => wrap(dts ?? pts)),
    presentationTimes: Float64Array.from(pictures, ({ pts }) => wrap(pts)),
    isKeyFrame: Uint8Array.from(pictures, ({ isKey }) => (isKey === true ? 1 : 0)),
    positions: Float64Array.from(pictures, (_, index) => (firstIndex + index) * 1880),
  };
}

/** The bytes from `from` to `to` of all packets, and the packets that begin there. */
function audioRun(sounds: readonly SoundPlan[], packets: readonly Buffer[], from: number, to: number): AudioRun {
  const begun: { offset: number; sound: SoundPlan; bytes: number; index: number }[] = [];
  const isLast = to === packets.reduce((sum, { length }) => sum + length, 0);
  let at = 0;
  sounds.forEach((sound, index) => {
    const bytes = packets[index]?.length ?? 0;
    if (at >= from && (at < to || (isLast && at === to))) begun.push({ offset: at - from, sound, bytes, index });
    at += bytes;
  });
  return {
    bytes: Buffer.concat(packets).subarray(from, to),
    count: begun.length,
    offsets: Uint32Array.from(begun, ({ offset }) => offset),
    presentationTimes: Float64Array.from(begun, ({ sound: { pts } }) => (pts === undefined ? Number.NaN : wrap(pts))),
    declaredBytes: Uint32Array.from(begun, ({ sound, bytes }) => sound.declaredBytes ?? bytes),
    positions: Float64Array.from(begun, ({ index }) => 188 + index * 1880),
  };
}

/** Pictures at a constant rate, from one time to before another; a key frame each `gop`. */
export function picturesOf(range: {
  readonly from: number;
  readonly to: number;
  readonly step?: number;
  readonly gop?: number;
  readonly firstId?: number;
  /** Of B-frames between two others: they are decoded after the picture that is shown after them. */
  readonly bFrames?: number;
}): PicturePlan[] {
  const { from, to, step = 3000, gop = 30, firstId = 0, bFrames = 0 } = range;
  const count = Math.ceil((to - from) / step);
  const order = decodingOrder(count, gop, bFrames);
  return order.map((shown, decoded) => ({
    id: firstId + decoded,
    pts: from + shown * step,
    dts: from + (decoded - (bFrames > 0 ? 1 : 0)) * step,
    isKey: shown % gop === 0,
  }));
}

/** Presentation order of pictures in decoding order; groups of pictures are closed. */
function decodingOrder(count: number, gop: number, bFrames: number): number[] {
  const order: number[] = [];
  for (let start = 0; start < count; start += gop) {
    const end = Math.min(start + gop, count);
    order.push(start);
    for (let at = start + 1; at < end; ) {
      const reference = Math.min(at + bFrames, end - 1);
      order.push(reference);
      for (let shown = at; shown < reference; shown++) order.push(shown);
      at = reference + 1;
    }
  }
  return order;
}

/** Audio from one time to before another, a timestamp with each packet. */
export function soundsOf(range: {
  readonly from: number;
  readonly to: number;
  readonly perPacket?: number;
  readonly rate?: number;
  readonly firstId?: number;
}): SoundPlan[] {
  const { from, to, perPacket = 6, rate = 48_000, firstId = 0 } = range;
  const ticks = (1024 * 90_000) / rate;
  const count = Math.ceil((to - from) / ticks - 1e-6);
  return Array.from({ length: Math.ceil(count / perPacket) }, (_, packet) => ({
    ids: Array.from(
      { length: Math.min(perPacket, count - packet * perPacket) },
      (__, i) => firstId + packet * perPacket + i,
    ),
    pts: Math.round(from + packet * perPacket * ticks),
  }));
}
