import { useCallback, useEffect, useState } from 'preact/hooks';
import { Controls } from './controls.tsx';
import { Icon } from './icons.tsx';
import { areKeysEverywhere, keepKeysEverywhere } from './keys-choice.ts';
import { KeysDialog } from './keys-dialog.tsx';
import { type MissingMark, recordedSecondsAt } from './missing-marks.ts';
import { SeekBar } from './seek-bar.tsx';
import { pictureAt, type Storyboard } from './storyboard.ts';
import { useIdle } from './use-idle.ts';
import { usePlayback } from './use-playback.ts';
import { usePlayerActions } from './use-player-actions.ts';
import { usePlayerKeys } from './use-player-keys.ts';
import { useVideoState } from './use-video-state.ts';

interface PlayerProps {
  /** What is played, for who cannot see it. */
  readonly title: string;
  readonly url: string;
  readonly poster: string | undefined;
  /** Whether the recording takes a signature. */
  readonly isSigned: boolean;
  /** As the API tells it: what is shown before the playlist is there. */
  readonly knownSeconds: number;
  readonly marks: readonly MissingMark[];
  readonly storyboard: Storyboard | undefined;
  /** Where to be; another object is another wish to be there. */
  readonly moment: { readonly seconds: number } | undefined;
  /** Copies a link to a moment; resolves with what to say of it. */
  onCopyLink(seconds: number): Promise<string>;
}

/** Plays a recording: picture, seek bar with storyboard, controls and keys. */
export function Player({
  title,
  url,
  poster,
  isSigned,
  knownSeconds,
  marks,
  storyboard,
  moment,
  onCopyLink,
}: PlayerProps) {
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const [frame, setFrame] = useState<HTMLElement | null>(null);
  const [isKeysOpen, setIsKeysOpen] = useState(false);
  const [isEverywhere, setIsEverywhere] = useState(areKeysEverywhere);
  const [said, setSaid] = useState('');
  const startSeconds = momentWithin(moment?.seconds ?? 0, knownSeconds);

  const state = useVideoState(video);
  const playback = usePlayback(video, { url, startSeconds, isSigned });
  const copyLink = useCallback((seconds: number) => void onCopyLink(seconds).then(setSaid), [onCopyLink]);
  const showKeys = useCallback(() => setIsKeysOpen(true), []);
  const actions = usePlayerActions(video, { frame, copyLink, showKeys });
  usePlayerKeys(frame, isEverywhere, actions.obey);
  useEffect(() => {
    // Before the first picture the playback begins there by itself.
    if (moment !== undefined && video !== null && video.readyState > 0) video.currentTime = moment.seconds;
  }, [moment, video]);
  useFadingText(said, setSaid);

  const isFullscreen = useIsFullscreen(frame);
  const isIdle = useIdle(frame, !state.isPaused);
  const durationSeconds = state.durationSeconds || knownSeconds;
  const hasProblem = playback.problem !== undefined;
  return (
    <section
      ref={setFrame}
      class={`player${isFullscreen ? ' is-fullscreen' : ''}${isIdle ? ' is-idle' : ''}`}
      aria-label={`Player: ${title}`}
    >
      <div class={`picture${hasProblem ? ' has-problem' : ''}`}>
        {/* biome-ignore lint/a11y/useMediaCaption: a recording of IVS has no captions of its own */}
        <video
          ref={setVideo}
          playsInline
          preload="metadata"
          poster={(storyboard && pictureAt(storyboard, recordedSecondsAt(startSeconds, marks))) ?? poster}
          aria-label={title}
          onClick={actions.togglePlay}
        />
        {!hasProblem && state.isPaused && !state.hasBegun && (
          <button type="button" class="big-play" aria-label="Play the recording" onClick={actions.togglePlay}>
            <Icon name="play" size={40} />
          </button>
        )}
        {!hasProblem && state.isWaiting && (
          <div class="waiting" role="status">
            <span class="visually-hidden">Loading</span>
          </div>
        )}
        {playback.problem !== undefined && (
          <div class="player-problem" role="alert">
            <h2>{playback.problem.title}</h2>
            <p>{playback.problem.text}</p>
            {playback.problem.canRetry && (
              <button type="button" class="button" onClick={playback.retry}>
                Try again
              </button>
            )}
          </div>
        )}
        <p class="player-said" role="status">
          {said}
        </p>
      </div>
      <div class="player-bar">
        <SeekBar
          currentSeconds={state.hasBegun || state.currentSeconds > 0 ? state.currentSeconds : startSeconds}
          durationSeconds={durationSeconds}
          bufferedSeconds={state.bufferedSeconds}
          marks={marks}
          storyboard={storyboard}
          onSeek={actions.seek}
        />
        <Controls
          state={state}
          durationSeconds={durationSeconds}
          actions={actions}
          qualities={playback.qualities}
          level={playback.level}
          chosenLevel={playback.chosenLevel}
          ownChoice={playback.ownChoice}
          isFullscreen={isFullscreen}
          onChooseLevel={playback.chooseLevel}
        />
      </div>
      <KeysDialog
        isOpen={isKeysOpen}
        isEverywhere={isEverywhere}
        onChangeEverywhere={(isChosen) => {
          setIsEverywhere(isChosen);
          keepKeysEverywhere(isChosen);
        }}
        onClose={() => setIsKeysOpen(false)}
      />
    </section>
  );
}

/** A link to a moment behind the end leads to the end, and not to a player that waits for it. */
const momentWithin = (seconds: number, knownSeconds: number): number =>
  knownSeconds > 0 ? Math.min(seconds, Math.max(0, knownSeconds - 1)) : seconds;

function useIsFullscreen(frame: HTMLElement | null): boolean {
  const [isFullscreen, setIsFullscreen] = useState(false);
  useEffect(() => {
    const read = () => setIsFullscreen(frame !== null && document.fullscreenElement === frame);
    document.addEventListener('fullscreenchange', read);
    return () => document.removeEventListener('fullscreenchange', read);
  }, [frame]);
  return isFullscreen;
}

/** Long enough to be read. */
const saidMs = 4000;

function useFadingText(text: string, set: (text: string) => void): void {
  useEffect(() => {
    if (text === '') return;
    const timer = setTimeout(() => set(''), saidMs);
    return () => clearTimeout(timer);
  }, [text, set]);
}
