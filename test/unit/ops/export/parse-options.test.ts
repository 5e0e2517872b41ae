import { expect, test } from '@jest/globals';
import { parseTime, parseWorkerCount, readRequest } from '../../../../ops/export/parse-options.ts';

const resolvePath = (typed: string) => `/home/user/${typed}`;

test.each([
  ['0', 0],
  ['90', 90],
  ['90.5', 90.5],
  ['3600', 3600],
  ['1:30', 90],
  ['0:01:30', 90],
  ['0:01:30.25', 90.25],
  ['48:00:00', 172_800],
  ['1:5:7', 3907],
])('the time %s is %d s', (text, seconds) => {
  expect(parseTime(text)).toBe(seconds);
});

test.each([
  '',
  '-1',
  'x',
  '1:',
  ':30',
  '1:60',
  '1:60:00',
  '1:2:3:4',
  '1e3',
  '0x10',
  ' 1',
  '1,5',
  'NaN',
  'Infinity',
  '.5',
])('the time %j is refused', (text) => {
  expect(() => parseTime(text)).toThrow('Expected seconds (90.5) or h:mm:ss (0:01:30.5).');
});

test.each(['1', '2', '16'])('%s workers are possible', (text) => {
  expect(parseWorkerCount(text)).toBe(Number(text));
});

test.each(['', '0', '00', '-1', '1.5', '17', '999', 'two', '1e1'])('%j workers are refused', (text) => {
  expect(() => parseWorkerCount(text)).toThrow('Expected a whole number from 1 to 16.');
});

test('without options everything of the highest rendition is wanted', () => {
  expect(readRequest(['rec', 'out.mp4'], { workers: 2 }, resolvePath)).toEqual({
    input: '/home/user/rec',
    output: '/home/user/out.mp4',
    rendition: undefined,
    tracks: 'all',
    clip: undefined,
    isTolerant: false,
    workerCount: 2,
    isOverwriting: false,
    isJson: false,
    isDebug: false,
  });
});

test('every option says what it says', () => {
  const options = {
    rendition: '720p30',
    audioOnly: true,
    from: 5,
    to: 9.5,
    tolerateLosses: true,
    workers: 1,
    force: true,
    json: true,
    debug: true,
  } as const;

  expect(readRequest(['rec', 'OUT.M4A'], options, resolvePath)).toMatchObject({
    rendition: '720p30',
    tracks: 'audio',
    clip: { fromSeconds: 5, toSeconds: 9.5 },
    isTolerant: true,
    workerCount: 1,
    isOverwriting: true,
    isJson: true,
    isDebug: true,
  });
});

test('a clip may have one end only', () => {
  expect(readRequest(['a', 'o.mp4'], { workers: 1, from: 5 }, resolvePath)).toMatchObject({
    clip: { fromSeconds: 5, toSeconds: Number.POSITIVE_INFINITY },
  });
  expect(readRequest(['a', 'o.mp4'], { workers: 1, to: 5 }, resolvePath)).toMatchObject({
    clip: { fromSeconds: 0, toSeconds: 5 },
  });
});

test('a URL stays what it is, to be refused by its name', () => {
  expect(readRequest(['https://example.com/a.m3u8', 'o.mp4'], { workers: 1 }, resolvePath)).toMatchObject({
    input: 'https://example.com/a.m3u8',
  });
});

test.each([
  ['out.mov', {}, 'the output out.mov should end in .mp4'],
  ['out', {}, 'the output out should end in .mp4'],
  ['out.m4a', {}, 'the output out.m4a should end in .mp4'],
  ['out.mp4', { audioOnly: true }, 'the output out.mp4 should end in .m4a, since --audio-only makes an M4A'],
  ['out.mp4', { from: 9, to: 5 }, '--from (9 s) should be before --to (5 s)'],
  ['out.mp4', { from: 5, to: 5 }, '--from (5 s) should be before --to (5 s)'],
  ['out.mp4', { to: 0 }, '--from (0 s) should be before --to (0 s)'],
] as const)('to %s with %j is refused in one sentence', (output, options, sentence) => {
  expect(readRequest(['a', output], { workers: 1, ...options }, resolvePath)).toBe(sentence);
});
