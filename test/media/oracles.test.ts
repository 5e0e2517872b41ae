/** The oracles themselves: they pass what ffmpeg does well, find what it loses silently, and find faults made on purpose. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { TrueFrame, TruePart } from '../../scripts/media-matrix/truth.ts';
import { remuxWithFfmpeg } from './ffmpeg-oracle.ts';
import { type Finding, judgeMp4 } from './judge-mp4.ts';
import { MatrixFolder, testWithFfmpeg } from './matrix-folder.ts';
import { type Mp4Reading, readMp4 } from './read-mp4.ts';

const matrix = new MatrixFolder({ isKept: true });

async function throughFfmpeg(name: string): Promise<{ parts: readonly TruePart[]; mp4: Mp4Reading }> {
  const { playlist, folder, recording } = await matrix.write(name);
  const file = join(folder, 'ffmpeg.mp4');
  await remuxWithFfmpeg(playlist, file);
  return { parts: recording.parts, mp4: readMp4(await readFile(file)) };
}

const kindsOf = (findings: readonly Finding[]): string[] => [...new Set(findings.map(({ kind }) => kind))];

testWithFfmpeg.each([
  'main-profile',
  'baseline-profile',
  'b-pyramid',
  'variable-frame-rate',
  'video-only',
  'reconnect-reset',
  'wrap-in-segment',
])('nothing is wrong with what ffmpeg makes of %s', async (name) => {
  const { parts, mp4 } = await throughFfmpeg(name);

  expect(judgeMp4(parts, mp4).findings).toEqual([]);
});

/** What ffmpeg 5.1 makes with exit code 0. */
testWithFfmpeg.each([
  { name: 'segment-missing', kinds: ['video-missing', 'audio-missing'] },
  { name: 'segment-empty', kinds: ['video-missing', 'audio-missing'] },
  { name: 'cut-off-packet', kinds: ['video-missing', 'audio-missing', 'video-foreign'] },
  { name: 'packets-lost', kinds: ['video-missing', 'audio-missing', 'video-foreign'] },
  { name: 'noise-in-middle', kinds: ['video-missing', 'audio-missing', 'video-foreign'] },
  { name: 'audio-format-change', kinds: ['decoder-config'] },
  { name: 'size-change', kinds: ['decoder-config'] },
  { name: 'reconnect-short-pause', kinds: ['part-start', 'audio-duration'] },
  { name: 'reconnect-audio-ends-first', kinds: ['audio-time'] },
  { name: 'audio-gap', kinds: ['audio-duration'] },
])('what ffmpeg silently makes of $name is found out: $kinds', async ({ name, kinds }) => {
  const { parts, mp4 } = await throughFfmpeg(name);

  expect(kindsOf(judgeMp4(parts, mp4).findings)).toEqual(expect.arrayContaining(kinds));
});

type Change = (frames: readonly TrueFrame[]) => readonly TrueFrame[];
const changeFrame =
  (at: number, change: (frame: TrueFrame) => Partial<TrueFrame>): Change =>
  (frames) =>
    frames.map((frame, index) => (index === at ? { ...frame, ...change(frame) } : frame));
const flipped = ({ bytes }: TrueFrame) => ({
  bytes: Buffer.from(bytes.map((byte, at) => (at === 9 ? byte ^ 1 : byte))),
});

testWithFfmpeg.each<[what: string, track: 'video' | 'audio', change: Change, kinds: string[]]>([
  [
    'a picture that the file lacks',
    'video',
    (frames) => [...frames.slice(0, 50), flippedCopy(frames[7]!), ...frames.slice(50)],
    ['video-missing'],
  ],
  ['a picture too many in the file', 'video', (frames) => frames.toSpliced(50, 1), ['video-foreign']],
  ['a picture with one bit changed', 'video', changeFrame(50, flipped), ['video-missing', 'video-foreign']],
  [
    'two pictures that changed places',
    'video',
    (frames) => frames.toSpliced(50, 2, frames[51]!, frames[50]!),
    ['video-missing', 'video-foreign'],
  ],
  ['a picture that is one tick late', 'video', changeFrame(50, ({ pts }) => ({ pts: pts + 1 })), ['video-time']],
  ['a key frame that is not marked', 'video', changeFrame(50, () => ({ isKey: true })), ['key-frames']],
  [
    'a frame of sound that the file lacks',
    'audio',
    (frames) => [...frames.slice(0, 50), flippedCopy(frames[7]!), ...frames.slice(50)],
    ['audio-missing'],
  ],
  [
    'sound that is 22 ms late',
    'audio',
    (frames) => frames.map((frame) => ({ ...frame, pts: frame.pts - 1980 })),
    ['audio-time'],
  ],
])('a fault made on purpose is found: %s', async (_what, track, change, kinds) => {
  const { parts, mp4 } = await throughFfmpeg('main-profile');

  const changed = parts.map((part) => ({ ...part, [track]: change(part[track]) }));

  expect(kindsOf(judgeMp4(changed, mp4).findings)).toEqual(kinds);
});

const flippedCopy = (frame: TrueFrame): TrueFrame => ({ ...frame, ...flipped(frame) });
