import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { type AacFormat, makeAacFormat } from '../../../../media/aac/aac-format.ts';
import { silentFrame } from '../../../../media/aac/silent-frame.ts';
import { testWith } from '../../../local/sample/optional-tool.ts';
import { adtsFrame } from '../remux/batch-builder.ts';

const CONFIGURATIONS = [1, 2, 3, 4, 5, 6, 7];

function formatOf(profile: number, channelConfiguration: number): AacFormat {
  const format = makeAacFormat(profile, 3, channelConfiguration);
  if (typeof format === 'string') throw new Error(format);
  return format;
}

test.each([
  // SCE 000, tag 0000, global_gain 01100100, ics_info 11 × 0, three flags 000; END 111
  [1, '00c80007'],
  // CPE 001, tag 0000, common_window 1, ics_info 11 × 0, ms_mask_present 00, twice gain and flags; END 111; 00
  [2, '21000320641c'],
])('of channel configuration %d it is as the syntax has it', (configuration, hex) => {
  expect(Buffer.from(silentFrame(formatOf(1, configuration))).toString('hex')).toBe(hex);
});

testWith('ffmpeg', 'that silent AAC frames decode to silence').each(
  CONFIGURATIONS.flatMap((configuration) => [0, 1].map((profile) => [configuration, profile] as const)),
)('ffmpeg decodes that of channel configuration %d and profile %d to silence', (configuration, profile) => {
  const format = formatOf(profile, configuration);
  const frame = adtsFrame(Buffer.from(silentFrame(format)), 3, configuration);
  frame[2] = ((frame[2] ?? 0) & 0x3f) | (profile << 6);
  const input = Buffer.concat(new Array<Buffer>(10).fill(frame));

  const { stdout, stderr } = spawnSync(
    'ffmpeg',
    ['-v', 'warning', '-f', 'aac', '-i', '-', '-f', 's16le', '-acodec', 'pcm_s16le', '-'],
    { input },
  );

  expect(stderr.toString()).toBe('');
  expect(stdout).toHaveLength(10 * 1024 * format.channels * 2);
  expect(stdout.every((byte) => byte === 0)).toBe(true);
});
