import type { Recording } from './recording.ts';

/**
 * The same address on the origin that the page comes from. Everything that the API names lies on one distribution, and so
 * does the page; but a distribution has two names when it has a domain of its own, and a recording may have been announced
 * under the other one, from which the page's policy lets nothing be loaded.
 */
const fromHere = (url: string): string => {
  const { pathname, search } = new URL(url, location.href);
  return pathname + search;
};

/** A recording with addresses that the page may load. */
export function recordingFromHere<Shown extends Recording>(recording: Shown): Shown {
  const { playback, exports } = recording;
  return {
    ...recording,
    ...(playback && { playback: playbackFromHere(playback) }),
    exports: exports.map((file) => ({ ...file, url: fromHere(file.url) })),
  };
}

function playbackFromHere(playback: NonNullable<Recording['playback']>): typeof playback {
  const { url, thumbnailUrl, thumbnails } = playback;
  return {
    ...playback,
    url: fromHere(url),
    ...(thumbnailUrl !== undefined && { thumbnailUrl: fromHere(thumbnailUrl) }),
    // In a path the parser escapes braces.
    ...(thumbnails && {
      thumbnails: { ...thumbnails, urlTemplate: fromHere(thumbnails.urlTemplate).replace('%7Bindex%7D', '{index}') },
    }),
  };
}
