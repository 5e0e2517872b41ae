import { joinNalUnits, type StartCodes, sampleOf } from '../../scripts/media-matrix/nal-units.ts';
import { pesPacket } from '../../scripts/media-matrix/pes-packets.ts';
import {
  associationSection,
  mapSection,
  PMT_PID,
  STREAM_TYPE,
  type StreamEntry,
} from '../../scripts/media-matrix/program-tables.ts';
import { PACKET_BYTES, PacketMaker } from '../../scripts/media-matrix/transport-packets.ts';

/** Segments of a transport stream, written down frame by frame, for tests of the demuxer. */

export const VIDEO_PID = 0x101;
export const AUDIO_PID = 0x100;

/** A video PES packet. */
export interface FramePlan {
  /** NAL units without start codes. */
  readonly units: readonly Buffer[];
  /** 90 kHz; `undefined` leaves it out. */
  readonly pts?: number | undefined;
  readonly dts?: number | undefined;
  readonly startCodes?: StartCodes;
  readonly declaresLength?: boolean;
  /** The payload, instead of `units`. */
  readonly payload?: Buffer;
}

/** An audio PES packet; the demuxer does not look into its payload. */
export interface SoundPlan {
  readonly payload: Buffer;
  readonly pts?: number | undefined;
}

/** What a segment holds, in this order: tables, then frames and sounds in turn. */
export interface SegmentPlan {
  readonly frames?: readonly FramePlan[];
  readonly sounds?: readonly SoundPlan[];
  readonly streams?: readonly StreamEntry[];
  readonly programs?: readonly { readonly number: number; readonly pid: number }[];
}

export const videoStream: StreamEntry = { streamType: STREAM_TYPE.h264, pid: VIDEO_PID };
export const audioStream: StreamEntry = { streamType: STREAM_TYPE.adts, pid: AUDIO_PID };

/** Bytes without two zeros in a row; of a prime number, so that any place of a unit looks unlike the others. */
const PATTERN = Buffer.from(
  Array.from({ length: 65_521 }, (_, at) => (((at * 2_654_435_761) >>> 13) & 0xff) | (at % 2)),
);

/** A NAL unit of a type and size whose bytes tell it from others, and hold no two zeros in a row. */
export function nalUnit(type: number, sizeBytes: number, seed = 1): Buffer {
  const start = (seed * 7919) % (PATTERN.length - 1);
  const unit = Buffer.allocUnsafe(sizeBytes);
  for (let at = 0; at < sizeBytes; ) at += PATTERN.copy(unit, at, (start + at) % PATTERN.length);
  unit[0] = 0x60 | type;
  // first_mb_in_slice 0, and no zero at the end, which would belong to the next start code
  if (sizeBytes > 1) unit[1] = 0x88;
  unit[sizeBytes - 1]! |= 1;
  return unit;
}

/** A slice that does not begin a picture: first_mb_in_slice above 0 (ISO/IEC 14496-10 7.3.3). */
export function laterSlice(type: number, sizeBytes: number, seed = 1): Buffer {
  const unit = nalUnit(type, sizeBytes, seed);
  unit[1] = 0x42;
  return unit;
}

export const delimiter = Buffer.from([0x09, 0xf0]);
export const sps = Buffer.from('6742c01eda0280f684000003000400000300f03c58ba80', 'hex');
export const pps = Buffer.from('68ce3c80', 'hex');

/** Frames as encoders write them, 30 per second, a key frame first and then every `keyInterval`. */
export function makeFrames(count: number, { sizeBytes = 700, keyInterval = 30, firstPts = 900_000 } = {}): FramePlan[] {
  return Array.from({ length: count }, (_, index) => {
    const isKey = index % keyInterval === 0;
    const slice = nalUnit(isKey ? 5 : 1, sizeBytes + (index % 7) * 31, index + 1);
    const dts = firstPts + index * 3000;
    return { units: isKey ? [delimiter, sps, pps, slice] : [delimiter, slice], pts: dts + 3000, dts };
  });
}

/** PES packets of sound of some bytes, 20 per second. */
export function makeSounds(count: number, { sizeBytes = 300, firstPts = 900_000 } = {}): SoundPlan[] {
  return Array.from({ length: count }, (_, index) => ({
    payload: nalUnit(0, sizeBytes + (index % 5) * 17, 1000 + index),
    pts: firstPts + index * 4500,
  }));
}

/** The packets of a segment: PAT, PMT, and then one PES packet of video and one of audio in turn. */
export function segmentPackets(plan: SegmentPlan, maker = new PacketMaker()): Buffer[] {
  const { frames = [], sounds = [], programs = [{ number: 1, pid: PMT_PID }] } = plan;
  const streams = plan.streams ?? [
    ...(frames.length > 0 ? [videoStream] : []),
    ...(sounds.length > 0 ? [audioStream] : []),
  ];
  const tables = [
    ...maker.unitPackets(0, associationSection(programs), 'section'),
    ...maker.unitPackets(PMT_PID, mapSection(1, VIDEO_PID, streams), 'section'),
  ];
  const units = Array.from({ length: Math.max(frames.length, sounds.length) }, (_, index) => [
    ...(frames[index] === undefined ? [] : framePackets(maker, frames[index])),
    ...(sounds[index] === undefined ? [] : soundPackets(maker, sounds[index])),
  ]);
  return [...tables, ...units.flat()];
}

export function framePackets(maker: PacketMaker, frame: FramePlan): Buffer[] {
  const { units, pts, dts, startCodes, declaresLength = false } = frame;
  const payload = frame.payload ?? joinNalUnits(units, startCodes);
  const pes = pesPacket({ streamId: 0xe0, pts, dts, payload, declaresLength });
  return maker.unitPackets(VIDEO_PID, pes, 'pes', { pcrTicks: dts ?? pts });
}

export function soundPackets(maker: PacketMaker, { payload, pts }: SoundPlan): Buffer[] {
  return maker.unitPackets(AUDIO_PID, pesPacket({ streamId: 0xc0, pts, payload, declaresLength: true }), 'pes');
}

/** The bytes of a segment. */
export const segmentBytes = (plan: SegmentPlan): Buffer => Buffer.concat(segmentPackets(plan));

/** What the demuxer should make of a frame. */
export const expectedSample = ({ units }: FramePlan): Buffer => sampleOf([...units]);

export { PACKET_BYTES, PacketMaker };
