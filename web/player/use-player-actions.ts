import { useMemo } from 'preact/hooks';
import type { PlayerCommand } from './keyboard.ts';
import { speedAfter } from './speeds.ts';

/** What buttons and keys do. */
export interface PlayerActions {
  togglePlay(): void;
  toggleMute(): void;
  toggleFullscreen(): void;
  setVolume(volume: number): void;
  setSpeed(speed: number): void;
  seek(seconds: number): void;
  copyLink(): void;
  showKeys(): void;
  /** Does what a key asks for. */
  obey(command: PlayerCommand): void;
}

interface Surroundings {
  /** Around picture and controls: what fills the screen. */
  readonly frame: HTMLElement | null;
  copyLink(seconds: number): void;
  showKeys(): void;
}

/** The actions on a video element. */
export function usePlayerActions(
  video: HTMLVideoElement | null,
  { frame, copyLink, showKeys }: Surroundings,
): PlayerActions {
  return useMemo(() => makePlayerActions(video, { frame, copyLink, showKeys }), [video, frame, copyLink, showKeys]);
}

function makePlayerActions(video: HTMLVideoElement | null, { frame, copyLink, showKeys }: Surroundings): PlayerActions {
  const withVideo = (act: (element: HTMLVideoElement) => void) => () => {
    if (video !== null) act(video);
  };
  const seek = (seconds: number) =>
    withVideo((element) => {
      const end = Number.isFinite(element.duration) ? element.duration : Number.POSITIVE_INFINITY;
      element.currentTime = Math.min(end, Math.max(0, seconds));
    })();
  const setVolume = (volume: number) =>
    withVideo((element) => {
      element.volume = Math.min(1, Math.max(0, volume));
      element.muted = element.volume === 0;
    })();
  const setSpeed = (speed: number) =>
    withVideo((element) => {
      element.playbackRate = speed;
      // Otherwise a new source would begin at 1 again.
      element.defaultPlaybackRate = speed;
    })();
  const simple = {
    'toggle-play': withVideo(togglePlay),
    'toggle-mute': withVideo((element) => {
      const isSilent = element.muted || element.volume === 0;
      element.muted = !isSilent;
      if (isSilent && element.volume === 0) element.volume = 0.5;
    }),
    'toggle-fullscreen': withVideo((element) => void toggleFullscreen(frame, element)),
    'copy-link': withVideo((element) => copyLink(element.currentTime)),
    'show-keys': showKeys,
  } as const;
  return {
    togglePlay: simple['toggle-play'],
    toggleMute: simple['toggle-mute'],
    toggleFullscreen: simple['toggle-fullscreen'],
    copyLink: simple['copy-link'],
    showKeys,
    setVolume,
    setSpeed,
    seek,
    obey: (command) => {
      if (command.do === 'skip') seek((video?.currentTime ?? 0) + command.seconds);
      else if (command.do === 'go-to') seek((video?.duration || 0) * command.fraction);
      else if (command.do === 'volume') setVolume((video?.muted ? 0 : (video?.volume ?? 0)) + command.by);
      else if (command.do === 'speed') setSpeed(speedAfter(video?.playbackRate ?? 1, command.steps));
      else simple[command.do]();
    },
  };
}

function togglePlay(video: HTMLVideoElement): void {
  if (!video.paused) {
    video.pause();
    return;
  }
  // A browser may refuse, or something else may stop it before it has begun: the button then still says "Play".
  video.play().catch(() => {});
}

async function toggleFullscreen(frame: HTMLElement | null, video: HTMLVideoElement): Promise<void> {
  if (document.fullscreenElement !== null) {
    await document.exitFullscreen();
  } else if (frame?.requestFullscreen !== undefined) {
    await frame.requestFullscreen().catch(() => {});
  } else if ('webkitEnterFullscreen' in video && typeof video.webkitEnterFullscreen === 'function') {
    // An iPhone fills its screen with the video alone.
    video.webkitEnterFullscreen();
  }
}
