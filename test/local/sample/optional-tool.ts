import { test } from '@jest/globals';
import { isOnPath } from '../../../scripts/external-tools.ts';

/**
 * `test` where a tool is on PATH, otherwise `test.skip` and a line that says what is not being tested: Jest's summary
 * only counts skipped tests.
 */
export function testWith(tool: 'ffmpeg' | 'ffprobe', subject: string): typeof test.skip {
  if (isOnPath(tool)) {
    return test;
  }
  process.stderr.write(`SKIPPED, because ${tool} is not on PATH: ${subject}\n`);
  return test.skip;
}
