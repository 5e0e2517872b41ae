import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { expectSame } from '../../../fixtures/expect-same.ts';
import { type Assembled, assemble } from './assembled.ts';
import { type RandomRecording, recordingArbitrary, type TruePart } from './random-recording.ts';

const RUNS = { numRuns: 100 };

/** A part with its frames in the file. */
interface PlacedPart {
  readonly truth: TruePart;
  readonly pictures: readonly { readonly time: number; readonly shownAt: number }[];
  readonly sounds: readonly { readonly time: number; readonly heardAt: number }[];
}

function placeParts({ parts }: RandomRecording, { pictures, sounds }: Assembled): PlacedPart[] {
  const shown = new Map(pictures.map(({ id, shownAt }) => [id, shownAt]));
  const heard = new Map(sounds.map(({ id, heardAt }) => [id, heardAt]));
  return parts.map((truth) => ({
    truth,
    pictures: truth.pictures.map(({ id, pts }) => ({ time: pts, shownAt: shown.get(id) ?? Number.NaN })),
    sounds: truth.sounds
      .filter(({ id }) => heard.has(id))
      .map(({ id, time }) => ({ time, heardAt: heard.get(id) ?? Number.NaN })),
  }));
}

const startOf = ({ pictures, sounds }: PlacedPart): number =>
  Math.min(...pictures.map(({ shownAt }) => shownAt), ...sounds.map(({ heardAt }) => heardAt));

function endOf({ pictures, sounds }: PlacedPart, frameTicks: number): number {
  const times = pictures.map(({ shownAt }) => shownAt).sort((one, other) => one - other);
  const step = times.length < 2 ? 0 : (times.at(-1) ?? 0) - (times.at(-2) ?? 0);
  return Math.max((times.at(-1) ?? 0) + step, ...sounds.map(({ heardAt }) => heardAt + frameTicks));
}

test('every frame comes out once and in order, but audio that is trimmed at the beginning', () => {
  fc.assert(
    fc.property(recordingArbitrary, (recording) => {
      const { pictures, sounds, report } = assemble(recording.segments, recording.batches);

      const allSounds = recording.parts.flatMap((part) => part.sounds.map(({ id }) => id));
      const { audioFrames: trimmed } = report.trimmed;
      expectSame(
        pictures.map(({ id }) => id),
        recording.parts.flatMap((part) => part.pictures.map(({ id }) => id)),
      );
      expectSame(
        sounds.map(({ id }) => id).filter((id) => id !== 'silence'),
        allSounds.slice(trimmed),
      );
      expect(report.video?.frames).toBe(pictures.length);
      expect(report.audio?.frames).toBe(allSounds.length - trimmed);
      expect(report.audio?.silentFramesInserted).toBe(sounds.length - allSounds.length + trimmed);
      expect(report.parts.map(({ cause }) => cause)).toEqual(
        recording.parts.map(({ join }, index) => (index === 0 ? 'start' : join)),
      );
      expect(report.losses).toEqual([]);
    }),
    RUNS,
  );
});

test('decode times increase, and within a part pictures keep their distances to the tick', () => {
  fc.assert(
    fc.property(recordingArbitrary, (recording) => {
      const assembled = assemble(recording.segments, recording.batches);

      const decodeTimes = assembled.pictures.map(({ decodeTime }) => decodeTime);
      expect(decodeTimes.every((time, index) => index === 0 || time > (decodeTimes[index - 1] ?? 0))).toBe(true);
      for (const { pictures } of placeParts(recording, assembled)) {
        expect(new Set(pictures.map(({ time, shownAt }) => shownAt - time)).size).toBe(1);
      }
    }),
    RUNS,
  );
});

test('audio stays within a frame of the picture, and in later parts begins in sync to the tick', () => {
  fc.assert(
    fc.property(recordingArbitrary, (recording) => {
      const assembled = assemble(recording.segments, recording.batches);

      const frameTicks = 92_160_000 / recording.sampleRateHz;
      placeParts(recording, assembled).forEach(({ pictures: [picture], sounds }, index) => {
        const offset = (picture?.shownAt ?? 0) - (picture?.time ?? 0);
        const errors = sounds.map(({ time, heardAt }) => heardAt - time - offset);
        expect(Math.max(...errors.map(Math.abs))).toBeLessThanOrEqual(frameTicks);
        if (index > 0) expect(Math.abs(errors[0] ?? 0)).toBeLessThanOrEqual(1);
      });
    }),
    RUNS,
  );
});

test('a part begins where the one before has ended, at most a frame later, or as much as decoding needs', () => {
  fc.assert(
    fc.property(recordingArbitrary, (recording) => {
      const assembled = assemble(recording.segments, recording.batches);

      const frameTicks = 92_160_000 / recording.sampleRateHz;
      const placed = placeParts(recording, assembled);
      placed.slice(1).forEach((part, index) => {
        const before = placed[index]!;
        const pause = startOf(part) - endOf(before, frameTicks);
        const lead = ({ truth }: PlacedPart) => Math.max(...truth.pictures.map(({ pts, dts = pts }) => pts - dts));
        expect(pause).toBeGreaterThanOrEqual(-1);
        expect(pause).toBeLessThanOrEqual(frameTicks + 1 + lead(part));
      });
      expect(Math.round(startOf(placed[0]!))).toBeLessThanOrEqual(frameTicks / 2);
    }),
    RUNS,
  );
});

test('how the stream is cut into batches changes nothing', () => {
  fc.assert(
    fc.property(recordingArbitrary, (recording) => {
      const cut = assemble(recording.segments, recording.batches);
      const whole = assemble(recording.segments, recording.wholeBatches);

      expectSame(cut.pictures, whole.pictures);
      expectSame(cut.sounds, whole.sounds);
      expect({ ...cut.report, sizeBytes: 0 }).toEqual({ ...whole.report, sizeBytes: 0 });
    }),
    RUNS,
  );
});
