import {
  addNoise,
  changePackets,
  losePackets,
  nthPacketOf,
  overwritePayload,
  packetsOf,
  renumber,
  setBits,
  swapWithNext,
} from '../damage.ts';
import { damaged, type MatrixCase } from '../matrix-case.ts';
import type { MatrixKit, MatrixRecording } from '../matrix-recording.ts';
import { PMT_PID } from '../program-tables.ts';
import { PACKET_BYTES, pidOf } from '../transport-packets.ts';
import { PID } from '../write-segments.ts';
import { A_SEGMENT, damageBytes, damagePackets, middleOf, threeSegments } from './three-segments.ts';

/** Packets that are lost, out of order or broken, and tables; in the second of three segments. */
export const damagedPacketCases: readonly MatrixCase[] = [
  damaged(
    'packet-lost-video',
    'One packet in the middle of a picture is missing',
    damagePackets((packets) => losePackets(packets, middleOf(packets, PID.video), 1)),
    { reason: 'packets-lost', segment: '1.ts', lost: { video: 2, audio: 0 } },
  ),
  damaged(
    'packet-lost-audio',
    'One packet of sound is missing',
    damagePackets((packets) => losePackets(packets, middleOf(packets, PID.audio), 1)),
    { reason: 'packets-lost', segment: '1.ts', lost: { video: 0, audio: 12 } },
  ),
  damaged(
    'packets-lost',
    'Thirty packets in a row are missing',
    damagePackets((packets) => losePackets(packets, 100, 30)),
    { reason: 'packets-lost', segment: '1.ts', lost: { video: 20, audio: 30 } },
  ),
  damaged(
    'sixteen-packets-lost',
    'Sixteen packets of one PID, after which its counter fits again',
    damagePackets((packets) => {
      const lost = packetsOf(packets, PID.audio).slice(10, 26);
      return packets.filter((_, index) => !lost.includes(index));
    }),
    { reason: 'pes-length-mismatch', segment: '1.ts', lost: { video: 0, audio: 40 } },
  ),
  damaged(
    'reordered',
    'Two packets of a picture have changed places',
    damagePackets((packets) => swapWithNext(packets, middleOf(packets, PID.video))),
    { reason: 'packets-lost', segment: '1.ts', lost: { video: 3, audio: 0 } },
  ),
  damaged(
    'transport-error',
    'transport_error_indicator',
    damagePackets((packets) => {
      setBits(packets[middleOf(packets, PID.video)], 1, 0x80);
      return packets;
    }),
    {
      reason: 'transport-error',
      segment: '1.ts',
      losses: [
        ['transport-error', '1.ts'],
        ['packets-lost', '1.ts'],
      ],
      lost: { video: 2, audio: 0 },
    },
  ),
  damaged(
    'noise-in-middle',
    'Noise over ten packets',
    damageBytes((bytes) => addNoise(bytes, 100 * PACKET_BYTES + 7, 10 * PACKET_BYTES)),
    { reason: 'sync-lost', segment: '1.ts', lost: { video: 15, audio: 20 } },
  ),
  damaged(
    'bytes-inserted',
    'Fifty bytes too many between two packets',
    damageBytes((bytes) =>
      Buffer.concat([bytes.subarray(0, 100 * PACKET_BYTES), Buffer.alloc(50, 1), bytes.subarray(100 * PACKET_BYTES)]),
    ),
    { reason: 'sync-lost', segment: '1.ts', lost: { video: 3, audio: 12 } },
  ),
  damaged(
    'no-map-table',
    'No PMT',
    damagePackets((packets) => packets.filter((packet) => pidOf(packet) !== PMT_PID)),
    { reason: 'program-missing', segment: '1.ts', lost: A_SEGMENT },
  ),
  damaged(
    'no-association-table',
    'No PAT',
    damagePackets((packets) => packets.filter((packet) => pidOf(packet) !== 0)),
    { reason: 'program-missing', segment: '1.ts', lost: A_SEGMENT },
  ),
  damaged(
    'map-table-checksum',
    'A PMT whose checksum is wrong',
    damagePackets((packets) => {
      overwritePayload(packets[nthPacketOf(packets, PMT_PID, 0)], [0xff], 12);
      return packets;
    }),
    {
      reason: 'psi-damaged',
      segment: '1.ts',
      losses: [
        ['psi-damaged', '1.ts'],
        ['program-missing', '1.ts'],
      ],
      lost: A_SEGMENT,
    },
  ),
  damaged(
    'pes-too-short',
    'A PES packet of sound that has lost a packet, with counters made to fit',
    soundLostUnnoticed,
    { reason: 'pes-length-mismatch', segment: '1.ts', lost: { video: 0, audio: 12 } },
  ),
];

async function soundLostUnnoticed(kit: MatrixKit): Promise<MatrixRecording> {
  const lossy = changePackets(await threeSegments(kit), 1, (packets) =>
    renumber(losePackets(packets, middleOf(packets, PID.audio), 1), PID.audio),
  );
  return changePackets(lossy, 2, (packets) => renumber(packets, PID.audio, -1));
}
