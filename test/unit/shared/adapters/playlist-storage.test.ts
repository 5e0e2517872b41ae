import { afterEach, expect, test } from '@jest/globals';
import { makeWritePlaylist } from '../../../../lambdas/shared/adapters/playlist-storage.ts';
import { type S3Answer, s3Error, startS3Endpoint } from './s3-endpoint.ts';

const endpoints: Awaited<ReturnType<typeof startS3Endpoint>>[] = [];

async function storageOver(...answers: S3Answer[]) {
  const endpoint = await startS3Endpoint(...answers);
  endpoints.push(endpoint);
  return { writePlaylist: makeWritePlaylist(endpoint.client), requests: endpoint.requests };
}

afterEach(() => Promise.all(endpoints.splice(0).map((endpoint) => endpoint.close())));

const place = { bucket: 'b', key: 'c/r/playback/renditions/p q/playlist.m3u8' };

test('a playlist is written whole, as what players take for one, to be kept for seconds', async () => {
  const { writePlaylist, requests } = await storageOver({});

  await writePlaylist(place, '#EXTM3U\n');

  expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'PUT /b/c/r/playback/renditions/p%20q/playlist.m3u8',
  ]);
  expect(requests[0]?.headers).toMatchObject({
    'content-type': 'application/vnd.apple.mpegurl',
    'cache-control': 'public, max-age=12',
    'content-length': '8',
  });
});

test.each<[string, S3Answer, string]>([
  ['access is denied', s3Error(403, 'AccessDenied'), 'StorageAccessDeniedError'],
  ['S3 throttles', s3Error(503, 'SlowDown'), 'StorageUnavailableError'],
])('when %s, it is a %s that names the playlist', async (_, answer, name) => {
  const { writePlaylist } = await storageOver(answer);

  await expect(writePlaylist(place, '#EXTM3U\n')).rejects.toMatchObject({
    name,
    message: expect.stringContaining('s3://b/c/r/playback/renditions/p q/playlist.m3u8'),
  });
});
