import type { MultivariantPlaylist } from '../hls/multivariant-playlist.ts';
import { excerptOf } from '../hls/playlist-invalid-error.ts';
import type { VariantStream } from '../hls/variant-streams.ts';
import { InputRefusedError } from './input-refused-error.ts';

/** A variant stream with the name that a user may call it by, unique in its playlist. */
export interface NamedVariant extends VariantStream {
  readonly label: string;
}

/** Sample entries of video in RFC 6381 names. */
const VIDEO_CODEC = /^(?:avc|hvc|hev|vvc|vvi|dvh|dva|vp0|av01|mp4v)/i;

/**
 * Picks the variant stream that a wish names: `highest` or `lowest` (by pixels, then bit rate, those with video first),
 * a name (VIDEO group, NAME of it, folder or URI), or a height in pixels, `720` or `720p` (the width, when none is that
 * high: a portrait 720p is 1280 high).
 *
 * @param path of the playlist, for messages
 * @throws InputRefusedError `rendition-unknown` listing those that are there; `audio-apart`
 */
export function chooseVariant(playlist: MultivariantPlaylist, wish: string, path: string): NamedVariant {
  const variants = withLabels(playlist.variants);
  const candidates = candidatesFor(variants, wish);
  const [chosen] = candidates;
  if (chosen === undefined || candidates.length > 1) throw unknown(variants, candidates, wish, path);
  refuseAudioApart(playlist, chosen, path);
  return chosen;
}

function candidatesFor(variants: readonly NamedVariant[], wish: string): readonly NamedVariant[] {
  if (wish === 'highest' || wish === 'lowest') return ranked(variants).slice(...(wish === 'highest' ? [-1] : [0, 1]));
  const named = variants.filter(({ label, name, uri }) => wish === label || wish === name || wish === uri);
  return named.length > 0 || !/^\d+p?$/.test(wish) ? named : ofHeight(variants, Number.parseInt(wish, 10));
}

function ofHeight(variants: readonly NamedVariant[], height: number): readonly NamedVariant[] {
  const exact = variants.filter(({ resolution }) => resolution?.height === height);
  return exact.length > 0 ? exact : variants.filter(({ resolution }) => resolution?.width === height);
}

/** Lowest first. */
function ranked(variants: readonly NamedVariant[]): readonly NamedVariant[] {
  const withVideo = variants.filter(hasVideo);
  return (withVideo.length > 0 ? withVideo : variants).toSorted(
    (one, other) => pixelsOf(one) - pixelsOf(other) || one.bandwidth - other.bandwidth,
  );
}

const hasVideo = ({ resolution, codecs }: VariantStream): boolean =>
  resolution !== undefined || codecs.some((codec) => VIDEO_CODEC.test(codec));

const pixelsOf = ({ resolution }: VariantStream): number => (resolution?.width ?? 0) * (resolution?.height ?? 0);

/** `720p30` as IVS names the VIDEO group, else the folder's name; the URI where that would name two. */
function withLabels(variants: readonly VariantStream[]): readonly NamedVariant[] {
  const labels = variants.map(({ videoGroup, name, uri }) => videoGroup ?? name ?? uri.split('/').at(-2) ?? uri);
  return variants.map((variant, index) => {
    const label = labels[index] ?? variant.uri;
    return { ...variant, label: labels.indexOf(label) === labels.lastIndexOf(label) ? label : variant.uri };
  });
}

function unknown(
  variants: readonly NamedVariant[],
  candidates: readonly NamedVariant[],
  wish: string,
  path: string,
): InputRefusedError {
  const names = (list: readonly NamedVariant[]) => list.map(({ label }) => excerptOf(label)).join(', ');
  const sentence =
    candidates.length > 1
      ? `${path} has several renditions for ${wish}: ${names(candidates)}. Name one of them.`
      : `${path} has no rendition ${wish}; there are: ${names(variants)}. Name one of those, highest or lowest.`;
  return new InputRefusedError('rendition-unknown', sentence);
}

/** Sound that has a playlist of its own (RFC 8216 §4.3.4.2.1) would be lost. */
function refuseAudioApart({ media }: MultivariantPlaylist, { audioGroup, label }: NamedVariant, path: string): void {
  const sound = media.filter(({ type, groupId }) => type === 'AUDIO' && groupId === audioGroup);
  const [apart] = sound;
  if (apart === undefined || sound.some(({ uri }) => uri === undefined)) return;
  const found = `the sound of ${excerptOf(label)} in a playlist of its own, ${excerptOf(apart.uri ?? '')}`;
  throw new InputRefusedError(
    'audio-apart',
    `${path} has ${found}, and sound and picture from two playlists are not put together. Name one of the playlists itself to export it alone.`,
  );
}
