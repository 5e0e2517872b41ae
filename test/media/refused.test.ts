/** Recordings that are sound and cannot be carried unchanged: refused by name, with the segment, and without a file. */
import { expect } from '@jest/globals';
import { casesWith, MatrixFolder, startOf, testWithFfmpeg } from './matrix-folder.ts';
import { MemorySink } from './memory-sink.ts';
import { remuxCase } from './remux-case.ts';

const matrix = new MatrixFolder();

testWithFfmpeg.each(casesWith('refused'))('$name: $about', async ({ name, outcome }) => {
  const { playlist, recording } = await matrix.write(name);
  const seconds = expect.closeTo(startOf(recording, outcome.segment), 2);

  for (const isTolerant of [false, true]) {
    const sink = new MemorySink();
    const refusal = remuxCase(playlist, { isTolerant, sink });

    const { reason, segment } = outcome;
    await expect(refusal).rejects.toMatchObject({
      name: 'StreamNotCarriableError',
      reason,
      place: { segment, seconds },
    });
    expect(sink.file).toBeUndefined();
  }
});
