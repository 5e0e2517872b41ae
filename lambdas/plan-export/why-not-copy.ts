/**
 * What keeps MediaConvert from copying what it could encode: its rules for passthrough.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/video-passthrough.html
 */
import { isAudioCodec, isVideoCodec } from './choose-rendition.ts';
import type { ExportSource } from './export-source.ts';
import { rateInName } from './look-at-pictures.ts';

/** H.264 and HEVC, by their sample entries (RFC 6381). */
const copiedVideo = /^(avc1|avc3|hvc1|hev1)(\.|$)/i;
/** AAC LC, HE v1 and v2; Dolby Digital and Digital Plus. */
const copiedAudio = /^(mp4a\.40\.(2|5|29)|ac-3|ec-3)$/i;

/** Why the video cannot be copied: a clause; `undefined` when nothing speaks against it. */
export function whyNotCopyVideo(sources: readonly ExportSource[]): string | undefined {
  const codec = codecsOf(sources).find((name) => isVideoCodec(name) && !copiedVideo.test(name));
  if (codec !== undefined) return `its codec ${codec} is neither H.264 nor HEVC`;
  return whyNotAlike(sources) ?? whyNotSameRate(sources);
}

/** The same of the audio. */
export function whyNotCopyAudio(sources: readonly ExportSource[]): string | undefined {
  const codec = codecsOf(sources).find((name) => isAudioCodec(name) && !copiedAudio.test(name));
  return codec === undefined ? undefined : `its codec ${codec} is neither AAC nor Dolby Digital`;
}

/**
 * Why the recordings of a join cannot stand in one file unchanged, by what the playlists tell; any engine sees the rest in
 * the frames.
 */
export const whyNotAlike = (sources: readonly ExportSource[]): string | undefined =>
  whyNot(sources, ({ rendition: a }, { rendition: b }) => {
    const haveCodecs = a.codecs.length > 0 && b.codecs.length > 0;
    if (haveCodecs && codecText(a.codecs) !== codecText(b.codecs)) return false;
    return isSame(a.width, b.width) && isSame(a.height, b.height);
  });

/** MediaConvert copies one frame rate; remux carries any, also in turns. */
const whyNotSameRate = (sources: readonly ExportSource[]): string | undefined =>
  whyNot(sources, (first, other) => isSame(rateInName(first), rateInName(other)));

function whyNot(
  [first, ...others]: readonly ExportSource[],
  areAlike: (first: ExportSource, other: ExportSource) => boolean,
): string | undefined {
  const other = first && others.find((source) => !areAlike(first, source));
  return other && `the recordings differ: ${describe(first)}, then ${describe(other)}`;
}

const isSame = (a: number | undefined, b: number | undefined): boolean => a === undefined || b === undefined || a === b;

const codecText = (codecs: readonly string[]): string =>
  codecs
    .map((codec) => codec.toLowerCase())
    .sort()
    .join(', ');

const describe = ({ recording, rendition: { name, width, height, codecs } }: ExportSource): string => {
  const size = width === undefined || height === undefined ? '' : ` of ${width}x${height}`;
  return `${name}${size} (${codecs.join(', ')}) in ${recording.recordingId}`;
};

const codecsOf = (sources: readonly ExportSource[]): string[] => sources.flatMap(({ rendition }) => rendition.codecs);
