/** A recording in S3, carried without a copy of it on disk. */
import type { S3Client } from '@aws-sdk/client-s3';
import { listSegments } from '../../lambdas/remux-export/list-segments.ts';
import { makeRecordingStorage } from '../../lambdas/shared/adapters/recording-storage.ts';
import { makeOpenSegments } from '../../lambdas/shared/adapters/segment-source.ts';
import { parseJson } from '../../lambdas/shared/contract/json-text.ts';
import { metadataFileKey, metadataFileNames } from '../../lambdas/shared/contract/object-keys.ts';
import { recordingMetadataSchema } from '../../lambdas/shared/contract/recording-metadata.ts';
import { readPlaylist } from '../../lambdas/shared/recording/read-playlist.ts';
import { folderOfKey, multivariantKey } from '../../lambdas/shared/recording/recording-keys.ts';
import type { ReadText } from '../../lambdas/shared/recording/storage-ports.ts';
import { chooseVariant } from '../../media/files/choose-variant.ts';
import { InputRefusedError } from '../../media/files/input-refused-error.ts';
import type { MediaPlaylist } from '../../media/hls/media-playlist.ts';
import { type Playlist, parsePlaylist } from '../../media/hls/playlist.ts';
import { PlaylistUriOutsideError, resolvePlaylistUri } from '../../media/hls/playlist-uri.ts';
import { readCarriablePlaylist } from '../../media/remux/carriable-playlist.ts';
import type { ExportSource, OpenSource, SourceRequest } from './export-source.ts';

/** Whether an input is in S3. */
export const isStored = (input: string): boolean => /^s3:\/\//i.test(input);

interface Found {
  readonly bucket: string;
  readonly key: string;
  readonly playlist: Playlist;
}

/**
 * {@link OpenSource} for `s3://<bucket>/<prefix or playlist>`. No segment is opened.
 *
 * @throws InputRefusedError, StreamNotCarriableError, SegmentDamagedError as for files on disk
 * @throws StorageUnavailableError, StorageAccessDeniedError, RecordingArchivedError
 */
export const makeOpenStoredSource =
  (client: S3Client): OpenSource =>
  async (request) => {
    const { readText } = makeRecordingStorage(client);
    const found = await findPlaylist(request.input, readText);
    const { bucket, playlist } = found;
    if (playlist.kind === 'media') {
      if (request.rendition === undefined) return openRendition(client, found, playlist, undefined, request);
      const sentence = `${uriOf(found)} is the playlist of one rendition, so that there is none to choose. Leave the wish for ${request.rendition} out.`;
      throw new InputRefusedError('rendition-unknown', sentence);
    }
    const { uri, label } = chooseVariant(playlist, request.rendition ?? 'highest', uriOf(found));
    const key = refuseOutside(found, () => resolvePlaylistUri(folderOfKey(found.key), uri));
    const rendition = await read(bucket, key, readText);
    if (rendition?.playlist.kind === 'media')
      return openRendition(client, rendition, rendition.playlist, label, request);
    const what = rendition === undefined ? 'is missing' : 'is a multivariant playlist';
    throw new InputRefusedError(
      'playlist-invalid',
      `${uriOf({ bucket, key })} ${what}; ${uriOf(found)} names it as a rendition, so that it should be a media playlist (RFC 8216 §4.3.4.2).`,
    );
  };

function openRendition(
  client: S3Client,
  { bucket, key }: Found,
  playlist: MediaPlaylist,
  rendition: string | undefined,
  { isTolerant }: SourceRequest,
): ExportSource {
  const playlistPath = uriOf({ bucket, key });
  if (playlist.segments.length === 0)
    throw new InputRefusedError('no-segments', `${playlistPath} names no segment: there is nothing to export.`);
  if (playlist.isIFramesOnly) {
    const what = 'a playlist of key frames for trick play (EXT-X-I-FRAMES-ONLY, RFC 8216 §4.3.3.6)';
    throw new InputRefusedError('key-frames-only', `${playlistPath} is ${what}. Name a playlist with all frames.`);
  }
  const stored = refuseOutside({ bucket, key }, () => listSegments(playlist, key));
  const source = makeOpenSegments(client)(bucket, stored);
  return {
    playlistPath,
    rendition,
    ...readCarriablePlaylist(playlist, isTolerant),
    openSegment: source.openSegment,
    // Threads of their own would each need connections of their own; S3 is the slower part anyway.
    batches: undefined,
    close: () => source.close(),
  };
}

async function findPlaylist(input: string, readText: ReadText): Promise<Found> {
  const { bucket, path } = splitUri(input);
  const keys = /\.m3u8$/i.test(path) ? [path] : await candidates(bucket, path.replace(/\/+$/, ''), readText);
  for (const key of keys) {
    const found = await read(bucket, key, readText);
    if (found !== undefined) return found;
  }
  throw new InputRefusedError(
    'missing',
    `There is no playlist ${keys.map((key) => uriOf({ bucket, key })).join(' or ')}. Check the prefix, or name the playlist.`,
  );
}

function splitUri(input: string): { bucket: string; path: string } {
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)\/(.+)$/i.exec(input) ?? [];
  if (bucket !== '') return { bucket, path };
  throw new InputRefusedError('missing', `${input} names no recording. Expected s3://<bucket>/<prefix or playlist>.`);
}

/** The metadata file knows the playlist's name; what IVS calls it, where there is none. */
async function candidates(bucket: string, prefix: string, readText: ReadText): Promise<string[]> {
  const named: string[] = [];
  for (const fileName of metadataFileNames) {
    const file = await readText({ bucket, key: metadataFileKey(prefix, fileName), maxSizeBytes: 64 * 1024 });
    const metadata = recordingMetadataSchema.safeParse(parseJson(file?.text));
    if (metadata.success) named.push(multivariantKey({ prefix }, metadata.data));
  }
  return [...new Set([...named, `${prefix}/media/hls/master.m3u8`, `${prefix}/master.m3u8`])];
}

/** `undefined` when there is none. @throws InputRefusedError `playlist-invalid` */
async function read(bucket: string, key: string, readText: ReadText): Promise<Found | undefined> {
  const reading = await readPlaylist({ bucket, key }, parsePlaylist, readText);
  if (reading.state === 'absent') return undefined;
  if (reading.state === 'readable') return { bucket, key, playlist: reading.playlist };
  throw new InputRefusedError(
    'playlist-invalid',
    `${uriOf({ bucket, key })} is no playlist that can be read. ${reading.reason}`,
  );
}

function refuseOutside<Value>(place: { bucket: string; key: string }, resolve: () => Value): Value {
  try {
    return resolve();
  } catch (cause) {
    if (!(cause instanceof PlaylistUriOutsideError)) throw cause;
    throw new InputRefusedError('uri-refused', `${uriOf(place)} cannot be used. ${cause.message}`, { cause });
  }
}

const uriOf = ({ bucket, key }: { readonly bucket: string; readonly key: string }): string => `s3://${bucket}/${key}`;
