import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Parsed } from '../stage.ts';
import { type Fates, runRounds } from './rounds-of-death.ts';

/** One seed a run; the same again with `SEED=<number>`. */
export const makeSeed = (): number => Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32));

/** Kills the process so many times, and looks what became of the recordings. */
export function processDeathTests(rounds: number, seed: number): void {
  describe(`after ${rounds} kills, each followed by a restart and by all deliveries once more`, () => {
    let fates: Fates;
    beforeAll(async () => {
      process.stderr.write(`process death: SEED=${seed}\n`);
      fates = await runRounds(rounds, seed);
      process.stderr.write(`process death: killed after ${fates.events.join(', ')} events\n`);
    });

    test('every execution has ended, and only damaged recordings have failed', () => {
      const unsuccessful = fates.statuses.filter(([, status]) => status !== 'SUCCEEDED');

      expect({ seed, unsuccessful }).toEqual({
        seed,
        unsuccessful: unsuccessful.filter(([name, status]) => status === 'FAILED' && name.includes('-damaged')),
      });
    });

    test.each(['whole', 'damaged'])(
      'no %s recording is lost: catalog, files and messages are those of a run that nobody killed',
      (kind) => {
        for (const round of fates.killed) expect({ seed, ...round[kind] }).toEqual({ seed, ...fates.clean[kind] });
      },
    );

    test('every export that was announced is there, as large as announced, and none is left half-made', () => {
      for (const { whole } of fates.killed) {
        const announced = Object.values<Parsed>(whole?.news ?? {}).flatMap(({ body }) =>
          body.export === undefined ? [] : [`${body.export.key} ${body.export.sizeBytes}`],
        );
        expect(announced).toHaveLength(2);
        expect(whole?.end.exportFiles).toEqual(announced.sort());
        expect(whole?.end.openUploads).toEqual([]);
      }
    });

    test('a damaged recording has a named reason', () => {
      expect(fates.clean.damaged?.failures).toEqual(['recording.failed: RecordingDamagedError in ValidateRecording']);
    });
  });
}
