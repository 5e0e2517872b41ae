import { carried, type MatrixCase } from '../matrix-case.ts';
import { DEFAULT_START_TICKS as START, secondsToTicks } from '../stretch.ts';

const WRAP = 2 ** 33;

/** Times of audio frames at 48 kHz that are changed somewhere. */
const frameTicks = (index: number): number => index * 1920;

const next = { fromKeyFrame: 8 } as const;
const reconnected = { parts: ['start', 'tag'] } as const;

/** Clocks that wrap, drift and tremble. */
export const clockCases: readonly MatrixCase[] = [
  carried('from-zero', 'First time stamp 0, with decode times before it', (kit) => kit.recording([{ startTicks: 0 }])),
  carried('wrap-in-segment', 'Time stamps wrap within a segment', (kit) =>
    kit.recording([{ startTicks: WRAP - secondsToTicks(1) }]),
  ),
  carried('wrap-between-segments', 'Time stamps wrap where a segment begins', (kit) =>
    kit.recording([{ startTicks: WRAP - secondsToTicks(2) }]),
  ),
  carried(
    'wrap-before-tag',
    'Time stamps wrap just before a reconnect',
    (kit) =>
      kit.recording([{ startTicks: WRAP - secondsToTicks(3.5) }, { ...next, isTagged: true, startTicks: START }], {
        countersRestart: 'stretch',
      }),
    reconnected,
  ),
  carried(
    'wrap-at-tag',
    'Where the clock would have wrapped there is a tag, and it goes on',
    (kit) =>
      kit.recording([{ startTicks: WRAP - 188 * 1920 }, { ...next, isTagged: true, startTicks: 0 }], {
        countersRestart: 'stretch',
      }),
    reconnected,
  ),
  carried(
    'wrap-before-first-picture',
    'Time stamps wrap between the first frame of sound and the first picture',
    (kit) => kit.recording([{ startTicks: WRAP - secondsToTicks(0.25), videoLateSeconds: 0.5, videoSeconds: 3.5 }]),
    { trimmed: { video: 0, audio: 23 } },
  ),
  carried(
    'wrap-before-first-sound',
    'Time stamps wrap between the first picture and the first frame of sound',
    (kit) => kit.recording([{ startTicks: WRAP - secondsToTicks(0.25), audioLateSeconds: 0.5, audioSeconds: 3.5 }]),
    { silentFrames: 23 },
  ),
  carried('wrap-audio-only', 'Time stamps wrap in sound alone', (kit) =>
    kit.recording([{ video: 'none', startTicks: WRAP - secondsToTicks(1) }]),
  ),
  carried(
    'audio-clock-slow',
    'Audio time stamps run 2 % ahead of the samples',
    (kit) => kit.recording([{ seconds: 8, frameTicks: (index) => Math.round(index * 1920 * 1.02) }]),
    { silentFrames: 7 },
  ),
  carried(
    'audio-clock-fast',
    'Audio time stamps run 2 % behind the samples',
    (kit) => kit.recording([{ seconds: 8, frameTicks: (index) => Math.round(index * 1920 * 0.98) }]),
    { warnings: ['realigned'], shiftTicks: 8 * 1920 },
  ),
  carried(
    'audio-gap',
    '0.3 s of sound are missing',
    (kit) => kit.recording([{ frameTicks: (index) => frameTicks(index) + (index >= 90 ? secondsToTicks(0.3) : 0) }]),
    { silentFrames: 14 },
  ),
  carried(
    'audio-gap-44100',
    '0.3 s of sound are missing at 44.1 kHz',
    (kit) =>
      kit.recording([
        {
          audio: 'stereo44',
          frameTicks: (index) => Math.round((index * 1024 * 90_000) / 44_100) + (index >= 84 ? secondsToTicks(0.3) : 0),
        },
      ]),
    { silentFrames: 13 },
  ),
  carried(
    'audio-gaps',
    'A frame of sound is missing every half second',
    (kit) =>
      kit.recording([{ frameTicks: (index) => frameTicks(index + Math.floor(index / 23)) }], {
        audioPes: { frames: 1 },
      }),
    { silentFrames: 7 },
  ),
  carried(
    'audio-overlap',
    'Audio time stamps step back by two frames, and nothing is dropped',
    (kit) => kit.recording([{ frameTicks: (index) => frameTicks(index) - (index >= 90 ? 2 * 1920 : 0) }]),
    { warnings: ['realigned'], shiftTicks: 2 * 1920 },
  ),
  carried('audio-jitter', 'Audio time stamps tremble by up to 8 ms', (kit) =>
    kit.recording([{ frameTicks: (index) => frameTicks(index) + ([0, 500, -300, 720, -720][index % 5] ?? 0) }], {
      audioPes: { frames: 1 },
    }),
  ),
  carried(
    'repeated-decode-time',
    'Two pictures have the same decode time',
    (kit) => kit.recording([{ editTimes: ({ pts, dts }, index) => ({ pts, dts: index === 50 ? dts - 3000 : dts }) }]),
    { warnings: ['timestamps-repeated'], shiftTicks: 1 },
  ),
];
