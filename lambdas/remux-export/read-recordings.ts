import { type MediaPlaylist, parseMediaPlaylist } from '../../media/hls/media-playlist.ts';
import { readCarriablePlaylist } from '../../media/remux/carriable-playlist.ts';
import type { SourceSegment } from '../../media/remux/segment-source.ts';
import { ExportSourceDamagedError } from '../shared/contract/errors.ts';
import { parseRecordingPrefix } from '../shared/contract/recording-location.ts';
import { readPlaylist, refuseInvalid } from '../shared/recording/read-playlist.ts';
import type { StoredSegment } from '../shared/recording/remux-ports.ts';
import type { ReadText } from '../shared/recording/storage-ports.ts';
import { listSegments } from './list-segments.ts';

/** Segments to carry, and where each of them lies, in the same order. */
export interface ReadRecordings {
  readonly segments: readonly SourceSegment[];
  readonly stored: readonly StoredSegment[];
}

/**
 * Reads the playlists, and puts their segments one behind the other: each further recording begins a new part of the
 * timeline, since its clock is another one.
 *
 * @throws {@link ExportSourceDamagedError} when a playlist can no longer be read
 * @throws StreamNotCarriableError, SegmentDamagedError
 * @throws StorageUnavailableError, StorageAccessDeniedError, RecordingArchivedError, RecordingDamagedError
 */
export async function readRecordings(
  bucket: string,
  playlistKeys: readonly string[],
  readText: ReadText,
): Promise<ReadRecordings> {
  const segments: SourceSegment[] = [];
  const stored: StoredSegment[] = [];
  let startSeconds = 0;
  for (const key of playlistKeys) {
    const playlist = await readWhole(bucket, key, readText);
    const label = playlistKeys.length > 1 ? labelOf(key) : '';
    const isFollowing = segments.length > 0;
    const carried = readCarriablePlaylist(playlist, false).segments;
    for (const [index, segment] of carried.entries()) {
      const isDiscontinuity = segment.isDiscontinuity || (isFollowing && index === 0);
      segments.push({ ...segment, name: `${label}${segment.name}`, isDiscontinuity });
    }
    for (const segment of locate(playlist, key)) {
      stored.push({ ...segment, name: `${label}${segment.name}`, startSeconds: startSeconds + segment.startSeconds });
    }
    startSeconds += playlist.durationSeconds;
  }
  return { segments, stored };
}

/** Planning read the same playlist a moment ago, so that whatever is wrong with it now happened since. */
async function readWhole(bucket: string, key: string, readText: ReadText): Promise<MediaPlaylist> {
  const reading = await readPlaylist({ bucket, key }, parseMediaPlaylist, readText);
  if (reading.state === 'readable') return reading.playlist;
  const finding = reading.state === 'absent' ? 'it is missing' : reading.reason;
  throw new ExportSourceDamagedError(
    `${key} could be read when the export was planned, and cannot be any more: ${finding}.`,
  );
}

function locate(playlist: MediaPlaylist, playlistKey: string): StoredSegment[] {
  const located = refuseInvalid(() => listSegments(playlist, playlistKey));
  if ('value' in located) return located.value;
  throw new ExportSourceDamagedError(`${playlistKey} cannot be followed: ${located.reason}`);
}

/** Every recording has a segment 0.ts: of several, messages say whose. A prefix has ten parts. */
function labelOf(playlistKey: string): string {
  const prefix = playlistKey.split('/').slice(0, 10).join('/');
  return `${parseRecordingPrefix(prefix)?.recordingId ?? prefix}/`;
}
