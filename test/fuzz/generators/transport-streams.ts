import {
  beginsUnit,
  counterOf,
  nullPacket,
  PACKET_BYTES,
  PacketMaker,
} from '../../../scripts/media-matrix/transport-packets.ts';
import {
  AUDIO_PID,
  audioStream,
  delimiter,
  expectedSample,
  type FramePlan,
  laterSlice,
  nalUnit,
  pps,
  type SoundPlan,
  segmentPackets,
  sps,
  VIDEO_PID,
  videoStream,
} from '../../media/ts-builder.ts';
import { adtsFrame } from '../../unit/media/remux/batch-builder.ts';

/** A segment to be spoilt, packet by packet, and what is in it. */
export interface StreamExample {
  readonly packets: readonly Buffer[];
  /** Samples of the pictures, in order. */
  readonly samples: readonly Buffer[];
  /** PES packets of sound, in order. */
  readonly sounds: readonly Buffer[];
}

const FRAME_TICKS = 3000;
/** 1,024 samples at 48 kHz. */
const SOUND_TICKS = 1920;
const FRAMES_PER_SOUND = 3;

/** Pictures as encoders write them, their times begun anywhere. */
export function frames(
  count: number,
  firstPts: number,
  make: (index: number) => Partial<FramePlan> = () => ({}),
): FramePlan[] {
  return Array.from({ length: count }, (_, index) => {
    const isKey = index % 4 === 0;
    const slice = nalUnit(isKey ? 5 : 1, 180 + (index % 5) * 97, index + 1);
    const dts = firstPts + index * FRAME_TICKS;
    return {
      units: isKey ? [delimiter, sps, pps, slice] : [delimiter, slice],
      pts: dts + FRAME_TICKS,
      dts,
      ...make(index),
    };
  });
}

/** Sound of AAC-LC at 48 kHz, three frames in a PES packet. */
export function sounds(count: number, firstPts: number): SoundPlan[] {
  return Array.from({ length: count }, (_, index) => ({
    payload: Buffer.concat(
      Array.from({ length: FRAMES_PER_SOUND }, (_, frame) =>
        adtsFrame(nalUnit(0, 30 + ((index * 3 + frame) % 4) * 20, index + frame)),
      ),
    ),
    pts: firstPts + index * FRAMES_PER_SOUND * SOUND_TICKS,
  }));
}

/** The same with the payloads cut elsewhere than between frames, and no time where none begins. */
export function straddlingSounds(count: number, firstPts: number): SoundPlan[] {
  const plans = sounds(count, firstPts);
  const bytes = Buffer.concat(plans.map(({ payload }) => payload));
  const size = Math.ceil(bytes.length / count) + 11;
  return plans.map(({ pts }, index) => ({
    payload: bytes.subarray(index * size, (index + 1) * size),
    pts: index === 0 ? pts : undefined,
  }));
}

function example(
  frames: readonly FramePlan[],
  soundPlans: readonly SoundPlan[],
  change: (packets: Buffer[]) => Buffer[] = (packets) => packets,
): StreamExample {
  return {
    packets: change(segmentPackets({ frames, sounds: soundPlans })),
    samples: frames.map(expectedSample),
    sounds: soundPlans.map(({ payload }) => payload),
  };
}

const FIRST_PTS = 900_000;

const metadataStream = { streamType: 0x15, pid: 0x102 };

/** Segments of many kinds, each of some thirty packets. */
export const STREAM_EXAMPLES: readonly StreamExample[] = [
  example(frames(6, FIRST_PTS), sounds(4, FIRST_PTS + FRAME_TICKS)),
  // Large pictures, most of whose packets are plain ones.
  example(
    frames(3, FIRST_PTS, (index) => ({
      units: [delimiter, ...(index === 0 ? [sps, pps] : []), nalUnit(index === 0 ? 5 : 1, 1900, index)],
    })),
    sounds(2, FIRST_PTS),
  ),
  // Several slices, start codes of three bytes, lengths declared, a message in front.
  example(
    frames(5, FIRST_PTS, (index) => ({
      units: [delimiter, sps, pps, nalUnit(6, 20), nalUnit(5, 90, index), laterSlice(5, 80, index), nalUnit(12, 9)],
      startCodes: 'three',
      declaresLength: true,
    })),
    sounds(3, FIRST_PTS),
  ),
  // Times that wrap at 33 bits, no DTS.
  example(
    frames(6, 2 ** 33 - 3 * FRAME_TICKS, () => ({ dts: undefined })),
    sounds(4, 2 ** 33 - 3 * FRAME_TICKS),
  ),
  example(frames(6, FIRST_PTS), []),
  example([], sounds(8, FIRST_PTS)),
  example(frames(4, FIRST_PTS), straddlingSounds(6, FIRST_PTS)),
  // Tables again in the middle, null packets, a stream that is not carried.
  {
    ...example(frames(5, FIRST_PTS), sounds(3, FIRST_PTS)),
    packets: withMore(
      segmentPackets({
        frames: frames(5, FIRST_PTS),
        sounds: sounds(3, FIRST_PTS),
        streams: [videoStream, audioStream, metadataStream],
      }),
    ),
  },
];

function withMore(packets: Buffer[]): Buffer[] {
  const tables = packets.slice(0, 2).map((packet) => {
    const again = Buffer.from(packet);
    again[3] = (again[3]! & 0xf0) | ((counterOf(packet) + 1) & 0x0f);
    return again;
  });
  const metadata = new PacketMaker().unitPackets(metadataStream.pid, Buffer.alloc(300, 0x49), 'pes');
  const middle = packets.findIndex((packet, index) => index > packets.length / 2 && beginsUnit(packet));
  return [...packets.slice(0, middle), nullPacket(), ...tables, ...metadata, nullPacket(), ...packets.slice(middle)];
}

export { AUDIO_PID, PACKET_BYTES, VIDEO_PID };
