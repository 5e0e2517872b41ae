import { expect, test } from '@jest/globals';
import { playlistEntries, RENDITIONS, readSegment, readSegments } from './committed-sample.ts';
import { nalUnitTypes, PACKET_BYTES, readPackets, readPesPackets } from './transport-stream-reader.ts';

const VIDEO_PID = 0x101;
const NAL_UNIT = { idrSlice: 5, sequenceParameterSet: 7, pictureParameterSet: 8, accessUnitDelimiter: 9 };

test.each(RENDITIONS)('the byte ranges of %s follow each other from 0 and cover each file whole', (name) => {
  const ends = new Map<string, number>();

  for (const { byteRange, fileName } of playlistEntries(`media/hls/${name}/byte-range-variant.m3u8`)) {
    const [sizeBytes, offset] = byteRange!.split('@').map(Number);
    expect(offset).toBe(ends.get(fileName) ?? 0);
    expect(offset! % PACKET_BYTES).toBe(0);
    ends.set(fileName, offset! + sizeBytes!);
  }

  expect([...ends.values()]).toEqual(readSegments(name).map((segment) => segment.length));
});

test.each(RENDITIONS)(
  'each byte range of %s begins with PAT, PMT and a key frame, and can be decoded alone',
  (name) => {
    for (const { byteRange, fileName } of playlistEntries(`media/hls/${name}/byte-range-variant.m3u8`)) {
      const [sizeBytes, offset] = byteRange!.split('@').map(Number);
      const packets = readPackets(readSegment(name, fileName).subarray(offset, offset! + sizeBytes!));
      const pictures = readPesPackets(packets, VIDEO_PID).map((pes) => nalUnitTypes(pes.payload));

      expect(packets.slice(0, 3).map((packet) => packet.pid)).toEqual([0, 0x1000, VIDEO_PID]);
      expect(packets[2]?.isStart).toBe(true);
      expect(pictures[0]?.slice(0, 3)).toEqual([
        NAL_UNIT.accessUnitDelimiter,
        NAL_UNIT.sequenceParameterSet,
        NAL_UNIT.pictureParameterSet,
      ]);
      expect(pictures[0]).toContain(NAL_UNIT.idrSlice);
      expect(pictures.slice(1).flat()).not.toContain(NAL_UNIT.idrSlice);
    }
  },
);

test.each(RENDITIONS)('the media in each byte range of %s begins when its entry says', (name) => {
  const entries = playlistEntries(`media/hls/${name}/byte-range-variant.m3u8`);
  const recordingStart = entries[0]!.startsAt.getTime();

  for (const { startsAt, byteRange, fileName } of entries) {
    const [sizeBytes, offset] = byteRange!.split('@').map(Number);
    const packets = readPackets(readSegment(name, fileName).subarray(offset, offset! + sizeBytes!));
    const keyFrame = readPesPackets(packets, VIDEO_PID)[0]!;
    expect(Math.round(keyFrame.ptsTicks / 90) - 61_000).toBe(startsAt.getTime() - recordingStart);
  }
});
