import type { TruePart } from '../../scripts/media-matrix/truth.ts';
import { type FrameMatches, type Match, matchFrames } from './match-frames.ts';
import { editShiftSeconds, type Mp4Reading, type Mp4TrackReading } from './read-mp4.ts';
import { withoutParameterSets } from './sample-units.ts';

/** Something that is wrong with a file; the first word says what kind of thing. */
export interface Finding {
  readonly kind:
    | 'video-missing'
    | 'audio-missing'
    | 'video-foreign'
    | 'key-frames'
    | 'decode-times'
    | 'video-time'
    | 'audio-time'
    | 'audio-duration'
    | 'part-start'
    | 'decoder-config';
  readonly text: string;
}

/** A file held against what was put into the recording. */
export interface Judgement {
  readonly findings: readonly Finding[];
  readonly silentFrames: number;
  /** True frames before the first that is in the file. */
  readonly trimmed: { readonly video: number; readonly audio: number };
  readonly frames: { readonly video: number; readonly audio: number };
  readonly lost: { readonly video: number; readonly audio: number };
  /** Where each part begins, in seconds of presentation. */
  readonly partStarts: readonly number[];
}

const TICKS_PER_SECOND = 90_000;
/** Half a tick, for what comes of dividing. */
const EPSILON = 0.5 / TICKS_PER_SECOND;

/** A frame of the file with its true time and its time there, both in seconds. */
interface Placed extends Match {
  readonly source: number;
  readonly out: number;
  readonly sampleSeconds: number;
}

/**
 * Judges every frame of an MP4: that it is there, unchanged, in order, and at its time. Looks at nothing but the file
 * and the truth, so that it judges any program's output.
 *
 * @param allowance `shiftTicks`: by how much the offset of a part may grow within it, where time stamps leave no other
 * way; `cutShort`: pictures that may be broken
 */
export function judgeMp4(
  parts: readonly TruePart[],
  mp4: Mp4Reading,
  { shiftTicks = 0, cutShort = 0 }: { shiftTicks?: number; cutShort?: number } = {},
): Judgement {
  const video = matchFrames(
    parts,
    'video',
    (mp4.video?.samples ?? []).map(({ bytes }) => withoutParameterSets(bytes)),
  );
  const audio = matchFrames(
    parts,
    'audio',
    (mp4.audio?.samples ?? []).map(({ bytes }) => bytes),
  );
  const placed = { video: place(video, mp4.video, mp4), audio: place(audio, mp4.audio, mp4) };
  const trimmed = { video: leading(video), audio: leading(audio) };
  const findings = [
    ...missing('video', video, trimmed.video),
    ...missing('audio', audio, trimmed.audio),
    ...foreignVideo(video, cutShort),
    ...wrongKeyFrames(video, mp4.video),
    ...mp4.tracks.flatMap(wrongDecodeTimes),
    ...parts.flatMap((part, index) => wrongTimes(part, index, placed, shiftTicks / TICKS_PER_SECOND)),
    ...wrongPartStarts(parts, placed),
    ...wrongDurations(mp4.audio),
    ...parts.flatMap((part, index) => wrongConfig(part, index, mp4)),
  ];
  return {
    findings,
    silentFrames: audio.foreign.length,
    trimmed,
    frames: { video: video.matches.length, audio: audio.matches.length },
    lost: { video: video.missing.length, audio: audio.missing.length },
    partStarts: parts.map((_, index) => startOf(index, placed)),
  };
}

function place({ matches }: FrameMatches, track: Mp4TrackReading | undefined, mp4: Mp4Reading): Placed[] {
  if (track === undefined) return [];
  const shift = editShiftSeconds(track, mp4.timescale);
  return matches.map((match) => ({
    ...match,
    source: match.frame.pts / TICKS_PER_SECOND,
    out: track.samples[match.found]!.cts / track.timescale + shift,
    sampleSeconds: track.samples[match.found]!.duration / track.timescale,
  }));
}

const leading = ({ matches }: FrameMatches): number => matches[0]?.true ?? 0;

function missing(kind: 'video' | 'audio', { missing: all }: FrameMatches, trimmed: number): Finding[] {
  const lost = all.filter((index) => index >= trimmed);
  if (lost.length === 0) return [];
  return [{ kind: `${kind}-missing`, text: `${lost.length} frames, of the ${kind}'s frames ${lost.slice(0, 8)}` }];
}

const foreignVideo = ({ foreign }: FrameMatches, cutShort: number): Finding[] =>
  foreign.length <= cutShort
    ? []
    : [{ kind: 'video-foreign', text: `samples ${foreign.slice(0, 8)} are no frames of the source` }];

function wrongKeyFrames({ matches }: FrameMatches, track: Mp4TrackReading | undefined): Finding[] {
  const wrong = matches.filter(({ found, frame }) => track?.samples[found]?.isSync !== frame.isKey);
  if (wrong.length === 0) return [];
  return [{ kind: 'key-frames', text: `samples ${wrong.slice(0, 8).map(({ found }) => found)} are marked wrong` }];
}

function wrongDecodeTimes({ kind, samples }: Mp4TrackReading): Finding[] {
  const wrong = samples.findIndex(({ dts }, index) => index > 0 && dts <= samples[index - 1]!.dts);
  return wrong < 0 ? [] : [{ kind: 'decode-times', text: `${kind} sample ${wrong} is not later than the one before` }];
}

/** Each frame of sound lasts for its 1,024 samples: many players ignore what is longer, and lose touch with the picture. */
function wrongDurations(track: Mp4TrackReading | undefined): Finding[] {
  const samples = track?.samples.slice(0, -1) ?? [];
  // A program that has only the stream's clock to go by is off by its rounding.
  const wrong = samples.findIndex(({ duration }) => Math.abs(duration - 1024) > 2);
  return wrong < 0
    ? []
    : [{ kind: 'audio-duration', text: `sample ${wrong} lasts ${samples[wrong]!.duration} samples` }];
}

/** The file has one description of a track, which has to be right for every part. */
function wrongConfig({ parameterSets, audioConfig }: TruePart, index: number, { video, audio }: Mp4Reading): Finding[] {
  const sets = video?.decoderConfig ?? [];
  const absent = video === undefined ? [] : parameterSets.filter((set) => !sets.some((other) => other.equals(set)));
  const config = audio?.decoderConfig[0]?.readUInt16BE(0) ?? 0;
  // The last three bits are flags of the decoder, not of the stream.
  const isWrong = audio !== undefined && audioConfig !== undefined && config >> 3 !== audioConfig >> 3;
  return [
    ...absent.map((set) => finding('decoder-config', `part ${index} needs ${set.toString('hex')}, which avcC lacks`)),
    ...(isWrong
      ? [finding('decoder-config', `part ${index} needs ${audioConfig.toString(16)}, esds has ${config.toString(16)}`)]
      : []),
  ];
}

const finding = (kind: Finding['kind'], text: string): Finding => ({ kind, text });

interface PlacedTracks {
  readonly video: readonly Placed[];
  readonly audio: readonly Placed[];
}

/** In a part, pictures keep their distances to the tick, and each frame of sound is within a frame of its place. */
function wrongTimes(part: TruePart, index: number, placed: PlacedTracks, shift: number): Finding[] {
  const video = placed.video.filter((one) => one.part === index);
  const audio = placed.audio.filter((one) => one.part === index);
  const anchor = video[0] ?? audio[0];
  if (anchor === undefined) return [];
  const offset = anchor.out - anchor.source;
  const moved = video.find(({ source, out }) => !isBetween(out - source - offset, 0, shift));
  // Where the offset moves on, sound is held against the pictures around it.
  const offsetsAt = (time: number): number[] => {
    const near = shift === 0 ? [anchor] : video.filter(({ source }) => Math.abs(source - time) < 0.2);
    return (near.length === 0 ? [anchor] : near).map(({ source, out }) => out - source);
  };
  const frame = 1024 / (part.sampleRateHz ?? 48_000) + EPSILON;
  const apart = audio.find(({ source, out }) => {
    const offsets = offsetsAt(source);
    return !isBetween(out - source, Math.min(...offsets) - frame, Math.max(...offsets) + frame);
  });
  return [
    ...(moved === undefined ? [] : [misplaced('video-time', moved, moved.out - moved.source - offset)]),
    ...(apart === undefined ? [] : [misplaced('audio-time', apart, apart.out - apart.source - offset)]),
  ];
}

const isBetween = (value: number, low: number, high: number): boolean =>
  value >= low - EPSILON && value <= high + EPSILON;

function misplaced(kind: 'video-time' | 'audio-time', { found, part }: Placed, seconds: number): Finding {
  return { kind, text: `sample ${found}, in part ${part}, is ${(seconds * 1000).toFixed(3)} ms from its place` };
}

function startOf(part: number, { video, audio }: PlacedTracks): number {
  return Math.min(...[...video, ...audio].filter((one) => one.part === part).map(({ out }) => out));
}

/** A part begins where the later track of the one before ends, on the next frame of sound. */
function wrongPartStarts(parts: readonly TruePart[], placed: PlacedTracks): Finding[] {
  return parts.flatMap((part, index) => {
    const before = parts[index - 1];
    if (before === undefined) return [];
    const pause = startOf(index, placed) - endOf(index - 1, placed);
    // Decode times have to go on increasing, so that more delay by reordering takes its time.
    const moreLead = Math.max(0, lead(part) - lead(before));
    const most = (part.audio.length > 0 ? 1024 / (part.sampleRateHz ?? 48_000) : 0) + moreLead;
    if (isBetween(pause, 0, most)) return [];
    return [
      {
        kind: 'part-start',
        text: `part ${index} begins ${(pause * 1000).toFixed(3)} ms after the end of the one before`,
      },
    ];
  });
}

const lead = ({ video: [first] }: TruePart): number =>
  first === undefined ? 0 : (first.pts - first.dts) / TICKS_PER_SECOND;

/** Of the longer track; its last frame lasts as long as the one before it. */
function endOf(part: number, { video, audio }: PlacedTracks): number {
  const ends = [video, audio].map((track) => {
    const frames = track.filter((one) => one.part === part);
    const sources = frames.map(({ source }) => source).sort((one, other) => one - other);
    const [before = 0, last = 0] = sources.slice(-2);
    return Math.max(...frames.map(({ out }) => out)) + (last - before);
  });
  return Math.max(...ends);
}
