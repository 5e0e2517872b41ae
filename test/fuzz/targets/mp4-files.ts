import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { inspectMp4 } from '../../../media/mp4/inspect-mp4.ts';
import { makeMovieHead } from '../../../media/mp4/movie-head.ts';
import { Mp4DamagedError } from '../../../media/mp4/mp4-damaged-error.ts';
import { structureFaults } from '../../media/check-structure.ts';
import { readMp4 } from '../../media/read-mp4.ts';
import { FakeObject } from '../../unit/media/mp4/fake-object.ts';
import { MOVIE_BYTES, makeAac, makeAvc, makeMovie, makeTable } from '../../unit/media/mp4/movie-samples.ts';
import {
  aacTrak,
  audioEntry,
  box,
  esds,
  ftyp,
  joined,
  largeBox,
  mdat,
  moov,
  trak,
  wholeMp4,
} from '../../unit/media/mp4/mp4-builder.ts';
import { defineTarget } from '../fuzz-target.ts';
import { boxEdits, editBoxes } from '../generators/boxes.ts';
import { byteEdits, editBytes } from '../generators/bytes.ts';

const FILES: readonly Uint8Array[] = [
  joined(wholeMp4()),
  joined([...ftyp(), ...largeBox('mdat', [50]), ...moov(trak({ version: 1 }), box('uuid', [16]))]),
  joined([
    ...ftyp('iso5'),
    ...moov(trak({ ticks: 0n }), box('mvex', [8])),
    ...box('moof', [40]),
    ...mdat(60),
    ...box('moof', [40]),
    ...mdat(60),
  ]),
  joined([
    ...ftyp('M4A '),
    ...moov(aacTrak({ entry: audioEntry('mp4a', box('wave', [4]), esds(0x40, 0xf8, 0xe8, 0x50)) })),
    ...mdat(9),
  ]),
  Buffer.concat([makeMovieHead(makeMovie(), MOVIE_BYTES), Buffer.alloc(MOVIE_BYTES)]),
];

/** What a whole file of two tracks takes is eight; each fragment, and each box that is claimed, may cost another. */
const mostReads = 60;

/** MP4 files, box by box, as an engine or a stranger may have left them. */
export const mp4Files = defineTarget({
  name: 'mp4-file',
  refusals: [Mp4DamagedError],
  cases: fc.record({
    example: fc.nat(FILES.length - 1),
    boxEdits: boxEdits(3),
    byteEdits: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: byteEdits(3) }),
    /** Media data behind the file, which is zeros and takes no memory. */
    emptyBytes: fc.constantFrom(...Array(8).fill(0), 2 ** 20, 2 ** 32, 2 ** 52),
  }),
  run: async ({ example, boxEdits, byteEdits, emptyBytes }) => {
    const bytes = editBytes(editBoxes(FILES[example]!, boxEdits), byteEdits);
    const object = new FakeObject(emptyBytes === 0 ? [bytes] : [bytes, ...largeBox('mdat', [emptyBytes])]);
    try {
      const { topLevelBoxes, tracks, durationMs, brands } = await inspectMp4(object);

      assert.equal(
        topLevelBoxes.reduce((end, { offset, sizeBytes }) => (offset === end ? end + sizeBytes : -1), 0),
        object.sizeBytes,
      );
      assert.ok(Number.isSafeInteger(durationMs) && durationMs >= 0 && brands.length <= 257);
      for (const track of tracks)
        assert.ok(track.timescale > 0 && track.id > 0 && track.codec.length >= 4 && track.durationMs <= durationMs);
      return undefined;
    } finally {
      assert.ok(object.ranges.length < mostReads, `${object.ranges.length} reads`);
      assert.ok(object.ranges.every(({ length }) => length <= 16 * 1024));
    }
  },
});

const sample = fc.record({
  sizeBytes: fc.nat(9000),
  compositionOffset: fc.nat(20_000),
  isSync: fc.boolean(),
  pause: fc.nat(200_000),
});

/** Heads that our own writer makes, read by our own inspector: what was put in comes out. */
export const mp4Heads = defineTarget({
  name: 'mp4-head',
  refusals: [],
  cases: fc.record({
    pictures: fc.array(sample, { minLength: 1, maxLength: 12 }),
    sounds: fc.array(fc.nat(2000), { maxLength: 12 }),
    ticksEach: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
    width: fc.integer({ min: 1, max: 16_896 }),
    height: fc.integer({ min: 1, max: 16_896 }),
    ratio: fc.option(
      fc.record({ width: fc.integer({ min: 1, max: 65_535 }), height: fc.integer({ min: 1, max: 65_535 }) }),
      { nil: undefined },
    ),
    startDelayTicks: fc.constantFrom(0, 0, 1501, 2 ** 33),
    room: fc.nat(3000),
    /** mp4box is thorough, and takes its time. */
    isReadByOthers: fc.constantFrom(...Array(31).fill(false), true),
  }),
  run: async ({ pictures, sounds, ticksEach, width, height, ratio, startDelayTicks, room, isReadByOthers }) => {
    const video = makeTable(
      90_000,
      ticksEach,
      pictures.map(({ pause: _, ...picture }) => picture),
    );
    const audio = makeTable(
      48_000,
      1024,
      sounds.map((sizeBytes) => ({ sizeBytes })),
    );
    const tracks = [
      {
        samples: video,
        startDelayTicks,
        entry: makeAvc({ width, height, ...(ratio === undefined ? {} : { sampleAspectRatio: ratio }) }),
      },
      ...(sounds.length === 0 ? [] : [{ samples: audio, entry: makeAac() }]),
    ];
    const mediaBytes =
      1 + [...pictures.map(({ sizeBytes }) => sizeBytes), ...sounds].reduce((sum, sizeBytes) => sum + sizeBytes, 0);

    const head = makeMovieHead({ brand: 'mp4', tracks }, mediaBytes, room);
    const summary = await inspectMp4(new FakeObject([head, mediaBytes]));

    assert.ok(summary.isFastStart && head.length >= room);
    assert.deepEqual(
      summary.tracks.map(({ kind, durationTicks }) => [kind, durationTicks]),
      [['video', pictures.length * ticksEach], ...(sounds.length === 0 ? [] : [['audio', sounds.length * 1024]])],
    );
    assert.deepEqual([summary.tracks[0]?.width, summary.tracks[0]?.height], [width, height]);
    if (!isReadByOthers) return undefined;
    const faults = structureFaults(readMp4(Buffer.concat([head, Buffer.alloc(mediaBytes)])), head.length + mediaBytes);
    // Where samples lie is made up here; how long they last has to agree everywhere.
    assert.deepEqual(
      faults.filter((fault) => /mdhd|tkhd|mvhd|boxes/.test(fault)),
      [],
    );
    return undefined;
  },
});
