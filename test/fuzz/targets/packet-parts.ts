import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  adtsFormatKey,
  adtsFrameBytes,
  adtsHeaderBytes,
  formatOfKey,
  hasAdtsSync,
  isAdtsFrame,
} from '../../../media/aac/adts-header.ts';
import { readPacketHeader } from '../../../media/mpegts/packet.ts';
import { readPesHeader } from '../../../media/mpegts/pes-header.ts';
import { readProgramAssociation, readProgramMap } from '../../../media/mpegts/program-tables.ts';
import { SectionAssembler } from '../../../media/mpegts/section-assembler.ts';
import { findBeat } from '../../../media/mpegts/sync.ts';
import { pesPacket } from '../../../scripts/media-matrix/pes-packets.ts';
import { associationSection, mapSection } from '../../../scripts/media-matrix/program-tables.ts';
import { adtsFrame } from '../../unit/media/remux/batch-builder.ts';
import { defineTarget } from '../fuzz-target.ts';
import { byteEdits, editBytes } from '../generators/bytes.ts';

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const ticks = fc.oneof(fc.nat(), fc.constantFrom(0, 1, 2 ** 32, 2 ** 33 - 1));

const pesPlans = fc.record({
  streamId: fc.constantFrom(0xe0, 0xc0, 0xbd, 0xbe, 0xff),
  pts: fc.option(ticks, { nil: undefined }),
  dts: fc.option(ticks, { nil: undefined }),
  payloadBytes: fc.nat(170),
  declaresLength: fc.boolean(),
});

/** Headers of PES packets, in packets that may end in them. */
export const pesHeaders = defineTarget({
  name: 'pes-header',
  refusals: [],
  cases: fc.record({ plan: pesPlans, edits: byteEdits(3), from: fc.nat(9), missing: fc.nat(30) }),
  run: ({ plan: { payloadBytes, ...plan }, edits, from, missing }) => {
    const pes = editBytes(pesPacket({ ...plan, payload: Buffer.alloc(payloadBytes, 0x5a) }), edits);
    const bytes = Buffer.concat([Buffer.alloc(from, 0xff), pes, Buffer.alloc(20)]);
    const to = Math.max(from, from + pes.length - missing);

    // A packet's own header, wherever it lies, reaches no further than its length of 8 bits lets it.
    assert.ok(readPacketHeader(viewOf(bytes), from).headerBytes <= 4 + 256);
    const header = readPesHeader(viewOf(bytes), from, to);

    if (typeof header === 'string') return 'damaged';
    const { headerBytes, declaredBytes, presentationTime, decodeTime } = header;
    assert.ok(headerBytes >= 9 && from + headerBytes <= to && declaredBytes >= 0 && declaredBytes < 0x1_0000);
    for (const time of [presentationTime, decodeTime]) assert.ok(Number.isNaN(time) || (time >= 0 && time < 2 ** 33));
    if (edits.length > 0) return undefined;
    assert.equal(presentationTime, plan.pts ?? Number.NaN);
    assert.equal(declaredBytes, plan.declaresLength ? payloadBytes : 0);
    return undefined;
  },
});

const streams = fc.array(fc.record({ streamType: fc.nat(255), pid: fc.nat(0x1fff), descriptorBytes: fc.nat(60) }), {
  maxLength: 40,
});

/** Sections of program tables, cut into payloads anywhere. */
export const programTables = defineTarget({
  name: 'program-tables',
  refusals: [],
  cases: fc.record({
    programs: fc.array(fc.record({ number: fc.nat(0xffff), pid: fc.nat(0x1fff) }), { maxLength: 40 }),
    streams,
    edits: byteEdits(2),
    sizes: fc.array(fc.integer({ min: 1, max: 183 }), { minLength: 1, maxLength: 5 }),
  }),
  run: (example) => {
    const map = mapSection(
      1,
      0x101,
      example.streams.map(({ descriptorBytes, ...stream }) => ({
        ...stream,
        descriptors: Buffer.alloc(descriptorBytes, 0x0a),
      })),
    );
    const association = associationSection(example.programs);
    const bytes = editBytes(Buffer.concat([association, map.subarray(1)]), example.edits);

    const sections = assemble(bytes, example.sizes);

    assert.ok(sections.length <= bytes.length / 3 && sections.every(({ length }) => length >= 3 && length <= 4098));
    const count = sections.reduce((sum, section) => sum + entriesIn(section), 0);
    assert.ok(count <= bytes.length / 4);
    // A section has at most 1,021 bytes behind its length (ISO/IEC 13818-1 2.4.4.5), and 4,093 at the very most.
    if (example.edits.length > 0 || map.length > 1024) return undefined;
    const wanted = example.programs.filter(({ number }) => number !== 0).length + example.streams.length;
    assert.equal(count, wanted);
    return undefined;
  },
});

/** What the tables of both kinds find in a section. */
function entriesIn(section: Uint8Array): number {
  const readings = [readProgramAssociation(section), readProgramMap(section)];
  return readings.reduce((sum, reading) => sum + (reading && 'entries' in reading ? reading.entries.length : 0), 0);
}

/** Hands payloads over as packets bring them: the first begins a section. */
function assemble(bytes: Buffer, sizes: readonly number[]): Uint8Array[] {
  const assembler = new SectionAssembler();
  const sections: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length]! + (turn === 0 ? 1 : 0);
    sections.push(...(assembler.accept(bytes.subarray(at, at + size), turn === 0) ?? []));
    at += size;
  }
  return sections;
}

const beats = fc.record({
  bytes: fc.array(fc.constantFrom(0x47, 0x47, 0, 0xff), { maxLength: 40 }),
  spacing: fc.constantFrom(188, 187, 1),
  count: fc.nat(6),
  from: fc.nat(60),
  isEnd: fc.boolean(),
});

/** The search for the beat of sync bytes, beside one that looks at every place. */
export const syncBeats = defineTarget({
  name: 'sync-beat',
  refusals: [],
  cases: beats,
  run: ({ bytes, spacing, count, from, isEnd }) => {
    const stream = Buffer.concat([
      Buffer.from(bytes),
      ...Array(count).fill(Buffer.concat([Buffer.from([0x47]), Buffer.alloc(spacing - 1, bytes.length)])),
    ]);
    const start = Math.min(from, stream.length);

    const found = findBeat(stream, start, stream.length, isEnd);

    const isBeat = (at: number) =>
      [0, 188, 376].every((step) => at + step >= stream.length || stream[at + step] === 0x47) &&
      (!isEnd || at + 188 <= stream.length);
    let expected = start;
    while (expected < stream.length && !isBeat(expected)) expected++;
    assert.equal(found, expected);
    return found === stream.length ? 'no beat' : undefined;
  },
});

/** Headers of ADTS frames. */
export const adtsHeaders = defineTarget({
  name: 'adts-header',
  refusals: [],
  cases: fc.record({
    payloads: fc.array(fc.nat(300), { minLength: 1, maxLength: 4 }),
    rateIndex: fc.nat(15),
    channels: fc.nat(7),
    edits: byteEdits(3),
    at: fc.nat(40),
  }),
  run: ({ payloads, rateIndex, channels, edits, at }) => {
    const frames = payloads.map((sizeBytes) => adtsFrame(Buffer.alloc(sizeBytes, 0x21), rateIndex, channels));
    const bytes = editBytes(Buffer.concat(frames), edits);
    const place = edits.length === 0 ? 0 : Math.min(at, Math.max(0, bytes.length - 7));
    if (bytes.length < 7) return 'too short';

    const isFrame = isAdtsFrame(bytes, place, bytes.length);

    const frameBytes = adtsFrameBytes(bytes, place);
    assert.ok(frameBytes >= 0 && frameBytes <= 8191 && [7, 9].includes(adtsHeaderBytes(bytes, place)));
    const format = formatOfKey(adtsFormatKey(bytes, place));
    if (isFrame === true) assert.ok(hasAdtsSync(bytes, place) && hasAdtsSync(bytes, place + frameBytes));
    if (edits.length > 0) return isFrame === false ? 'no frame' : undefined;
    assert.equal(isFrame, payloads[0] === 0 ? false : payloads.length > 1 ? true : undefined);
    assert.equal(typeof format !== 'string', rateIndex <= 12 && channels > 0);
    return undefined;
  },
});
