import { expect, test } from '@jest/globals';
import { expectSame } from '../../fixtures/expect-same.ts';
import { RENDITIONS, readSegments } from './committed-sample.ts';
import { nalUnitTypes, readPackets, readPesPackets, sectionRemainder } from './transport-stream-reader.ts';

const PIDS = { audio: 0x100, video: 0x101, metadata: 0x102 };
const TICKS_PER_SECOND = 90_000;
const wholeStream = (rendition: string) => readPackets(Buffer.concat(readSegments(rendition)));

test.each(RENDITIONS)('every packet of %s is whole, has its sync byte and belongs to a known PID', (name) => {
  for (const segment of readSegments(name)) {
    const packets = readPackets(segment);

    expect(segment.length % 188).toBe(0);
    expect(packets.filter(({ syncByte }) => syncByte !== 0x47)).toEqual([]);
    expect(packets.filter(({ pid }) => ![0, 0x1000, 0x100, 0x101, 0x102].includes(pid))).toEqual([]);
  }
});

test.each(RENDITIONS)('the continuity counters of %s count through all segments', (name) => {
  const packets = wholeStream(name);
  const counters = new Map<number, number>();

  const expected = packets.map(({ pid, continuityCounter, payload }) => {
    const before = counters.get(pid);
    counters.set(pid, continuityCounter);
    return payload ? ((before ?? 15) + 1) % 16 : before;
  });

  expectSame(
    packets.map(({ continuityCounter }) => continuityCounter),
    expected,
  );
});

test('PAT and PMT name AAC, H.264 and timed ID3 in this order, with the descriptors that Apple asks for', () => {
  const id3 = 'ffff49443320ff49443320';
  const [pat, pmt] = wholeStream('720p30')
    .slice(0, 2)
    .map(({ payload }) => payload!.subarray(1, 4 + (payload!.readUInt16BE(2) & 0x0fff)));

  expect(pat!.subarray(0, -4).toString('hex')).toBe('00b00d0001c100000001f000');
  expect(pmt!.subarray(0, -4).toString('hex')).toBe(
    `02b03c0001c10000e101f011${`250f${id3}001f0001`}${'0fe100f000'}${'1be101f000'}${`15e102f00f260d${id3}000f`}`,
  );
  expect(sectionRemainder(pat!)).toBe(0);
  expect(sectionRemainder(pmt!)).toBe(0);
});

test.each(RENDITIONS)('picture and sound of %s both begin at 61 s', (name) => {
  const packets = wholeStream(name);

  const starts = [PIDS.video, PIDS.audio, PIDS.metadata].map((pid) => readPesPackets(packets, pid)[0]!.ptsTicks);

  expect(starts).toEqual([61, 61, 61].map((seconds) => seconds * TICKS_PER_SECOND));
});

test.each(RENDITIONS)('the pictures of %s are shown each 1/30 s, decoded in order, and none is missing', (name) => {
  const pictures = readPesPackets(wholeStream(name), PIDS.video);

  const shown = pictures.map((pes) => (pes.ptsTicks - 61 * TICKS_PER_SECOND) / 3000).sort((one, two) => one - two);
  const decoded = pictures.map((pes) => (pes.dtsTicks - 61 * TICKS_PER_SECOND) / 3000);

  expect(shown).toEqual(Array.from({ length: 882 }, (_, index) => index));
  expect(decoded).toEqual(Array.from({ length: 882 }, (_, index) => index - 1));
  expect(pictures.every((pes) => pes.ptsTicks >= pes.dtsTicks)).toBe(true);
});

test.each(RENDITIONS)('the sound of %s is AAC-LC, 48 kHz stereo, without a gap, and outlasts the picture', (name) => {
  let frameCount = 0;
  const headers = new Set<number>();

  for (const pes of readPesPackets(wholeStream(name), PIDS.audio)) {
    expect(pes.ptsTicks).toBe(61 * TICKS_PER_SECOND + frameCount * 1920);
    for (let offset = 0; offset < pes.payload.length; frameCount++) {
      headers.add(pes.payload.readUIntBE(offset, 4) & 0xfffffdc0);
      const frameBytes = (pes.payload.readUIntBE(offset + 3, 3) >> 5) & 0x1fff;
      if (frameBytes === 0) throw new Error(`The frame at ${offset} says that it has no bytes.`);
      offset += frameBytes;
    }
  }

  // Syncword, MPEG-4, no CRC; AAC-LC, index 3 (48 kHz), two channels.
  expect([...headers]).toEqual([0xfff14c80 & 0xfffffdc0]);
  expect(frameCount * 1024).toBe(1_439_744); // 29.995 s; the 882 pictures last 29.4 s
});

test.each(RENDITIONS)('a PES packet of %s has the length that it states; only video states none', (name) => {
  const packets = wholeStream(name);

  const others = [...readPesPackets(packets, PIDS.audio), ...readPesPackets(packets, PIDS.metadata)];
  expect(others.filter(({ statedLength, actualLength }) => statedLength !== actualLength)).toEqual([]);
  expect(readPesPackets(packets, PIDS.video).filter(({ statedLength }) => statedLength !== 0)).toEqual([]);
});

test.each(RENDITIONS)('the clock reference of %s never stops, and runs ahead of no decoding time', (name) => {
  const packets = wholeStream(name);
  const clock = packets.flatMap(({ pcrTicks }) => (pcrTicks === undefined ? [] : [pcrTicks]));
  const steps = clock.slice(1).map((ticks, index) => ticks - clock[index]!);

  const lastSound = readPesPackets(packets, PIDS.audio).at(-1)!;

  expect(Math.min(...steps)).toBeGreaterThan(0);
  expect(Math.max(...steps)).toBeLessThanOrEqual(9000); // 100 ms, ISO/IEC 13818-1, 2.7.2
  expect(clock[0]).toBe(61 * TICKS_PER_SECOND - 3000 - 9000);
  expect(clock.at(-1)).toBeLessThan(lastSound.ptsTicks);
});

test('each segment carries one ID3 tag that tells the time at which it begins', () => {
  const tags = readSegments('480p30').map((segment) => {
    const packets = readPackets(segment);
    const pes = readPesPackets(packets, PIDS.metadata);
    const keyFrame = readPesPackets(packets, PIDS.video)[0];
    expect(pes).toHaveLength(1);
    expect(pes[0]?.streamId).toBe(0x1bd);
    expect(pes[0]?.ptsTicks).toBe(keyFrame?.ptsTicks);
    return pes[0]!.payload;
  });

  expect(tags.map((tag) => tag.toString('latin1'))).toEqual(
    ['{"segment":0,"offsetMs":0}', '{"segment":1,"offsetMs":10267}', '{"segment":2,"offsetMs":20267}'].map((value) => {
      const size = String.fromCharCode(1 + 'sample'.length + 1 + value.length + 1);
      const frameSize = String.fromCharCode(size.charCodeAt(0) + 10);
      return `ID3\x04\0\0\0\0\0${frameSize}TXXX\0\0\0${size}\0\0\x03sample\0${value}\0`;
    }),
  );
});

test.each(RENDITIONS)('each picture of %s is an access unit with its delimiter, as 13818-1 asks of H.264', (name) => {
  const pictures = readPesPackets(wholeStream(name), PIDS.video);

  expect(new Set(pictures.map(({ payload }) => nalUnitTypes(payload)[0]))).toEqual(new Set([9]));
});
