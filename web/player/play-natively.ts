/** The browser's own HLS: it loads, chooses the quality and buffers by itself, and tells little of it. */
import type { Playback, PlaybackListener, PlaybackStart } from './playback.ts';
import { describeMediaError } from './playback-problem.ts';

/** Has the video element play the playlist by itself. */
export function playNatively(
  video: HTMLVideoElement,
  { url, startSeconds, isSigned }: PlaybackStart,
  listener: PlaybackListener,
): Playback {
  let place = { seconds: startSeconds, isPlaying: false };
  let isOver = false;
  const load = () => {
    video.src = url;
    video.load();
  };
  const begin = () => {
    listener.onProblem(undefined);
    if (place.seconds > 0) video.currentTime = place.seconds;
    // Loading has paused it. A browser may refuse: the button then says "Play".
    if (place.isPlaying) video.play().catch(() => {});
  };
  const tellQuality = () => {
    if (video.videoHeight > 0) listener.onOwnChoice(`${video.videoHeight}p`);
  };
  const fail = () => {
    const code = video.error?.code;
    place = { seconds: video.currentTime || place.seconds, isPlaying: !video.paused };
    void statusOf(url).then((status) => {
      if (!isOver && video.error !== null) listener.onProblem(describeMediaError(code, status, isSigned));
    });
  };
  const heard = { loadedmetadata: begin, resize: tellQuality, error: fail };
  for (const [event, hear] of Object.entries(heard)) video.addEventListener(event, hear);
  listener.onOwnChoice('');
  load();
  return {
    chooseQuality: () => {},
    retry: load,
    stop: () => {
      isOver = true;
      for (const [event, hear] of Object.entries(heard)) video.removeEventListener(event, hear);
      video.removeAttribute('src');
      video.load();
    },
  };
}

/** The element does not say what the server answered. `undefined`: nothing. */
const statusOf = (url: string): Promise<number | undefined> =>
  fetch(url).then(
    ({ status }) => status,
    () => undefined,
  );
