import { expect, test } from '@jest/globals';
import { runMeasured } from '../../../bench/export/measured-run.ts';

const run = (script: string) => runMeasured({ command: process.execPath, args: ['-e', script] });

test('a program that logs tells its own figures all the same', async () => {
  const { peakMemoryMb, wallSeconds } = await run(`
    console.log(JSON.stringify({ level: 'INFO', message: 'Wrote the export.' }));
    process.send({ peakMemoryBytes: 5e12 });
    process.disconnect();
    console.log(JSON.stringify({ _aws: {} }));
  `);

  expect(peakMemoryMb).toBe(5e6);
  expect(wallSeconds).toBeGreaterThan(0);
});

test('a program that tells none is looked at from outside', async () => {
  const { peakMemoryMb } = await run("console.log('no JSON')");

  expect(peakMemoryMb).toBeLessThan(1000);
});

test('a program that fails is told with what it complained of', async () => {
  await expect(run("console.error('no room'); process.exit(3)")).rejects.toThrow(/ended with 3: no room/);
});
