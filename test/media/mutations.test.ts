/** Bytes changed at random: whatever comes of it is a sound file or a named error, soon. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import * as fc from 'fast-check';
import { structureFaults } from './check-structure.ts';
import { MatrixFolder, testWithFfmpeg } from './matrix-folder.ts';
import { MemorySink } from './memory-sink.ts';
import { readMp4 } from './read-mp4.ts';
import { remuxCase } from './remux-case.ts';

const matrix = new MatrixFolder();

/** One change, at a place given as a fraction of the segment. */
interface Mutation {
  readonly kind: 'overwrite' | 'insert' | 'remove' | 'repeat';
  readonly at: number;
  readonly bytes: Uint8Array;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('overwrite', 'insert', 'remove', 'repeat'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 600 }),
});

function apply(segment: Buffer, { kind, at, bytes }: Mutation): Buffer {
  const from = Math.floor(at * segment.length);
  const [before, after] = [segment.subarray(0, from), segment.subarray(from)];
  if (kind === 'insert') return Buffer.concat([before, bytes, after]);
  if (kind === 'remove') return Buffer.concat([before, after.subarray(bytes.length)]);
  if (kind === 'repeat') return Buffer.concat([before, after.subarray(0, bytes.length), after]);
  return Buffer.concat([before, bytes.subarray(0, after.length), after.subarray(bytes.length)]);
}

const named = ['SegmentDamagedError', 'StreamNotCarriableError'];

testWithFfmpeg.each(['main-profile', 'adts-across-segments', 'timed-metadata'])(
  '%s with random changes',
  async (name) => {
    const { playlist, folder, recording } = await matrix.write(name);

    await fc.assert(
      fc.asyncProperty(
        fc.array(mutation, { minLength: 1, maxLength: 3 }),
        fc.nat({ max: recording.segments.length - 1 }),
        async (mutations, index) => {
          await writeFile(join(folder, `${index}.ts`), mutations.reduce(apply, recording.segments[index]!.bytes!));
          for (const isTolerant of [false, true]) {
            const sink = new MemorySink();
            const outcome = await remuxCase(playlist, { isTolerant, sink }).catch((error: Error) => error);
            if ('file' in outcome) expect(structureFaults(readMp4(outcome.file), outcome.file.length)).toEqual([]);
            else expect({ error: outcome, isNamed: named.includes(outcome.name) }).toMatchObject({ isNamed: true });
          }
          await writeFile(join(folder, `${index}.ts`), recording.segments[index]!.bytes!);
        },
      ),
      { numRuns: 40, seed: 11 },
    );
  },
);
