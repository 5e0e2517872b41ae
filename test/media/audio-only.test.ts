/** The sound alone, of recordings with pictures. */
import { expect } from '@jest/globals';
import { structureFaults } from './check-structure.ts';
import { hashWithFfmpeg } from './ffmpeg-oracle.ts';
import { judgeMp4 } from './judge-mp4.ts';
import { MatrixFolder, testWithFfmpeg } from './matrix-folder.ts';
import { readMp4 } from './read-mp4.ts';
import { remuxCase } from './remux-case.ts';

const matrix = new MatrixFolder();

testWithFfmpeg.each([
  { name: 'main-profile', silentFrames: 0, parts: 1 },
  { name: 'audio-only-44100', silentFrames: 0, parts: 1 },
  { name: 'adts-across-segments', silentFrames: 0, parts: 1 },
  { name: 'reconnect-twice', silentFrames: 0, parts: 3 },
  { name: 'jump-back', silentFrames: 0, parts: 2 },
  { name: 'wrap-in-segment', silentFrames: 0, parts: 1 },
  { name: 'audio-gap', silentFrames: 14, parts: 1 },
  { name: 'size-change', silentFrames: 0, parts: 2 },
])('the sound of $name makes an M4A', async ({ name, silentFrames, parts }) => {
  const { playlist, recording } = await matrix.write(name);
  const sound = recording.parts.map((part) => ({ ...part, video: [], parameterSets: [] }));

  const { file, report } = await remuxCase(playlist, { tracks: 'audio' });

  const mp4 = readMp4(file);
  expect(judgeMp4(sound, mp4).findings).toEqual([]);
  expect(structureFaults(mp4, file.length)).toEqual([]);
  expect(report).toMatchObject({ format: 'm4a', video: undefined, audio: { silentFramesInserted: silentFrames } });
  expect(report.parts.length).toBe(parts);
  expect(file.toString('latin1', 4, 12)).toBe('ftypM4A ');
  const [hashes] = await hashWithFfmpeg([{ name: 'out.mp4', bytes: file, hasVideo: false, hasAudio: true }]);
  expect(hashes!.audio.length).toBe(report.audio!.frames + silentFrames);
});

testWithFfmpeg('a recording without sound is refused by name', async () => {
  const { playlist } = await matrix.write('video-only');

  const refusal = remuxCase(playlist, { tracks: 'audio' });

  await expect(refusal).rejects.toMatchObject({ name: 'StreamNotCarriableError', reason: 'nothing-to-carry' });
});
