import { joinSegments } from '../damage.ts';
import { carried, type MatrixCase } from '../matrix-case.ts';
import type { MatrixRecording } from '../matrix-recording.ts';
import { DEFAULT_START_TICKS as START, secondsToTicks } from '../stretch.ts';

/** Content that differs from the first stretch's: 4 s have eight key frames. */
const next = { fromKeyFrame: 8 } as const;

/** 4 s of media with 5 s of nothing in the middle. */
const paused = {
  seconds: 9,
  pictureTicks: (index: number) => index * 3000 + (index >= 60 ? secondsToTicks(5) : 0),
  frameTicks: (index: number) => index * 1920 + (index >= 94 ? secondsToTicks(5) : 0),
};

const jumped = { parts: ['start', 'jump'], warnings: ['untagged-jump'] } as const;

/** Frames overlap by 0.1 s, and none is dropped. */
const seam = { warnings: ['timestamps-repeated', 'realigned'], shiftTicks: secondsToTicks(0.11) } as const;

/** What was put together of two stretches, and is to be taken for one. */
const onOneClock = (recording: MatrixRecording): MatrixRecording => ({
  ...recording,
  parts: recording.parts.slice(0, 1).map((part) => ({
    ...part,
    video: recording.parts.flatMap(({ video }) => video),
    audio: recording.parts.flatMap(({ audio }) => audio),
  })),
});

/** Reconnects and pauses that nobody tells. */
export const jumpCases: readonly MatrixCase[] = [
  carried(
    'segment-twice',
    'The second segment comes twice',
    (kit) => kit.recording([{}, { fromKeyFrame: 4, seconds: 2, startTicks: START + secondsToTicks(2) }]),
    jumped,
  ),
  carried(
    'jump-back',
    'The clock goes back by 30 s without a tag',
    (kit) => kit.recording([{}, { ...next, startTicks: START - secondsToTicks(30) }]),
    jumped,
  ),
  carried(
    'jump-back-new-counters',
    'The same, and continuity counters begin anew',
    (kit) => kit.recording([{}, { ...next, startTicks: START - secondsToTicks(30) }], { countersRestart: 'stretch' }),
    jumped,
  ),
  carried('jump-reset', 'The clock begins anew without a tag', (kit) => kit.recording([{}, { ...next }]), jumped),
  carried(
    'jump-forward',
    'The clock goes forward by 1,000 s without a tag',
    (kit) => kit.recording([{}, { ...next, startTicks: START + secondsToTicks(1000) }]),
    jumped,
  ),
  carried(
    'jump-in-segment',
    'The clock goes forward by 1,000 s within a segment',
    async (kit) => joinSegments(await kit.recording([{}, { ...next, startTicks: START + secondsToTicks(1000) }]), 1),
    jumped,
  ),
  carried(
    'jump-back-in-segment',
    'The clock goes back by 30 s within a segment',
    async (kit) => joinSegments(await kit.recording([{}, { ...next, startTicks: START - secondsToTicks(30) }]), 1),
    jumped,
  ),
  carried(
    'jump-video-ends-first',
    'The same, and the picture ends 1 s before the sound',
    (kit) => kit.recording([{ videoSeconds: 3 }, { ...next, startTicks: START + secondsToTicks(1000) }]),
    jumped,
  ),
  carried(
    'jump-audio-ends-first',
    'The same, and the sound ends 1 s before the picture',
    (kit) => kit.recording([{ audioSeconds: 3 }, { ...next, startTicks: START + secondsToTicks(1000) }]),
    { ...jumped, silentFrames: 47 },
  ),
  carried(
    'seam-90-ms-back',
    'Both tracks step back by about as much as jitter may, the sound a little more, the picture a little less',
    async (kit) => onOneClock(await kit.recording([{}, { ...next, startTicks: START + secondsToTicks(3.91) }])),
    seam,
  ),
  carried(
    'seam-107-ms-back',
    'The same, the picture a little more, the sound a little less',
    async (kit) =>
      onOneClock(
        await kit.recording([{}, { ...next, startTicks: START + secondsToTicks(3.86), audioLateSeconds: 0.07 }]),
      ),
    seam,
  ),
  carried(
    'pause',
    'Both tracks pause for 5 s on one clock, within a segment: that is real time',
    (kit) => kit.recording([{ ...paused, cutSeconds: [1, 8] }], { audioPes: { frames: 1 } }),
    { silentFrames: 234 },
  ),
  carried(
    'pause-between-segments',
    'The same where a segment ends, and EXTINF counts the media only',
    (kit) => kit.recording([{ ...paused, video: 'baseline', cutSeconds: [2], extinfSeconds: () => 2 }]),
    { silentFrames: 234 },
  ),
];
