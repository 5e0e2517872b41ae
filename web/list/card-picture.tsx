import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Recording } from '../api/recording.ts';
import { RouteLink } from '../navigation/route-link.tsx';
import { sampleOf } from '../player/storyboard.ts';
import { storyboardOf } from '../recording/storyboard-of.ts';

/** Enough to tell what a recording is about, few enough to load while a pointer passes by. */
const mostPictures = 20;

/** A pointer on its way across the page loads nothing: pictures come in the size of the stream. */
const restMs = 120;

interface CardPictureProps {
  readonly recording: Recording;
  readonly children: ComponentChildren;
}

/** A picture of the recording. A mouse or a finger that moves across runs through more of them, from the left. */
export function CardPicture({ recording, children }: CardPictureProps) {
  const pictures = sampleOf(storyboardOf(recording)?.urls ?? [], mostPictures);
  const still = recording.playback?.thumbnailUrl ?? pictures[0];
  const [index, setIndex] = useState<number>();
  // Deleted, or behind a signature that this viewer has not.
  const [isMissing, setIsMissing] = useState(false);
  const run = ({ currentTarget, clientX }: PointerEvent & { readonly currentTarget: HTMLElement }) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    const place = Math.floor(((clientX - left) / width) * pictures.length);
    setIndex(Math.min(pictures.length - 1, Math.max(0, place)));
  };
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const leave = () => {
    clearTimeout(resting.current);
    setIndex(undefined);
  };
  const canRun = pictures.length > 1 && !isMissing;
  const isRunning = index !== undefined && canRun;
  return (
    <RouteLink
      to={{ view: 'watch', recordingId: recording.recordingId }}
      class="card-picture"
      // The heading is the link for everybody; this one is for who points.
      tabIndex={-1}
      aria-hidden="true"
      draggable={false}
      {...(canRun && {
        onPointerEnter: () => {
          resting.current = setTimeout(() => preload(pictures), restMs);
        },
        onPointerMove: run,
        onPointerLeave: leave,
        onPointerCancel: leave,
      })}
    >
      {still === undefined || isMissing ? (
        <NoPicture />
      ) : (
        <img
          src={isRunning ? pictures[index] : still}
          alt=""
          width="320"
          height="180"
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => setIsMissing(true)}
        />
      )}
      {isRunning && <progress class="card-run" max={pictures.length - 1} value={index} aria-hidden="true" />}
      {children}
    </RouteLink>
  );
}

/** Then no picture is waited for while the pointer moves. */
function preload(urls: readonly string[]): void {
  for (const url of urls) new Image().src = url;
}

const NoPicture = () => (
  <svg class="card-no-picture" viewBox="0 0 24 24" width="36" height="36" aria-hidden="true">
    <path d="M4 7a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM4 4l16 16" />
  </svg>
);
