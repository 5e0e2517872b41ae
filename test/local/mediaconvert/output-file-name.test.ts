import { expect, test } from '@jest/globals';
import { findUnsupportedVariable, resolveOutputLocation } from '../../../local/mediaconvert/output-file-name.ts';

const naming = {
  destination: 's3://exports/AsXego4U6tnj/archive',
  nameModifier: '',
  extension: 'mp4',
  inputUrl: 's3://recordings/rec/720p30/playlist.m3u8',
  startedAt: new Date('2020-06-04T15:05:28.123Z'),
};

test.each([
  ['a base name', {}, 'AsXego4U6tnj/archive.mp4'],
  ['a name modifier', { nameModifier: '-720p' }, 'AsXego4U6tnj/archive-720p.mp4'],
  ['a folder', { destination: 's3://exports/a/' }, 'a/playlist.mp4'],
  ['a bucket', { destination: 's3://exports' }, 'playlist.mp4'],
  ['the input file name', { destination: 's3://exports/$fn$-copy' }, 'playlist-copy.mp4'],
  [
    'date and time',
    { destination: 's3://exports/$d$/', nameModifier: '-$dt$-$t$' },
    '20200604/playlist-20200604T150528-150528.mp4',
  ],
  ['an escaped dollar sign', { nameModifier: '$$hi' }, 'AsXego4U6tnj/archive$hi.mp4'],
  ['the extension', { nameModifier: '.$ex$' }, 'AsXego4U6tnj/archive.mp4.mp4'],
])('an output is named by %s', (_, parts, key) => {
  expect(resolveOutputLocation({ ...naming, ...parts })).toEqual({ bucket: 'exports', key });
});

test.each([
  ['s3://exports/$fn$/$dt$-$$', undefined],
  ['-$w$x$h$', '$w$'],
  ['-$rv%04$', '$rv%04$'],
  ['costs-$5', '$5'],
])('in %s the first variable that is not filled in is %s', (text, variable) => {
  expect(findUnsupportedVariable(text)).toBe(variable);
});
