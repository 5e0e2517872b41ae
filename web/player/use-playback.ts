import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type Playback, type PlaybackStart, type Quality, startPlayback } from './playback.ts';
import { type PlaybackProblem, playerMissingProblem } from './playback-problem.ts';

/** What is known of a playback. */
export interface PlaybackStatus {
  readonly qualities: readonly Quality[];
  readonly level: number | undefined;
  readonly chosenLevel: number | undefined;
  /** What the browser has chosen, where only it can: empty until it has. */
  readonly ownChoice: string | undefined;
  readonly problem: PlaybackProblem | undefined;
  chooseLevel(level: number | undefined): void;
  retry(): void;
}

/** Plays a playlist into a video element for as long as both stay the same. */
export function usePlayback(
  video: HTMLVideoElement | null,
  { url, startSeconds, isSigned }: PlaybackStart,
): PlaybackStatus {
  const playback = useRef<Playback | undefined>(undefined);
  const [qualities, setQualities] = useState<readonly Quality[]>([]);
  const [level, setLevel] = useState<number>();
  const [chosenLevel, setChosenLevel] = useState<number>();
  const [ownChoice, setOwnChoice] = useState<string>();
  const [problem, setProblem] = useState<PlaybackProblem>();

  useEffect(() => {
    if (video === null) return;
    let isOver = false;
    const listener = {
      onQualities: setQualities,
      onQuality: setLevel,
      onOwnChoice: setOwnChoice,
      onProblem: setProblem,
    };
    startPlayback(video, { url, startSeconds, isSigned }, listener).then(
      (started) => {
        if (isOver) started.stop();
        else playback.current = started;
      },
      // The player's own code did not come.
      () => setProblem(playerMissingProblem),
    );
    return () => {
      isOver = true;
      playback.current?.stop();
      playback.current = undefined;
    };
    // Another start is a seek, not another playback.
  }, [video, url]);

  const chooseLevel = useCallback((chosen: number | undefined) => {
    setChosenLevel(chosen);
    playback.current?.chooseQuality(chosen);
  }, []);
  const retry = useCallback(() => {
    setProblem(undefined);
    playback.current?.retry();
  }, []);
  return { qualities, level, chosenLevel, ownChoice, problem, chooseLevel, retry };
}
