import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { probeSegment } from '../../../../media/remux/probe-segment.ts';
import '../../../fixtures/one-realm.ts';

const sample = readFileSync(new URL('../../../fixtures/media/tiny-hls/0.mpegts', import.meta.url));

test('size and frame rate are found in a segment', async () => {
  expect(await probeSegment(sample)).toEqual({ width: 160, height: 90, framesPerSecond: 15 });
});

test('the beginning of a segment, cut anywhere, is enough', async () => {
  expect(await probeSegment(sample.subarray(0, 12_345))).toEqual({ width: 160, height: 90, framesPerSecond: 15 });
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['noise', Buffer.alloc(188 * 50, 9)],
  ['a fragmented MP4', Buffer.concat([Buffer.from('\0\0\0\u0010styp', 'latin1'), Buffer.alloc(600)])],
  ['a few packets of the sample', sample.subarray(0, 188 * 2)],
])('%s tells nothing', async (_, bytes) => {
  expect(await probeSegment(bytes)).toBeUndefined();
});
