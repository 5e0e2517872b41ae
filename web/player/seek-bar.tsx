import { useState } from 'preact/hooks';
import { clockText, spokenDuration } from '../text/format-duration.ts';
import { type MissingMark, recordedSecondsAt } from './missing-marks.ts';
import { missingText } from './missing-text.ts';
import { pictureAt, type Storyboard } from './storyboard.ts';

interface SeekBarProps {
  readonly currentSeconds: number;
  readonly durationSeconds: number;
  readonly bufferedSeconds: number;
  readonly marks: readonly MissingMark[];
  readonly storyboard: Storyboard | undefined;
  onSeek(seconds: number): void;
}

const percent = (seconds: number, durationSeconds: number): string =>
  `${durationSeconds > 0 ? Math.min(100, Math.max(0, (seconds / durationSeconds) * 100)) : 0}%`;

/** Where the playback stands and where it may go; what is missing is marked, and a picture shows where a pointer is. */
export function SeekBar({ currentSeconds, durationSeconds, bufferedSeconds, marks, storyboard, onSeek }: SeekBarProps) {
  const [pointedSeconds, setPointedSeconds] = useState<number>();
  const point = ({ currentTarget, clientX }: PointerEvent & { readonly currentTarget: HTMLElement }) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    setPointedSeconds(Math.min(1, Math.max(0, (clientX - left) / width)) * durationSeconds);
  };
  const leave = () => setPointedSeconds(undefined);
  const at = (seconds: number) => percent(seconds, durationSeconds);
  return (
    <div class="seek" onPointerMove={point} onPointerDown={point} onPointerLeave={leave} onPointerCancel={leave}>
      <div class="seek-track" aria-hidden="true">
        <div class="seek-buffered" style={{ width: at(bufferedSeconds) }} />
        <div class="seek-played" style={{ width: at(currentSeconds) }} />
        {marks.map((mark) => (
          <div
            key={`${mark.atSeconds} ${mark.isSkipped}`}
            class={mark.isSkipped ? 'seek-mark seek-skipped' : 'seek-mark seek-replaced'}
            style={{ left: at(mark.atSeconds), width: at(mark.shownSeconds) }}
          />
        ))}
      </div>
      <input
        class="seek-input"
        type="range"
        min={0}
        max={durationSeconds || 1}
        step="any"
        value={currentSeconds}
        aria-label="Place in the recording"
        aria-valuetext={`${spokenDuration(currentSeconds)} of ${spokenDuration(Math.round(durationSeconds))}`}
        onInput={({ currentTarget }) => onSeek(currentTarget.valueAsNumber)}
      />
      {pointedSeconds !== undefined && durationSeconds > 0 && (
        <SeekPreview
          seconds={pointedSeconds}
          left={at(pointedSeconds)}
          picture={storyboard && pictureAt(storyboard, recordedSecondsAt(pointedSeconds, marks))}
          mark={marks.find((mark) => isNear(mark, pointedSeconds, durationSeconds))}
        />
      )}
    </div>
  );
}

/** A mark of no width has to be met all the same. */
function isNear({ atSeconds, shownSeconds }: MissingMark, seconds: number, durationSeconds: number): boolean {
  const around = durationSeconds / 100;
  return seconds >= atSeconds - around && seconds <= atSeconds + shownSeconds + around;
}

interface SeekPreviewProps {
  readonly seconds: number;
  readonly left: string;
  readonly picture: string | undefined;
  readonly mark: MissingMark | undefined;
}

const SeekPreview = ({ seconds, left, picture, mark }: SeekPreviewProps) => (
  <div class="seek-preview" style={{ '--at': left }} aria-hidden="true">
    {picture !== undefined && <PreviewPicture key={picture} url={picture} />}
    <span class="seek-preview-time">{clockText(seconds)}</span>
    {mark !== undefined && <span class="seek-preview-missing">{missingText(mark)}</span>}
  </div>
);

/** Nothing where the picture does not load. */
function PreviewPicture({ url }: { readonly url: string }) {
  const [isMissing, setIsMissing] = useState(false);
  if (isMissing) return null;
  return <img src={url} alt="" width="160" height="90" onError={() => setIsMissing(true)} />;
}
