import { expect, test } from '@jest/globals';
import { inspectMp4 } from '../../../../media/mp4/inspect-mp4.ts';
import { Mp4DamagedError } from '../../../../media/mp4/mp4-damaged-error.ts';
import { seededRandom } from '../hls/seeded-random.ts';
import { FakeObject } from './fake-object.ts';
import { box, ftyp, joined, largeBox, moov, trak, wholeMp4 } from './mp4-builder.ts';

const FILES = [
  joined(wholeMp4()),
  joined([...ftyp(), ...largeBox('mdat', [50]), ...moov(trak({ version: 1 }), box('uuid', [16]))]),
];
const TELLING_BYTES = [0, 1, 2, 7, 8, 0x7f, 0x80, 0xff];

/** Changes bytes, mostly to values that sizes and versions turn on, and sometimes cuts or extends the file. */
function mutate(file: Uint8Array, random: (below: number) => number): Uint8Array {
  const mutated = Uint8Array.from(file);
  for (let changes = 1 + random(6); changes > 0; changes--) {
    mutated[random(mutated.length)] = random(2) === 0 ? random(256) : (TELLING_BYTES[random(8)] ?? 0);
  }
  if (random(10) === 0) return mutated.subarray(0, random(mutated.length));
  return random(10) === 0 ? Buffer.concat([mutated, new Uint8Array(random(40))]) : mutated;
}

test('2,000 broken files are taken or refused by name, and never read outside or for long', async () => {
  const random = seededRandom(14496);
  const outcomes = new Map<string, number>();

  for (let round = 0; round < 2000; round++) {
    const object = new FakeObject([mutate(FILES[round % FILES.length] ?? new Uint8Array(), random)]);
    const outcome = await inspectMp4(object).then(
      () => 'taken',
      (error: unknown) => (error instanceof Mp4DamagedError ? error.reason : Promise.reject(error)),
    );
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    expect(object.ranges.length).toBeLessThan(10);
  }

  expect(outcomes.get('taken')).toBeGreaterThan(500);
  expect(outcomes.size).toBeGreaterThan(10);
});
