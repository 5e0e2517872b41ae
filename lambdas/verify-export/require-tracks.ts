import type { Mp4Track } from '../../media/mp4/movie.ts';
import { ExportDamagedError } from '../shared/contract/errors.ts';
import type { ExportVersion } from '../shared/recording/storage-ports.ts';
import type { VerifyExportInput } from './schema.ts';

/**
 * Checks that a file holds the tracks that were planned, of the size that was. What an engine did not find in a recording
 * it does not put into the file, and says so: an engine that has counted no pictures owes none.
 *
 * @throws {@link ExportDamagedError}
 */
export function requireTracks(
  { bucket, key }: ExportVersion,
  tracks: readonly Mp4Track[],
  { plan, remuxed, export: target }: VerifyExportInput['planned'],
): void {
  const video = tracks.find(({ kind }) => kind === 'video');
  const audio = tracks.find(({ kind }) => kind === 'audio');
  const fault =
    whyNotVideo(video, plan.video !== 'none', remuxed?.videoFrames === 0) ??
    whyNotAudio(audio, plan.audio !== 'none', remuxed?.audioFrames === 0) ??
    whyNotSize(video, target.size);
  if (fault === undefined) return;
  throw new ExportDamagedError(
    `s3://${bucket}/${key} is not what ${plan.engine} was to make: ${fault}. Start a new execution with the same input.`,
  );
}

function whyNotVideo(video: Mp4Track | undefined, isPlanned: boolean, isKnownAbsent: boolean): string | undefined {
  if (video === undefined) return isPlanned && !isKnownAbsent ? 'expected video, found none' : undefined;
  return isPlanned ? undefined : `expected sound alone, found video (${video.codec})`;
}

function whyNotAudio(audio: Mp4Track | undefined, isPlanned: boolean, isKnownAbsent: boolean): string | undefined {
  return isPlanned && audio === undefined && !isKnownAbsent ? 'expected audio, found none' : undefined;
}

/** Pixels of the picture, which an encoder may crop out of larger coded ones. */
function whyNotSize(
  video: Mp4Track | undefined,
  size: { readonly width: number; readonly height: number } | undefined,
): string | undefined {
  if (size === undefined || video?.width === undefined || video.height === undefined) return undefined;
  if (video.width === size.width && video.height === size.height) return undefined;
  return `expected ${size.width}x${size.height}, found ${video.width}x${video.height}`;
}
