import { ExportNotPossibleError, RenditionNotFoundError } from '../shared/contract/errors.ts';
import type { ExportWish } from '../shared/contract/export-wish.ts';
import type { Rendition } from '../shared/recording/renditions.ts';

/**
 * Picks the rendition that a wish names; `highest` is the first with video in the order highest first.
 * @throws {@link RenditionNotFoundError} listing those that are there
 * @throws {@link ExportNotPossibleError} when it is audio only
 */
export function chooseRendition({ rendition: wanted }: ExportWish, renditions: readonly Rendition[]): Rendition {
  const chosen = wanted === 'highest' ? (renditions.find(hasVideo) ?? renditions[0]) : named(wanted, renditions);
  if (chosen === undefined) {
    const known = renditions.map(({ name }) => name).join(', ') || 'none';
    throw new RenditionNotFoundError(
      `The recording has no rendition ${wanted}; there are: ${known}. Start a new execution with one of those, or with highest.`,
    );
  }
  if (hasVideo(chosen)) return chosen;
  throw new ExportNotPossibleError(
    `The rendition ${chosen.name} is audio only, and an MP4 is made of renditions with video. Export another rendition if there is one.`,
  );
}

const named = (wanted: ExportWish['rendition'], renditions: readonly Rendition[]): Rendition | undefined =>
  renditions.find(({ name }) => name === wanted);

/** Sample entries of video in RFC 6381 names. */
const videoCodec = /^(avc|hvc|hev|vvc|vvi|dvh|dva|vp0|av01|mp4v)/i;

/** IVS leaves out the resolution of audio-only renditions. */
const hasVideo = ({ height, codecs }: Rendition): boolean =>
  height !== undefined || codecs.some((codec) => videoCodec.test(codec));

/** Sample entries of audio in RFC 6381 names. */
const audioCodec = /^(mp4a|ac-3|ec-3|ac-4|opus|flac)/i;

/** Without word from the multivariant playlist a stream is taken to have sound, as nearly all have. */
export const hasAudio = ({ codecs }: Rendition): boolean =>
  codecs.length === 0 || codecs.some((codec) => audioCodec.test(codec));
