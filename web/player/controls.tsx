import { clockText, lengthText } from '../text/format-duration.ts';
import { Icon, type IconName } from './icons.tsx';
import type { Quality } from './playback.ts';
import { speeds } from './speeds.ts';
import type { PlayerActions } from './use-player-actions.ts';
import type { VideoState } from './use-video-state.ts';

interface ControlsProps {
  readonly state: VideoState;
  readonly durationSeconds: number;
  readonly actions: PlayerActions;
  readonly qualities: readonly Quality[];
  /** Which quality is in sight. */
  readonly level: number | undefined;
  /** Which quality was chosen; `undefined` leaves it to the connection. */
  readonly chosenLevel: number | undefined;
  /** What the browser has chosen, where only it can. */
  readonly ownChoice: string | undefined;
  readonly isFullscreen: boolean;
  onChooseLevel(level: number | undefined): void;
}

/** The row of buttons below the picture. */
export function Controls(props: ControlsProps) {
  const { state, durationSeconds, actions, isFullscreen } = props;
  return (
    <div class="controls">
      <ControlButton {...playButton(state)} keys="k" onClick={actions.togglePlay} />
      <ControlButton
        icon={state.isMuted ? 'muted' : 'sound'}
        label={state.isMuted ? 'Sound on' : 'Sound off'}
        keys="m"
        onClick={actions.toggleMute}
      />
      <input
        class="volume"
        type="range"
        min={0}
        max={1}
        step={0.05}
        value={state.isMuted ? 0 : state.volume}
        aria-label="Volume"
        aria-valuetext={`${Math.round((state.isMuted ? 0 : state.volume) * 100)} %`}
        onInput={({ currentTarget }) => actions.setVolume(currentTarget.valueAsNumber)}
      />
      <span class="clock">
        <span class="visually-hidden">At </span>
        {clockText(state.currentSeconds)}
        <span class="clock-whole">
          {' / '}
          {lengthText(durationSeconds)}
        </span>
      </span>
      <span class="controls-space" />
      <SpeedChoice speed={state.speed} onChoose={actions.setSpeed} />
      <QualityChoice {...props} />
      <ControlButton icon="link" label="Copy a link to this moment" keys="c" onClick={actions.copyLink} />
      <ControlButton icon="keys" label="Keys of the player" keys="?" isWideOnly onClick={actions.showKeys} />
      <ControlButton
        icon={isFullscreen ? 'leave' : 'fullscreen'}
        label={isFullscreen ? 'Leave full screen' : 'Full screen'}
        keys="f"
        onClick={actions.toggleFullscreen}
      />
    </div>
  );
}

function playButton({ hasEnded, isPaused }: VideoState): { icon: IconName; label: string } {
  if (hasEnded) return { icon: 'replay', label: 'Play again' };
  return isPaused ? { icon: 'play', label: 'Play' } : { icon: 'pause', label: 'Pause' };
}

interface ControlButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly keys: string;
  readonly isWideOnly?: boolean;
  onClick(): void;
}

const ControlButton = ({ icon, label, keys, isWideOnly = false, onClick }: ControlButtonProps) => (
  <button
    type="button"
    class={isWideOnly ? 'control control-wide' : 'control'}
    aria-label={label}
    aria-keyshortcuts={keys}
    title={`${label} (${keys})`}
    onClick={onClick}
  >
    <Icon name={icon} />
  </button>
);

function SpeedChoice({ speed, onChoose }: { readonly speed: number; onChoose(speed: number): void }) {
  return (
    <select
      class="control-choice"
      aria-label="Speed"
      title="Speed (< and >)"
      value={String(speed)}
      onChange={({ currentTarget }) => onChoose(Number(currentTarget.value))}
    >
      {speeds.map((choice) => (
        <option key={choice} value={String(choice)} selected={choice === speed}>
          {`${choice}×`}
        </option>
      ))}
    </select>
  );
}

function QualityChoice({ qualities, level, chosenLevel, ownChoice, onChooseLevel }: ControlsProps) {
  if (ownChoice !== undefined) {
    return (
      <span class="own-quality" title="This browser chooses the quality by itself">
        <span class="visually-hidden">Quality, which this browser chooses by itself: </span>
        {ownChoice === '' ? 'Auto' : `Auto (${ownChoice})`}
      </span>
    );
  }
  if (qualities.length === 0) return null;
  const shown = qualities.find((quality) => quality.level === level)?.name;
  const isAutomatic = chosenLevel === undefined;
  return (
    <select
      class="control-choice"
      aria-label="Quality"
      title="Quality"
      value={isAutomatic ? '' : String(chosenLevel)}
      onChange={({ currentTarget: { value } }) => onChooseLevel(value === '' ? undefined : Number(value))}
    >
      <option value="" selected={isAutomatic}>
        {isAutomatic && shown !== undefined ? `Auto (${shown})` : 'Auto'}
      </option>
      {qualities.map((quality) => (
        <option key={quality.level} value={String(quality.level)} selected={quality.level === chosenLevel}>
          {quality.name}
        </option>
      ))}
    </select>
  );
}
