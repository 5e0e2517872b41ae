import { carried, type MatrixCase } from '../matrix-case.ts';
import type { MatrixKit, MatrixRecording } from '../matrix-recording.ts';
import { DEFAULT_START_TICKS as START, secondsToTicks } from '../stretch.ts';

/** Content that differs from the first stretch's: 4 s have eight key frames. */
const next = { fromKeyFrame: 8 } as const;
const third = { fromKeyFrame: 16 } as const;

const reconnected = { parts: ['start', 'tag'] } as const;

/** Reconnects that the playlist tells with EXT-X-DISCONTINUITY. */
export const reconnectCases: readonly MatrixCase[] = [
  carried(
    'reconnect-reset',
    'After the tag the clock begins where it began before',
    (kit) => kit.recording([{}, { ...next, isTagged: true }], { countersRestart: 'stretch' }),
    reconnected,
  ),
  carried(
    'reconnect-forward',
    'After the tag the clock is 1,000 s on',
    (kit) =>
      kit.recording([{}, { ...next, isTagged: true, startTicks: START + secondsToTicks(1000) }], {
        countersRestart: 'stretch',
      }),
    reconnected,
  ),
  carried(
    'reconnect-back',
    'After the tag the clock is 30 s back',
    (kit) =>
      kit.recording([{}, { ...next, isTagged: true, startTicks: START - secondsToTicks(30) }], {
        countersRestart: 'stretch',
      }),
    reconnected,
  ),
  carried(
    'reconnect-seamless',
    'A tag although the clock goes on',
    (kit) => kit.recording([{}, { ...next, isTagged: true, startTicks: START + 188 * 1920 }]),
    reconnected,
  ),
  carried(
    'reconnect-short-pause',
    'After the tag the clock is 3 s on: the pause is not part of the recording',
    (kit) => kit.recording([{}, { ...next, isTagged: true, startTicks: START + secondsToTicks(7) }]),
    reconnected,
  ),
  carried(
    'reconnect-twice',
    'Two reconnects',
    (kit) =>
      kit.recording([{}, { ...next, isTagged: true }, { ...third, isTagged: true, startTicks: 0 }], {
        countersRestart: 'stretch',
      }),
    { parts: ['start', 'tag', 'tag'] },
  ),
  carried(
    'reconnect-each-segment',
    'A tag before each segment',
    (kit) =>
      kit.recording(
        Array.from({ length: 5 }, (_, index) => ({
          seconds: 1,
          fromKeyFrame: 2 * index,
          isTagged: index > 0,
          startTicks: secondsToTicks(100 - index),
        })),
        { countersRestart: 'stretch' },
      ),
    // 47 frames of sound last longer than 30 pictures.
    { parts: ['start', 'tag', 'tag', 'tag', 'tag'] },
  ),
  carried(
    'reconnect-video-ends-first',
    'Before the tag, the picture ends 1 s before the sound',
    (kit) => kit.recording([{ videoSeconds: 3 }, { ...next, isTagged: true }], { countersRestart: 'stretch' }),
    reconnected,
  ),
  carried(
    'reconnect-audio-ends-first',
    'Before the tag, the sound ends 1 s before the picture',
    (kit) => kit.recording([{ audioSeconds: 3 }, { ...next, isTagged: true }], { countersRestart: 'stretch' }),
    // 4 s are 187.5 frames, of which 141 are there.
    { ...reconnected, silentFrames: 47 },
  ),
  carried(
    'reconnect-late-audio',
    'After the tag, the sound begins 0.4 s after the picture',
    (kit) =>
      kit.recording([{}, { ...next, isTagged: true, audioLateSeconds: 0.4, audioSeconds: 3.6 }], {
        countersRestart: 'stretch',
      }),
    { ...reconnected, silentFrames: 19 },
  ),
  carried(
    'reconnect-very-late-audio',
    'After the tag, the sound begins 2 s after the picture',
    (kit) =>
      kit.recording([{}, { ...next, isTagged: true, audioLateSeconds: 2, audioSeconds: 2 }], {
        countersRestart: 'stretch',
      }),
    { ...reconnected, silentFrames: 94 },
  ),
  carried(
    'reconnect-very-late-video',
    'After the tag, the picture begins 2 s after the sound',
    (kit) =>
      kit.recording([{}, { ...next, isTagged: true, videoLateSeconds: 2, videoSeconds: 2 }], {
        countersRestart: 'stretch',
      }),
    reconnected,
  ),
  carried('reconnect-cut-frame', 'The last frame of sound before the tag is cut off and left out', cutFrame, {
    ...reconnected,
    silentFrames: 1,
    warnings: ['frame-cut-off'],
  }),
  carried(
    'reconnect-late-video',
    'After the tag, the picture begins 0.4 s after the sound',
    (kit) =>
      kit.recording([{}, { ...next, isTagged: true, videoLateSeconds: 0.4, videoSeconds: 3.6 }], {
        countersRestart: 'stretch',
      }),
    reconnected,
  ),
  carried(
    'reconnect-more-delay',
    'After the tag, pictures are decoded 0.2 s earlier before they are shown',
    (kit) =>
      kit.recording([{}, { ...next, isTagged: true, decodeAheadTicks: secondsToTicks(0.2) }], {
        countersRestart: 'stretch',
      }),
    // The file has to wait until decode times increase again.
    { ...reconnected, silentFrames: 8 },
  ),
  carried(
    'reconnect-less-delay',
    'After the tag, pictures are decoded 0.2 s later before they are shown',
    (kit) =>
      kit.recording([{ decodeAheadTicks: secondsToTicks(0.2) }, { ...next, isTagged: true }], {
        countersRestart: 'stretch',
      }),
    reconnected,
  ),
  carried(
    'reconnect-44100',
    'A reconnect with sound at 44.1 kHz',
    (kit) =>
      kit.recording([{ audio: 'stereo44' }, { ...next, audio: 'stereo44', isTagged: true }], {
        countersRestart: 'stretch',
      }),
    reconnected,
  ),
  carried(
    'reconnect-audio-only',
    'A reconnect without pictures',
    (kit) =>
      kit.recording([{ video: 'none' }, { ...next, video: 'none', isTagged: true }], { countersRestart: 'stretch' }),
    reconnected,
  ),
  carried(
    'reconnect-video-only',
    'A reconnect without sound',
    (kit) =>
      kit.recording([{ audio: 'none' }, { ...next, audio: 'none', isTagged: true }], { countersRestart: 'stretch' }),
    reconnected,
  ),

  carried(
    'sound-vanishes',
    'After the tag there is no sound any more',
    (kit) => kit.recording([{}, { ...next, isTagged: true, audio: 'none' }], { countersRestart: 'stretch' }),
    { ...reconnected, warnings: ['track-ends-early'] },
  ),
  carried(
    'sound-appears',
    'There is sound only after the tag',
    (kit) => kit.recording([{ audio: 'none' }, { ...next, isTagged: true }], { countersRestart: 'stretch' }),
    { ...reconnected, silentFrames: 188, warnings: ['track-late'] },
  ),
  carried(
    'picture-vanishes',
    'After the tag there is no picture any more',
    (kit) => kit.recording([{}, { ...next, isTagged: true, video: 'none' }], { countersRestart: 'stretch' }),
    { ...reconnected, warnings: ['track-ends-early'] },
  ),
  carried(
    'picture-appears',
    'There is a picture only after the tag',
    (kit) => kit.recording([{ video: 'none' }, { ...next, isTagged: true }], { countersRestart: 'stretch' }),
    { ...reconnected, warnings: ['track-late'] },
  ),
  carried('tag-first', 'A tag before the first segment', (kit) => kit.recording([{ isTagged: true }])),
];

async function cutFrame(kit: MatrixKit): Promise<MatrixRecording> {
  const last = 187;
  const editFrame = (frame: Buffer, index: number) => (index === last ? frame.subarray(0, 60) : frame);
  const recording = await kit.recording([{ editFrame }, { ...next, isTagged: true }], { countersRestart: 'stretch' });
  const parts = recording.parts.map((part, index) =>
    index === 0 ? { ...part, audio: part.audio.slice(0, last) } : part,
  );
  return { ...recording, parts };
}
