/** The file does not depend on how many threads demux the segments. */
import '../fixtures/one-realm.ts';
import { expect } from '@jest/globals';
import { MatrixFolder, testWithFfmpeg } from './matrix-folder.ts';
import { MemorySink } from './memory-sink.ts';
import { remuxCase } from './remux-case.ts';

const matrix = new MatrixFolder();

testWithFfmpeg.each([
  'half-second-segments',
  'large-pictures',
  'reconnect-each-segment',
  'adts-across-segments',
  'wrap-between-segments',
  'map-and-byte-ranges',
  'segment-missing',
  'noise-in-middle',
])('one and two workers make the same of %s as none', async (name) => {
  const { playlist } = await matrix.write(name);
  const expected = await remuxCase(playlist, { isTolerant: true });

  for (const workerCount of [1, 2]) {
    const { file, report } = await remuxCase(playlist, { isTolerant: true, workerCount });

    expect(report).toEqual(expected.report);
    expect(file.equals(expected.file)).toBe(true);
  }
});

testWithFfmpeg.each(['packets-lost', 'scrambled-later'])('two workers refuse %s as none does', async (name) => {
  const { playlist } = await matrix.write(name);
  const expected = await remuxCase(playlist).catch(({ name, message, reason, place }) => ({
    name,
    message,
    reason,
    place,
  }));
  const sink = new MemorySink();

  const refusal = remuxCase(playlist, { workerCount: 2, sink });

  await expect(refusal).rejects.toMatchObject(expected);
  expect(sink.file).toBeUndefined();
});
