import { audioSpecificConfig } from '../aac/aac-format.ts';
import type { TrackDescription } from '../mp4/movie-description.ts';
import type { FindingLog } from './finding-log.ts';
import type { MovieTracks } from './movie-tracks.ts';
import type { ParameterSetRegistry } from './parameter-set-registry.ts';

/** What the file is made of when no frame comes any more. */
export interface FinishedTracks {
  readonly tracks: MovieTracks;
  readonly parameterSets: ParameterSetRegistry;
  /** How long nothing is shown before the first picture, in ticks. */
  readonly videoStartDelay: number;
  readonly log: FindingLog;
  readonly lastSegmentIndex: number;
}

/**
 * Describes the tracks that have frames, video first.
 *
 * @throws StreamNotCarriableError `nothing-to-carry` when there is none
 */
export function describeTracks(finished: FinishedTracks): readonly TrackDescription[] {
  const described = [videoTrack(finished), audioTrack(finished)].filter((track) => track !== undefined);
  if (described.length > 0) return described;
  const finding = 'expected pictures or audio frames, found none in all of the recording';
  return finished.log.refuse('nothing-to-carry', { segmentIndex: finished.lastSegmentIndex }, finding);
}

function videoTrack({ tracks, parameterSets, videoStartDelay, log, lastSegmentIndex }: FinishedTracks) {
  if (tracks.video.count === 0) return undefined;
  const entry = parameterSets.describe();
  if (entry !== undefined) return { samples: tracks.video, entry, startDelayTicks: videoStartDelay };
  const finding =
    'expected sequence and picture parameter sets (ISO/IEC 14496-10 7.4.1.2.1), found none with any picture';
  log.damage('video-damaged', { segmentIndex: lastSegmentIndex }, finding);
  return undefined;
}

function audioTrack({ tracks: { audio } }: FinishedTracks): TrackDescription | undefined {
  if (audio === undefined || audio.samples.count === 0) return undefined;
  const { sampleRateHz, channels } = audio.format;
  const entry = {
    kind: 'aac',
    sampleRateHz,
    channels,
    audioSpecificConfig: audioSpecificConfig(audio.format),
  } as const;
  return { samples: audio.samples, entry };
}
