import { useEffect, useState } from 'preact/hooks';

/** What the controls show of a video element. Seconds. */
export interface VideoState {
  readonly currentSeconds: number;
  /** 0 until it is known. */
  readonly durationSeconds: number;
  /** Up to where it is loaded without a gap. */
  readonly bufferedSeconds: number;
  readonly isPaused: boolean;
  readonly hasEnded: boolean;
  /** It would play, and has nothing to show. */
  readonly isWaiting: boolean;
  /** Something has been shown. */
  readonly hasBegun: boolean;
  readonly volume: number;
  readonly isMuted: boolean;
  readonly speed: number;
}

const initial: VideoState = {
  currentSeconds: 0,
  durationSeconds: 0,
  bufferedSeconds: 0,
  isPaused: true,
  hasEnded: false,
  isWaiting: false,
  hasBegun: false,
  volume: 1,
  isMuted: false,
  speed: 1,
};

const events = [
  'timeupdate',
  'durationchange',
  'loadedmetadata',
  'progress',
  'play',
  'playing',
  'pause',
  'ended',
  'waiting',
  'seeking',
  'seeked',
  'canplay',
  'volumechange',
  'ratechange',
  'emptied',
] as const;

/** Follows a video element. */
export function useVideoState(video: HTMLVideoElement | null): VideoState {
  const [state, setState] = useState(initial);
  useEffect(() => {
    if (video === null) return;
    const read = () => setState((known) => readState(video, known.hasBegun));
    for (const event of events) video.addEventListener(event, read);
    read();
    return () => {
      for (const event of events) video.removeEventListener(event, read);
    };
  }, [video]);
  return state;
}

function readState(video: HTMLVideoElement, hadBegun: boolean): VideoState {
  const { currentTime, duration, paused, ended, readyState, volume, muted, playbackRate } = video;
  return {
    currentSeconds: currentTime,
    durationSeconds: Number.isFinite(duration) ? duration : 0,
    bufferedSeconds: bufferedUntil(video.buffered, currentTime),
    isPaused: paused,
    hasEnded: ended,
    isWaiting: !paused && !ended && readyState < HTMLMediaElement.HAVE_FUTURE_DATA,
    hasBegun: hadBegun || !paused || currentTime > 0,
    volume,
    isMuted: muted || volume === 0,
    speed: playbackRate,
  };
}

function bufferedUntil(buffered: TimeRanges, currentTime: number): number {
  for (let index = 0; index < buffered.length; index += 1) {
    // A tenth of a second: a segment may begin a little behind where the video stands.
    if (buffered.start(index) <= currentTime + 0.1 && buffered.end(index) >= currentTime) return buffered.end(index);
  }
  return currentTime;
}
