import { ExportNotPossibleError } from '../shared/contract/errors.ts';
import type { ReadBytes } from '../shared/recording/storage-ports.ts';
import { hasVideo } from './choose-rendition.ts';
import type { ExportSource } from './export-source.ts';
import { lookAtPictures, rateInName } from './look-at-pictures.ts';
import type { JobInput } from './make-job-settings.ts';
import type { SourcePiece } from './resolve-clip.ts';
import { audioTimecodeRate, endTimecode, startTimecode } from './timecode.ts';

/**
 * The inputs of a job: the playlists, with time codes where a clip begins or ends within one. Those count frames, so that
 * the frame rate has to be known, to the last digit: after an hour, 30 and 29.97 are 3.6 s apart.
 *
 * @throws {@link ExportNotPossibleError} when the frame rate of a clip cannot be found out
 */
export function makeJobInputs(pieces: readonly SourcePiece[], readBytes: ReadBytes): Promise<JobInput[]> {
  return Promise.all(pieces.map((piece) => makeJobInput(piece, readBytes)));
}

async function makeJobInput({ source, fromSeconds, toSeconds }: SourcePiece, readBytes: ReadBytes): Promise<JobInput> {
  const url = `s3://${source.recording.bucket}/${source.rendition.playlistKey}`;
  if (fromSeconds === 0 && toSeconds === undefined) return { url };
  const rate = await timecodeRate(source, readBytes);
  return {
    url,
    startTimecode: fromSeconds === 0 ? undefined : startTimecode(fromSeconds, rate),
    endTimecode: toSeconds === undefined ? undefined : endTimecode(fromSeconds, toSeconds, rate),
  };
}

/** By what is in the input, whether or not the file takes its pictures. */
async function timecodeRate(source: ExportSource, readBytes: ReadBytes): Promise<number> {
  if (!hasVideo(source.rendition)) return audioTimecodeRate;
  const pictures = await lookAtPictures(source, readBytes);
  const rate = pictures?.framesPerSecond ?? rateInName(source);
  if (rate !== undefined) return rate;
  throw new ExportNotPossibleError(
    `MediaConvert cuts clips by frames, and how many ${source.rendition.playlistKey} has in a second cannot be found out: its first segment cannot be read, and its name does not tell. Export all of it, or start a new execution with the engine remux.`,
  );
}
