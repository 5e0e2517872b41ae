import { carried, type MatrixCase } from '../matrix-case.ts';
import { secondsToTicks } from '../stretch.ts';

/** Tracks that do not begin or end together. */
export const unevenTrackCases: readonly MatrixCase[] = [
  carried(
    'late-audio',
    'The sound begins 0.5 s after the picture',
    (kit) => kit.recording([{ audioLateSeconds: 0.5, audioSeconds: 3.5 }]),
    { silentFrames: 23 },
  ),
  carried('audio-10-ms-late', 'The sound begins 10 ms after the picture', (kit) =>
    kit.recording([{ audioLateSeconds: 0.01 }]),
  ),
  carried('video-10-ms-late', 'The picture begins 10 ms after the sound', (kit) =>
    kit.recording([{ videoLateSeconds: 0.01 }]),
  ),
  carried(
    'very-late-audio',
    'The sound begins 2.5 s after the picture',
    (kit) => kit.recording([{ audioLateSeconds: 2.5, audioSeconds: 1.5 }]),
    { silentFrames: 117, warnings: ['track-late'] },
  ),
  carried(
    'late-video',
    'The picture begins 0.5 s after the sound, which is trimmed',
    (kit) => kit.recording([{ videoLateSeconds: 0.5, videoSeconds: 3.5 }]),
    { trimmed: { video: 0, audio: 23 } },
  ),
  carried(
    'very-late-video',
    'The picture begins 2.5 s after the sound',
    (kit) => kit.recording([{ videoLateSeconds: 2.5, videoSeconds: 2.5, seconds: 5 }]),
    { warnings: ['track-late'] },
  ),
  carried(
    'late-key-frame',
    'The first key frame comes after 0.4 s of pictures that cannot be decoded',
    (kit) => kit.recording([{ skippedPictures: 3 }]),
    { trimmed: { video: 12, audio: 19 } },
  ),
  carried(
    'video-ends-early',
    'The picture ends 3 s before the sound',
    (kit) => kit.recording([{ seconds: 6, videoSeconds: 3 }]),
    { warnings: ['track-ends-early'] },
  ),
  carried(
    'audio-ends-early',
    'The sound ends 3 s before the picture',
    (kit) => kit.recording([{ seconds: 6, audioSeconds: 3 }]),
    { warnings: ['track-ends-early'] },
  ),
  carried(
    'real-shape',
    'As a real recording: 17 segments, 0.43 s of video and 2.99 s of audio in the last one',
    (kit) =>
      kit.recording(
        [
          {
            videoSeconds: 169,
            audioSeconds: 171.546,
            cutSeconds: realCuts,
            pictureTicks: (index) => realPictureTicks[index] ?? Number.POSITIVE_INFINITY,
          },
        ],
        { hasMetadata: true },
      ),
    { warnings: ['track-ends-early', 'stream-ignored'] },
  ),
];

/** EXTINF of the recording that AWS published (amazon-ivs-clip-manifest), in seconds. */
const realDurations = [
  10.267, 10, 10.666, 10.967, 10.633, 10.667, 10.433, 10.334, 10.933, 11.2, 10, 10.5, 10.633, 10, 10.734, 10.6, 2.979,
];
const realCuts = realDurations.slice(0, -1).map((_, index) => sumTo(index + 1));

function sumTo(count: number): number {
  return realDurations.slice(0, count).reduce((sum, duration) => sum + duration, 0);
}

/**
 * Times of pictures at about 30 a second, such that a key frame, which the source has at each 15th picture, comes where
 * a segment of the real recording begins.
 */
const realPictureTicks: readonly number[] = realDurations.flatMap((duration, segment) => {
  const count = 15 * Math.round(2 * duration);
  return Array.from({ length: count }, (_, index) => secondsToTicks(sumTo(segment) + (duration * index) / count));
});
