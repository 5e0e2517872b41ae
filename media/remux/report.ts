import { aacCodecName, SAMPLES_PER_FRAME } from '../aac/aac-format.ts';
import type { FinishedTracks } from './finished-tracks.ts';
import type { AudioReport, RemuxReport, VideoReport } from './remux-report.ts';
import { TICKS_PER_SECOND } from './ticks.ts';

/** Everything that a report tells. */
export interface ReportFacts
  extends FinishedTracks,
    Pick<RemuxReport, 'format' | 'parts' | 'trimmed' | 'clip' | 'segments'> {
  /** Whether the program map tables name such a stream. */
  readonly isVideoDeclared: boolean;
  readonly isAudioDeclared: boolean;
  readonly firstSegmentIndex: number;
}

/** A track that begins or ends so much apart from the other is worth a word; frames and priming explain less. */
const WORTH_TELLING_MS = 1000;

/**
 * Reports what became of the recording. What only the end shows goes to the log first: tracks that are missing, begin late
 * or end early.
 */
export function makeReport(facts: ReportFacts, sizeBytes: number): RemuxReport {
  const { format, parts, trimmed, clip, segments, log } = facts;
  const video = videoReport(facts);
  const audio = audioReport(facts);
  const startMs = milliseconds(facts.videoStartDelay, TICKS_PER_SECOND);
  const videoEndMs = video === undefined ? 0 : startMs + video.durationMs;
  noteAbsentTracks(facts);
  if (video !== undefined && audio !== undefined) noteUnevenTracks(facts, startMs, videoEndMs, audio.durationMs);
  const durationMs = Math.max(videoEndMs, audio?.durationMs ?? 0);
  const { losses, warnings } = log;
  return { format, sizeBytes, durationMs, video, audio, parts, trimmed, clip, segments, losses, warnings };
}

function videoReport({ tracks, parameterSets }: ReportFacts): VideoReport | undefined {
  const { video, keyFrames } = tracks;
  const { codec } = parameterSets;
  const size = parameterSets.describe();
  if (video.count === 0 || codec === undefined || size === undefined) return undefined;
  const durationMs = milliseconds(video.presentationEndTicks - video.presentationStartTicks, TICKS_PER_SECOND);
  return { codec, width: size.width, height: size.height, frames: video.count, keyFrames, durationMs };
}

function audioReport({ tracks }: ReportFacts): AudioReport | undefined {
  const { audio, audioFrames, silentFrames } = tracks;
  if (audio === undefined || audioFrames === 0) return undefined;
  const { sampleRateHz, channels } = audio.format;
  return {
    codec: aacCodecName(audio.format),
    sampleRateHz,
    channels,
    frames: audioFrames - silentFrames,
    silentFramesInserted: silentFrames,
    durationMs: milliseconds(audioFrames * SAMPLES_PER_FRAME, sampleRateHz),
  };
}

function noteAbsentTracks({ log, tracks, isVideoDeclared, isAudioDeclared, firstSegmentIndex }: ReportFacts): void {
  const absent = [
    { name: 'video', isAbsent: isVideoDeclared && tracks.video.count === 0 },
    { name: 'audio', isAbsent: isAudioDeclared && tracks.audioFrames === 0 },
  ];
  for (const { name, isAbsent } of absent) {
    if (isAbsent) log.warn('track-absent', firstSegmentIndex, `The recording declares ${name}, but has none.`, name);
  }
}

function noteUnevenTracks(facts: ReportFacts, videoStartMs: number, videoEndMs: number, audioEndMs: number): void {
  const { log, tracks, firstSegmentIndex, lastSegmentIndex } = facts;
  const silentMs = milliseconds(tracks.leadingSilentFrames * SAMPLES_PER_FRAME, tracks.audio?.format.sampleRateHz ?? 1);
  if (videoStartMs > WORTH_TELLING_MS) {
    const message = `Video begins ${videoStartMs} ms after audio; nothing is shown until then.`;
    log.warn('track-late', firstSegmentIndex, message, 'video');
  }
  if (silentMs > WORTH_TELLING_MS) {
    const message = `Audio begins ${silentMs} ms after video; silence stands in front of it.`;
    log.warn('track-late', firstSegmentIndex, message, 'audio');
  }
  const difference = videoEndMs - audioEndMs;
  if (Math.abs(difference) <= WORTH_TELLING_MS) return;
  const [early, other] = difference < 0 ? ['Video', 'audio'] : ['Audio', 'video'];
  const message = `${early} ends ${Math.abs(difference)} ms before ${other}; nothing is put in its place.`;
  log.warn('track-ends-early', lastSegmentIndex, message);
}

const milliseconds = (ticks: number, perSecond: number): number => Math.round((ticks / perSecond) * 1000);
