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
  /** Whether the recording takes a signature. */
  readonly isSigned?: boolean | undefined;
}

/** Puts a fatal error of hls.js into words. */
export function describeFatalError({ type, details, status, isSigned = false }: FatalError): PlaybackProblem {
  if (isSigned && status === 403) return signatureProblem;
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

/** CloudFront answers 403 to who has no signature, a wrong one, or one that is over. */
const signatureProblem: PlaybackProblem = {
  title: 'This deployment signs playback',
  text: 'It plays with signed cookies of an app’s backend, and this browser has none for this recording, or they are over. This page makes none: watch it in the app, or come back from there.',
  canRetry: true,
};

const isAbsent = (status: number | undefined): boolean => status === 403 || status === 404 || status === 410;

/** For a browser that has neither Media Source Extensions nor HLS of its own. */
export const unsupportedProblem: PlaybackProblem = {
  title: 'This browser cannot play HLS',
  text: 'It has neither Media Source Extensions nor HLS of its own. Try another browser, or download an export.',
  canRetry: false,
};

/**
 * Of a video element that plays HLS by itself. It tells only a code (MediaError), and "source not supported" (4) of
 * nearly everything: so what the server says of the playlist decides.
 *
 * @param status With which the playlist is answered now; `undefined`: nothing is answered
 */
export function describeMediaError(
  code: number | undefined,
  status: number | undefined,
  isSigned: boolean,
): PlaybackProblem {
  if (status === undefined || status >= 400) {
    return describeFatalError({ type: 'networkError', details: 'manifestLoadError', status, isSigned });
  }
  return {
    title: 'The recording does not load',
    text: `Its playlist is there, but the browser does not go on with it (code ${code ?? 'unknown'}). A part may be missing, or of a kind that it does not play. Try another browser, or download an export.`,
    canRetry: true,
  };
}

/** The script of the player did not come: a deployment leaves none of the version before. */
export const playerMissingProblem: PlaybackProblem = {
  title: 'The player does not load',
  text: 'The connection may be down, or there is a newer version of this page since it was opened. Reload the page.',
  canRetry: false,
};
