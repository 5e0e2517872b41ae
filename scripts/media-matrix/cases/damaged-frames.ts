import { changePackets, nthPacketOf, overwritePayload, setBits } from '../damage.ts';
import { damaged, type MatrixCase } from '../matrix-case.ts';
import type { MatrixKit, MatrixRecording } from '../matrix-recording.ts';
import { PID } from '../write-segments.ts';
import { damagePackets, threeSegments } from './three-segments.ts';

/** Broken PES packets, NAL units and ADTS frames; in the second of three segments unless the row says otherwise. */
export const damagedFrameCases: readonly MatrixCase[] = [
  damaged(
    'pes-prefix',
    'A PES packet that does not begin with 000001',
    damagePackets((packets) => {
      overwritePayload(packets[nthPacketOf(packets, PID.video, 10, 'starts')], [0xff]);
      return packets;
    }),
    { reason: 'pes-damaged', segment: '1.ts', lost: { video: 1, audio: 0 } },
  ),
  damaged(
    'forbidden-bit',
    'A NAL unit with forbidden_zero_bit set',
    (kit) =>
      kit.recording([{ seconds: 6, editUnits: (units, index) => (index === 80 ? units.map(forbidden) : units) }]),
    { reason: 'video-damaged', segment: '1.ts', lost: { video: 1, audio: 0 } },
  ),
  damaged(
    'no-start-code',
    'A picture that does not begin with a start code',
    damagePackets((packets) => {
      // Behind a PES header of 19 bytes.
      overwritePayload(packets[nthPacketOf(packets, PID.video, 10, 'starts')], [9, 9, 9, 9], 19);
      return packets;
    }),
    { reason: 'video-damaged', segment: '1.ts', lost: { video: 1, audio: 0 } },
  ),
  damaged(
    'picture-without-time',
    'A picture without PTS',
    damagePackets((packets) => {
      const packet = packets[nthPacketOf(packets, PID.video, 10, 'starts')];
      overwritePayload(packet, [0], 7);
      return packets;
    }),
    { reason: 'timestamp-missing', segment: '1.ts', lost: { video: 1, audio: 0 } },
  ),
  damaged(
    'adts-sync-lost',
    'An ADTS frame without its syncword',
    (kit) =>
      kit.recording([{ seconds: 6, editFrame: (frame, index) => (index === 150 ? withoutSyncword(frame) : frame) }]),
    { reason: 'audio-damaged', segment: '1.ts', lost: { video: 0, audio: 6 } },
  ),
  damaged(
    'no-key-frame',
    'More than a second of pictures before the first key frame',
    (kit) => kit.recording([{ seconds: 6, video: 'openGop', fromKeyFrame: 0, skippedPictures: 1 }]),
    { reason: 'key-frame-missing', segment: '0.ts', lost: { video: 180, audio: 282 } },
  ),
  damaged(
    'no-key-frame-after-tag',
    'Pictures before the first key frame after a reconnect',
    (kit) =>
      kit.recording([{}, { fromKeyFrame: 8, isTagged: true, skippedPictures: 3 }], { countersRestart: 'stretch' }),
    { reason: 'key-frame-missing', segment: '2.ts', lost: { video: 12, audio: 0 } },
  ),
  damaged('picture-across-segments', 'A picture whose end lies in the next segment', pictureAcrossSegments, {
    reason: 'frame-straddles-segments',
    segment: '1.ts',
    lost: { video: 1, audio: 0 },
    cutShort: 1,
  }),
];

const forbidden = (unit: Buffer): Buffer => {
  const changed = Buffer.from(unit);
  setBits(changed, 0, 0x80);
  return changed;
};

function withoutSyncword(frame: Buffer): Buffer {
  const changed = Buffer.from(frame);
  changed.fill(0, 0, 2);
  return changed;
}

/** Moves the last packet of the pictures in the first segment behind the tables of the second. */
async function pictureAcrossSegments(kit: MatrixKit): Promise<MatrixRecording> {
  let moved: Buffer | undefined;
  const shortened = changePackets(await threeSegments(kit), 0, (packets) => {
    const last = nthPacketOf(packets, PID.video, -1, 'rest');
    moved = packets[last];
    return packets.filter((_, index) => index !== last);
  });
  return changePackets(shortened, 1, ([pat, pmt, ...packets]) =>
    [pat, pmt, moved, ...packets].filter((packet) => packet !== undefined),
  );
}
