import { changeBytes, changePackets, nthPacketOf } from '../damage.ts';
import type { MatrixKit, MatrixRecording } from '../matrix-recording.ts';

/** What most damage is done to: three segments of 2 s. */
export const threeSegments = (kit: MatrixKit): Promise<MatrixRecording> => kit.recording([{ seconds: 6 }]);

/** What one of them holds. */
export const A_SEGMENT = { video: 60, audio: 94 };

/** Damages the packets of the second. */
export const damagePackets =
  (change: (packets: Buffer[]) => Buffer[]) =>
  async (kit: MatrixKit): Promise<MatrixRecording> => {
    const recording = await threeSegments(kit);
    return { ...changePackets(recording, 1, change), original: second(recording) };
  };

/** Damages the bytes of the second. */
export const damageBytes =
  (change: (bytes: Buffer) => Buffer) =>
  async (kit: MatrixKit): Promise<MatrixRecording> => {
    const recording = await threeSegments(kit);
    return { ...changeBytes(recording, 1, change), original: second(recording) };
  };

const second = ({ segments }: MatrixRecording) => ({ index: 1, bytes: segments[1]?.bytes ?? Buffer.alloc(0) });

/** A packet of a PID halfway, which does not begin a PES packet. */
export const middleOf = (packets: readonly Buffer[], pid: number): number => nthPacketOf(packets, pid, 30, 'rest');
