import { expect, test } from '@jest/globals';
import { findRecording } from '../../../../ops/named-recording/find-recording.ts';
import { channelIdOf, parseNamedRecording } from '../../../../ops/named-recording/parse-named-recording.ts';

const prefix = 'ivs/v1/123456789012/AsXego4U6tnj/2026/6/23/20/12/j8Z9O91ndcVs';

test.each([
  ['a prefix', prefix, undefined],
  ['a prefix with slashes around it', `/${prefix}/`, undefined],
  ['an s3:// URI of the prefix', `s3://my-recordings/${prefix}`, 'my-recordings'],
  ['an s3:// URI of a segment', `s3://my-recordings/${prefix}/media/hls/720p30/0.ts`, 'my-recordings'],
  ['the URL of its playlist', `https://d1.cloudfront.net/${prefix}/media/hls/master.m3u8?v=1`, undefined],
])('a recording is known by %s', (_what, typed, bucket) => {
  expect(parseNamedRecording(typed)).toMatchObject({ kind: 'prefix', bucket, location: { prefix } });
});

test.each([
  ['its id', 'j8Z9O91ndcVs', undefined],
  ['channel and id', 'AsXego4U6tnj/j8Z9O91ndcVs', 'AsXego4U6tnj'],
  ['the URL of an export', 'https://d1.cloudfront.net/AsXego4U6tnj/j8Z9O91ndcVs/archive.mp4', 'AsXego4U6tnj'],
  [
    'the URL of a repaired playlist',
    'https://d1.cloudfront.net/AsXego4U6tnj/j8Z9O91ndcVs/playback/master.m3u8',
    'AsXego4U6tnj',
  ],
])('a recording is known by %s', (_what, typed, channelId) => {
  expect(parseNamedRecording(typed)).toEqual({ kind: 'id', typed, recordingId: 'j8Z9O91ndcVs', channelId });
});

test.each([
  '',
  'ivs/v1',
  'ivs/v1/123456789012/AsXego4U6tnj/2026/06/23/20/12/j8Z9O91ndcVs',
  'https://d1.cloudfront.net/x',
  'a b',
  's3://',
])('"%s" names no recording', (typed) => {
  expect(() => parseNamedRecording(typed)).toThrow('names no recording. Expected its id, its prefix');
});

test('an id is looked up in the catalog, and has to mean one recording', async () => {
  const other = prefix.replace('AsXego4U6tnj', 'OtherChannel');
  const places = [prefix, other].map((each) => ({ bucket: 'my-recordings', prefix: each }));
  const find = (typed: string) => findRecording(parseNamedRecording(typed), 'my-recordings', async () => places);

  await expect(find('OtherChannel/j8Z9O91ndcVs')).resolves.toMatchObject({ location: { prefix: other } });
  await expect(find('j8Z9O91ndcVs')).rejects.toThrow(`may mean ${prefix} and ${other}`);
});

test('a channel is known by its ARN or its id', () => {
  expect(channelIdOf('arn:aws:ivs:us-west-2:123456789012:channel/AsXego4U6tnj')).toBe('AsXego4U6tnj');
  expect(channelIdOf('AsXego4U6tnj')).toBe('AsXego4U6tnj');
  expect(() => channelIdOf('my channel')).toThrow('is no channel');
});
