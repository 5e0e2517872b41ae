import { RenditionNotFoundError } from '../shared/contract/errors.ts';
import type { ExportWish } from '../shared/contract/export-wish.ts';
import type { Rendition } from '../shared/recording/renditions.ts';

/**
 * Picks the rendition that a wish names. An MP4 is made of one with video as long as there is any; for an M4A, one with
 * audio alone is the lowest.
 *
 * @param renditions Highest first.
 * @throws {@link RenditionNotFoundError} listing those that are there
 */
export function chooseRendition(
  { rendition: wanted, format }: Pick<ExportWish, 'rendition' | 'format'>,
  renditions: readonly Rendition[],
): Rendition {
  const shown = renditions.filter(format === 'm4a' ? hasAudio : hasVideo);
  const candidates = shown.length > 0 ? shown : renditions;
  const chosen = choose(wanted, candidates) ?? renditions.find(({ name }) => name === wanted);
  if (chosen !== undefined) return chosen;
  const known = renditions.map(typeof wanted === 'number' ? describe : ({ name }) => name).join(', ') || 'none';
  const missing = typeof wanted === 'number' ? `of at most ${wanted} lines` : wanted;
  throw new RenditionNotFoundError(
    `The recording has no rendition ${missing}; there are: ${known}. Start a new execution with one of those, or with highest.`,
  );
}

function choose(wanted: ExportWish['rendition'], candidates: readonly Rendition[]): Rendition | undefined {
  if (wanted === 'highest') return candidates[0];
  if (wanted === 'lowest') return candidates.at(-1);
  // Audio alone is below any bound.
  if (typeof wanted === 'number')
    return candidates.find((one) => !hasVideo(one) || (linesOf(one) ?? Infinity) <= wanted);
  return undefined;
}

const describe = (rendition: Rendition): string => {
  const lines = linesOf(rendition);
  return lines === undefined ? rendition.name : `${rendition.name} (${lines} lines)`;
};

/**
 * Lines of the picture's shorter side, by which people name renditions: portrait video has as many as landscape video.
 * `undefined` for audio alone, and when the size is not known.
 */
export function linesOf({ width, height }: Pick<Rendition, 'width' | 'height'>): number | undefined {
  return width === undefined || height === undefined ? height : Math.min(width, height);
}

/** Sample entries of video in RFC 6381 names. */
const videoCodec = /^(avc|hvc|hev|vvc|vvi|dvh|dva|vp0|av01|mp4v)/i;

/** Whether an RFC 6381 name is a video codec's. */
export const isVideoCodec = (codec: string): boolean => videoCodec.test(codec);

/** IVS leaves out the resolution of audio-only renditions. */
export const hasVideo = ({ height, codecs }: Pick<Rendition, 'height' | 'codecs'>): boolean =>
  height !== undefined || codecs.some(isVideoCodec);

/** Sample entries of audio in RFC 6381 names. */
const audioCodec = /^(mp4a|ac-3|ec-3|ac-4|opus|flac)/i;

/** Whether an RFC 6381 name is an audio codec's. */
export const isAudioCodec = (codec: string): boolean => audioCodec.test(codec);

/** Without word from the multivariant playlist a stream is taken to have sound, as nearly all have. */
export const hasAudio = ({ codecs }: Pick<Rendition, 'codecs'>): boolean =>
  codecs.length === 0 || codecs.some(isAudioCodec);
