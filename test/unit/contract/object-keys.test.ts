import { describe, expect, test } from '@jest/globals';
import {
  eventsFolderKey,
  exportKey,
  exportsFolderKey,
  metadataFileKey,
  metadataFileNames,
  recordingPrefixOfMetadataKey,
  repairedMultivariantKey,
  repairedPlaylistsPattern,
  repairedRenditionKey,
} from '../../../lambdas/shared/contract/object-keys.ts';

const prefix = 'ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/j8Z9O91ndcVs';

test.each(metadataFileNames)('the key of %s leads back to the prefix of its recording', (fileName) => {
  const key = metadataFileKey(prefix, fileName);

  expect(recordingPrefixOfMetadataKey(key)).toBe(prefix);
});

test.each([
  `${prefix}/events/recording-started.json`,
  `${prefix}/recording-ended.json`,
  `${prefix}/events/recording-ended.json.bak`,
  `${prefix}/media/hls/master.m3u8`,
])('%s is not a metadata file that marks the end', (key) => {
  expect(recordingPrefixOfMetadataKey(key)).toBeUndefined();
});

test('the events folder ends in a slash, so that a listing of it meets no neighbour', () => {
  expect(eventsFolderKey(prefix)).toBe(`${prefix}/events/`);
});

test('an export has one predictable key', () => {
  const key = exportKey({
    channelId: 'AbCdef1G2hij',
    recordingId: 'j8Z9O91ndcVs',
    exportName: '720p30',
    format: 'mp4',
  });

  expect(key).toBe('AbCdef1G2hij/j8Z9O91ndcVs/720p30.mp4');
});

test('everything that is made of a recording lies in one folder of its own, which ends in a slash', () => {
  const ids = { channelId: 'AbCdef1G2hij', recordingId: 'j8Z9O91ndcVs' };
  const made = [exportKey({ ...ids, exportName: 'a', format: 'm4a' }), repairedMultivariantKey(ids)];

  expect(exportsFolderKey(ids)).toBe('AbCdef1G2hij/j8Z9O91ndcVs/');
  expect(made.filter((key) => !key.startsWith(exportsFolderKey(ids)))).toEqual([]);
});

describe('repaired playlists', () => {
  const ids = { channelId: 'AbCdef1G2hij', recordingId: 'j8Z9O91ndcVs' };
  const matches = (key: string): boolean => new RegExp(`^${repairedPlaylistsPattern.replaceAll('*', '.*')}$`).test(key);

  test('have predictable keys, which all end alike and lie where they may be written', () => {
    const keys = [
      repairedMultivariantKey(ids),
      repairedRenditionKey(ids, '720p30/playlist.m3u8'),
      repairedRenditionKey(ids, 'odd/playlist'),
      repairedRenditionKey(ids, 'master.m3u8'),
    ];

    expect(keys).toEqual([
      'AbCdef1G2hij/j8Z9O91ndcVs/playback/master.m3u8',
      'AbCdef1G2hij/j8Z9O91ndcVs/playback/renditions/720p30/playlist.m3u8',
      'AbCdef1G2hij/j8Z9O91ndcVs/playback/renditions/odd/playlist.m3u8',
      'AbCdef1G2hij/j8Z9O91ndcVs/playback/renditions/master.m3u8',
    ]);
    expect(keys.filter((key) => !matches(key))).toEqual([]);
  });

  test('lie where no export can', () => {
    expect(matches(exportKey({ ...ids, exportName: 'playback', format: 'mp4' }))).toBe(false);
  });
});
