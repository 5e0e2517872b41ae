/** Bytes come in any portions: the file must not depend on them. */
import { expect } from '@jest/globals';
import * as fc from 'fast-check';
import { MatrixFolder, testWithFfmpeg } from './matrix-folder.ts';
import { remuxCase } from './remux-case.ts';

const matrix = new MatrixFolder({ isKept: true });

const carried = ['reconnect-twice', 'adts-across-segments', 'byte-ranges', 'null-packets', 'large-pictures'];

testWithFfmpeg.each(carried)('%s makes the same file, whatever is read at once', async (name) => {
  const { playlist } = await matrix.write(name);
  const expected = await remuxCase(playlist);
  const sizes = fc.oneof(
    fc.constantFrom(187, 188, 189, 4096, 100_003, 962_560),
    fc.integer({ min: 100, max: 300_000 }),
  );

  await fc.assert(
    fc.asyncProperty(fc.array(sizes, { minLength: 1, maxLength: 5 }), async (readSizes) => {
      const { file, report } = await remuxCase(playlist, { readSizes });

      expect(file.equals(expected.file)).toBe(true);
      expect(report).toEqual(expected.report);
    }),
    { numRuns: 12, seed: 3 },
  );
});

testWithFfmpeg('one byte at a time makes the same file', async () => {
  const { playlist } = await matrix.write('reconnect-each-segment');
  const expected = await remuxCase(playlist);

  const { file } = await remuxCase(playlist, { readSizes: [1] });

  expect(file.equals(expected.file)).toBe(true);
});

testWithFfmpeg.each(['noise-in-middle', 'packets-lost', 'bytes-inserted', 'html', 'cut-off-packet'])(
  '%s has the same losses, whatever is read at once',
  async (name) => {
    const { playlist } = await matrix.write(name);
    const expected = await remuxCase(playlist, { isTolerant: true });

    for (const readSizes of [[1, 187, 188, 189], [100_003], [7919]]) {
      const { file, report } = await remuxCase(playlist, { isTolerant: true, readSizes });

      expect(report).toEqual(expected.report);
      expect(file.equals(expected.file)).toBe(true);
    }
  },
);
