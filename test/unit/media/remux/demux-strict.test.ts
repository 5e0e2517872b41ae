import { expect, test } from '@jest/globals';
import {
  losePackets,
  nthPacketOf,
  overwritePayload,
  repeatPacket,
  setBits,
  swapWithNext,
} from '../../../../scripts/media-matrix/damage.ts';
import { nullPacket, payloadOffset } from '../../../../scripts/media-matrix/transport-packets.ts';
import {
  AUDIO_PID,
  audioStream,
  delimiter,
  laterSlice,
  makeFrames,
  makeSounds,
  nalUnit,
  pps,
  segmentBytes,
  segmentPackets,
  sps,
  VIDEO_PID,
  videoStream,
} from '../../../media/ts-builder.ts';
import { demuxAll, hexOf, refusalOf } from './demux-all.ts';

const plan = { frames: makeFrames(40), sounds: makeSounds(30) };
const planBytes = segmentBytes(plan).length;
const nthVideo = (packets: Buffer[], n: number, wanted?: 'starts' | 'rest') =>
  nthPacketOf(packets, VIDEO_PID, n, wanted);
const nthAudio = (packets: Buffer[], n: number, wanted?: 'starts' | 'rest') =>
  nthPacketOf(packets, AUDIO_PID, n, wanted);

/** The segment with its packets changed, in place or for others. */
function changed(change: (packets: Buffer[]) => unknown): Buffer {
  const packets = segmentPackets(plan);
  const result = change(packets);
  return Buffer.concat(Array.isArray(result) ? result : packets);
}

/** A segment of one frame with the payload given, or the NAL units. */
const withUnits = (...units: Buffer[]): Buffer => segmentBytes({ frames: [{ units, pts: 90_000 }] });
const withPayload = (hex: string): Buffer =>
  segmentBytes({ frames: [{ units: [], payload: Buffer.from(hex, 'hex'), pts: 90_000 }] });

const DAMAGE: [string, Buffer, string, number][] = [
  ['no bytes', Buffer.alloc(0), 'segment-empty', 0],
  ['a packet cut off', changed((packets) => [...packets, packets[9]!.subarray(0, 187)]), 'packet-truncated', planBytes],
  ['one byte too many', changed((packets) => [...packets, Buffer.from([0x47])]), 'packet-truncated', planBytes],
  ['a packet without its sync byte', changed((packets) => packets[50]!.writeUInt8(0x46)), 'sync-lost', 188 * 50],
  ['a byte missing', changed((packets) => packets.with(50, packets[50]!.subarray(1))), 'sync-lost', 188 * 50],
  ['HTML', Buffer.from('<!doctype html><title>Access denied</title>'.repeat(9)), 'sync-lost', 0],
  ['a short text', Buffer.from('no'), 'packet-truncated', 0],
  ['transport_error_indicator', changed((packets) => setBits(packets[20], 1, 0x80)), 'transport-error', 188 * 20],
  [
    'an adaptation field longer than its packet',
    changed((packets) => packets[20]!.set([0x47, 1, 0, 0x3f, 184])),
    'transport-error',
    188 * 20,
  ],
  ['a lost video packet', changed((packets) => losePackets(packets, nthVideo(packets, 9), 1)), 'packets-lost', -1],
  ['a lost audio packet', changed((packets) => losePackets(packets, nthAudio(packets, 9), 1)), 'packets-lost', -1],
  ['packets in another order', changed((packets) => swapWithNext(packets, nthVideo(packets, 9))), 'packets-lost', -1],
  ['a packet three times', changed((packets) => repeatPacket(repeatPacket(packets, 5), 5)), 'packets-lost', 188 * 7],
  // Sixteen bring the counter round, and only a declared length or the playlist tells.
  ['fifteen lost packets', changed((packets) => loseOfVideo(packets, 15)), 'packets-lost', -1],
  ['no tables', changed((packets) => packets.slice(2)), 'program-missing', 0],
  ['no program association', changed((packets) => packets.slice(1)), 'program-missing', 0],
  ['no program map', changed((packets) => packets.toSpliced(1, 1)), 'program-missing', 0],
  ['nothing but null packets', Buffer.concat([nullPacket(), nullPacket()]), 'program-missing', 0],
  ['media before the tables', changed((packets) => [packets[7]!, ...packets.toSpliced(7, 1)]), 'program-missing', 0],
  ['a damaged program association', changed((packets) => packets[0]!.writeUInt8(9, 15)), 'psi-damaged', 0],
  ['a damaged program map', changed((packets) => packets[1]!.writeUInt8(0x77, 18)), 'psi-damaged', 188],
  ['a pointer beyond its packet', changed((packets) => packets[1]!.writeUInt8(190, 4)), 'psi-damaged', 188],
  [
    'a PES packet without its prefix',
    changed((packets) => overwritePayload(packets[nthVideo(packets, 3, 'starts')], [0, 0, 2])),
    'pes-damaged',
    -1,
  ],
  [
    'a PES header longer than its packet',
    changed((packets) => overwritePayload(packets[nthAudio(packets, 3, 'starts')], [200], 8)),
    'pes-damaged',
    -1,
  ],
  [
    'a PES packet shorter than declared',
    segmentBytes({ frames: [{ units: [delimiter, nalUnit(5, 900)], pts: 9, declaresLength: true }] }).subarray(0, -188),
    'pes-length-mismatch',
    376,
  ],
  [
    'a segment that begins within a frame',
    changed((packets) => packets.toSpliced(nthVideo(packets, 0, 'starts'), 1)),
    'frame-straddles-segments',
    376,
  ],
  [
    'a segment that begins with the rest of a frame in a PES packet of its own',
    segmentBytes({ frames: [{ units: [laterSlice(5, 90)] }, ...plan.frames] }),
    'frame-straddles-segments',
    376,
  ],
  ['a picture without a time', segmentBytes({ frames: [{ units: [nalUnit(5, 90)] }] }), 'timestamp-missing', 376],
  [
    'a delimiter without a time',
    segmentBytes({ frames: [...makeFrames(1), { units: [delimiter, nalUnit(1, 90)] }] }),
    'timestamp-missing',
    -1,
  ],
  ['forbidden_zero_bit', withUnits(delimiter, Buffer.from([0xe5, 0x88, 1])), 'video-damaged', 376],
  [
    'forbidden_zero_bit in a later slice',
    withUnits(nalUnit(5, 99), Buffer.from([0xe5, 0x42, 1])),
    'video-damaged',
    376,
  ],
  ['a NAL unit of no bytes', withPayload('0000010000016588'), 'video-damaged', 376],
  ['a NAL unit of zeros', withPayload('000001000000000001658801'), 'video-damaged', 376],
  ['a start code at the end', withPayload('0000016588000001'), 'video-damaged', 376],
  ['bytes before the first start code', withPayload('ff0000016588'), 'video-damaged', 376],
  ['no start code', withPayload('6588'), 'video-damaged', 376],
  ['zeros only', withPayload('000000000000'), 'video-damaged', 376],
  ['no payload', withPayload(''), 'video-damaged', 376],
  ['an access unit without a slice', withUnits(delimiter, nalUnit(6, 80)), 'video-damaged', 376],
  [
    'more parameter sets than a stream can use',
    withUnits(...Array.from({ length: 300 }, (_, index) => nalUnit(8, 20, index)), nalUnit(5, 9)),
    'video-damaged',
    376,
  ],
];

/** Leaves out packets in the middle of the first frame long enough. */
function loseOfVideo(packets: Buffer[], count: number): Buffer[] {
  const long = segmentPackets({ frames: makeFrames(2, { sizeBytes: 9000 }) });
  packets.splice(0, packets.length, ...long);
  return losePackets(packets, nthVideo(packets, 9), count);
}

test.each(DAMAGE)('names damage: %s', async (_, bytes, reason, position) => {
  const error = await refusalOf(bytes);

  expect(error).toMatchObject({ name: 'SegmentDamagedError', reason, place: { segment: '0.ts', seconds: 0 } });
  if (position >= 0) expect(error.place.position).toBe(position);
});

const REFUSED: [string, Buffer, string, string][] = [
  ['a fragmented MP4', Buffer.from('00000018667479706d703432'.padEnd(800, '0'), 'hex'), 'fragmented-mp4', 'ftyp'],
  ['a short segment of one', Buffer.from('0000000873747970', 'hex'), 'fragmented-mp4', 'styp'],
  ['scrambled packets', changed((packets) => setBits(packets[30], 3, 0x80)), 'encrypted', 'scrambling'],
  [
    'scrambled PES packets',
    changed((packets) => overwritePayload(packets[nthAudio(packets, 0, 'starts')], [0x90], 6)),
    'encrypted',
    'audio',
  ],
  [
    'scrambled PES packets of video',
    changed((packets) => overwritePayload(packets[nthVideo(packets, 0, 'starts')], [0x90], 6)),
    'encrypted',
    'video',
  ],
  ['SAMPLE-AES', segmentBytes({ streams: [{ streamType: 0xdb, pid: 0x101 }] }), 'encrypted', 'encrypted H.264'],
  ['HEVC', segmentBytes({ streams: [{ streamType: 0x24, pid: 0x101 }, audioStream] }), 'video-codec', 'HEVC'],
  ['MP3', segmentBytes({ streams: [videoStream, { streamType: 0x03, pid: 0x100 }] }), 'audio-codec', 'MPEG-1 audio'],
  ['AC-3', segmentBytes({ streams: [{ streamType: 0x81, pid: 0x100 }] }), 'audio-codec', 'AC-3'],
  [
    'two programs',
    segmentBytes({ programs: [1, 2].map((number) => ({ number, pid: 0x1000 * number - 1 })) }),
    'several-programs',
    'found 2',
  ],
  [
    'a program map that changes',
    Buffer.concat([segmentBytes(plan), segmentBytes({ streams: [{ streamType: 0x1b, pid: 0x111 }] })]),
    'tracks-changed',
    'PID 273',
  ],
  [
    'a program association that changes',
    Buffer.concat([segmentBytes(plan), segmentBytes({ programs: [{ number: 1, pid: 0x999 }] })]),
    'tracks-changed',
    'PID 2457',
  ],
  [
    'a second picture behind a delimiter',
    withUnits(delimiter, nalUnit(5, 99), delimiter, nalUnit(1, 99)),
    'several-pictures-in-packet',
    'delimiter',
  ],
  [
    'a second picture without a delimiter',
    withUnits(nalUnit(5, 99), laterSlice(5, 99), nalUnit(1, 99)),
    'several-pictures-in-packet',
    'first_mb_in_slice',
  ],
];

test.each(REFUSED)('refuses what cannot be carried: %s', async (_, bytes, reason, found) => {
  const strict = await refusalOf(bytes);
  const tolerant = await refusalOf(bytes, { isTolerant: true });

  expect(strict).toMatchObject({ name: 'StreamNotCarriableError', reason });
  expect(strict.message).toContain(found);
  expect(tolerant.message).toBe(strict.message);
});

test('says where a segment is damaged, what was expected and what was found', async () => {
  const segments = [segmentBytes(plan), changed((packets) => packets[50]!.writeUInt8(0x46))];

  const { message } = await refusalOf(segments);

  expect(message).toBe(
    'Segment 1.ts at byte 9400, 6.0 s into the recording, is damaged (sync-lost): ' +
      'expected sync_byte 0x47 (ISO/IEC 13818-1 2.4.3.3), found 0x46.',
  );
});

const SOUND: [string, Buffer][] = [
  ['a packet that comes twice', changed((packets) => repeatPacket(packets, nthVideo(packets, 7)))],
  [
    'a first packet of a frame that comes twice',
    changed((packets) => repeatPacket(packets, nthVideo(packets, 7, 'starts'))),
  ],
  ['an audio packet that comes twice', changed((packets) => repeatPacket(packets, nthAudio(packets, 7, 'rest')))],
  ['a table that comes twice', changed((packets) => repeatPacket(repeatPacket(packets, 0), 2))],
  ['tables that come again', changed((packets) => packets.toSpliced(60, 0, packets[0]!, packets[1]!))],
  ['null packets', changed((packets) => packets.flatMap((packet) => [packet, nullPacket()]))],
  [
    'packets of a PID that is in no table',
    changed((packets) => packets.flatMap((packet) => [packet, foreign(packet)])),
  ],
  ['packets marked as important', changed((packets) => packets.map(markImportant))],
  ['a counter that jumps where the stream says so', changed((packets) => jumpCounter(packets, nthVideo(packets, 30)))],
  [
    'a counter that jumps where the packet itself says so',
    changed((packets) => {
      const index = nthVideo(packets, 9, 'starts');
      setBits(packets[index], 5, 0x80);
      return shiftCounters(packets, index);
    }),
  ],
  ['a long table whose packets come twice', withLongTable()],
];

/** transport_priority (ISO/IEC 13818-1 2.4.3.3): the header is another, and means the same. */
function markImportant(packet: Buffer): Buffer {
  setBits(packet, 1, 0x20);
  return packet;
}

/** A copy on a PID that means nothing. */
function foreign(packet: Buffer): Buffer {
  const copy = Buffer.from(packet);
  copy.set([0x1a, 0xbc], 1);
  return copy;
}

/** Says with an adaptation field of its own that the counter jumps, and lets it. */
function jumpCounter(packets: Buffer[], index: number): Buffer[] {
  const announcement = Buffer.alloc(188, 0xff);
  announcement.set([0x47, VIDEO_PID >> 8, VIDEO_PID & 0xff, 0x20, 183, 0x80]);
  return shiftCounters(packets, index).toSpliced(index, 0, announcement);
}

/** Lets the counter of video jump from a packet on. */
function shiftCounters(packets: Buffer[], index: number): Buffer[] {
  for (const packet of packets.slice(index)) {
    if (packet.readUInt16BE(1) % 0x2000 === VIDEO_PID) packet[3] = (packet[3]! & 0xf0) | ((packet[3]! + 5) & 0x0f);
  }
  return packets;
}

/** A program map of three packets, each of which comes twice, with others between. */
function withLongTable(): Buffer {
  const streams = [{ ...videoStream, descriptors: Buffer.alloc(400, 7) }, audioStream];
  const packets = segmentPackets({ ...plan, streams });
  const others = Array(4).fill(nullPacket());
  return Buffer.concat(packets.flatMap((packet, index) => (index < 4 ? [packet, ...others, packet] : [packet])));
}

test.each(
  SOUND.flatMap(([name, bytes]) => [
    { name, bytes, readSize: 1 << 20 },
    { name, bytes, readSize: 188 },
  ]),
)('lets pass $name, with reads of $readSize bytes', async ({ bytes, readSize }) => {
  const expected = await demuxAll(segmentBytes(plan));

  const { samples, sounds } = await demuxAll(bytes, { readSizes: [readSize] });

  expect(hexOf(samples)).toEqual(hexOf(expected.samples));
  expect(hexOf(sounds.map((sound) => sound.bytes))).toEqual(hexOf(expected.sounds.map((sound) => sound.bytes)));
});

test('tells the first and last continuity counter of the streams that are carried', async () => {
  const packets = segmentPackets(plan);
  const last = (pid: number) => packets.findLast((packet) => packet.readUInt16BE(1) % 0x2000 === pid)![3]! & 0x0f;

  const { counters } = await demuxAll([segmentBytes(plan), Buffer.concat(repeatPacket(packets, packets.length - 1))]);

  const spans = [VIDEO_PID, AUDIO_PID].map((pid) => ({ pid, first: 0, last: last(pid) }));
  expect(counters).toEqual([...spans, ...spans]);
});

test('has test packets whose payloads are where the tests believe', () => {
  expect(payloadOffset(segmentPackets(plan)[2]!)).toBe(12);
  expect(segmentPackets({ frames: [{ units: [sps, pps], pts: 1 }] })).toHaveLength(3);
});
