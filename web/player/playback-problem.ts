/** What a viewer is told when a recording does not play. */
export interface PlaybackProblem {
  readonly title: string;
  /** What happened, and what can be done. */
  readonly text: string;
  readonly canRetry: boolean;
}

/** As hls.js tells a fatal error. */
export interface FatalError {
  readonly type: string;
  readonly details: string;
  /** Of the answer, where one came. */
  readonly status?: number | undefined;
}

/** Puts a fatal error of hls.js into words. */
export function describeFatalError({ type, details, status }: FatalError): PlaybackProblem {
  const answer = status === undefined || status === 0 ? '' : ` (status ${status})`;
  if (details.startsWith('manifest') || details.startsWith('level')) {
    return {
      title: 'The playlist does not load',
      text: isAbsent(status)
        ? `It is not there, or may not be read${answer}. It may have been deleted, or be on its way.`
        : `The connection may be down, or the server busy${answer}. What has been recorded is not at risk.`,
      canRetry: true,
    };
  }
  if (type === 'networkError') {
    return {
      title: 'A part of the recording does not load',
      text: isAbsent(status)
        ? `It is not there, or may not be read${answer}. Try another quality, or go on behind it.`
        : `The connection may be down, or the server busy${answer}.`,
      canRetry: true,
    };
  }
  return {
    title: 'This browser cannot play the recording',
    text: `It refuses the video or the sound (${details}). Try another quality or browser, or download an export.`,
    canRetry: true,
  };
}

const isAbsent = (status: number | undefined): boolean => status === 403 || status === 404 || status === 410;

/** For a browser that has neither Media Source Extensions nor HLS of its own. */
export const unsupportedProblem: PlaybackProblem = {
  title: 'This browser cannot play HLS',
  text: 'It has neither Media Source Extensions nor HLS of its own. Try another browser, or download an export.',
  canRetry: false,
};

/** Of a video element that plays HLS by itself: it tells only a code (MediaError). */
export function describeMediaError(code: number | undefined): PlaybackProblem {
  const isNetwork = code === 2;
  // Safari gives "source not supported" for a playlist that is not there, too.
  return isNetwork || code === 4
    ? describeFatalError({ type: 'networkError', details: 'manifestLoadError' })
    : describeFatalError({ type: 'mediaError', details: `code ${code ?? 'unknown'}` });
}
