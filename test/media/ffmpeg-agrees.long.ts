/** A second opinion on every recording that is carried: that of ffmpeg and ffprobe. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { TruePart } from '../../scripts/media-matrix/truth.ts';
import { hashWithFfmpeg, type OracleInput, probeDurations, withoutInserted } from './ffmpeg-oracle.ts';
import { judgeMp4 } from './judge-mp4.ts';
import { casesWith, MatrixFolder, testWithFfmpeg, type WrittenCase } from './matrix-folder.ts';
import { readMp4 } from './read-mp4.ts';
import { remuxCase } from './remux-case.ts';

/** Sources that ffmpeg is no oracle for. */
const misreadByFfmpeg: ReadonlyMap<string, string> = new Map([
  ['other-pids', 'it takes them for other streams'],
  ['reconnect-cut-frame', 'it takes the part of a frame for a frame'],
  ['repeated-packets', 'it takes the payload of a repeated packet twice (ISO/IEC 13818-1 2.4.3.3)'],
  ['late-key-frame', 'it complains of pictures that cannot be decoded'],
  ['unknown-pids', 'it takes what no map lists for MP3'],
]);

const matrix = new MatrixFolder();
const rows = casesWith('carried').filter(({ name }) => !misreadByFfmpeg.has(name));

testWithFfmpeg.each(rows)(
  'ffmpeg finds the packets and pictures of $name in its export, and complains of nothing',
  async ({ name, outcome }) => {
    const { folder, playlist, recording } = await matrix.write(name);
    const sources = partStreams(recording);

    const { file, report } = await remuxCase(playlist);

    const { trimmed } = judgeMp4(recording.parts, readMp4(file), outcome);
    const output = {
      name: 'out.mp4',
      bytes: file,
      hasVideo: report.video !== undefined,
      hasAudio: report.audio !== undefined,
    };
    const hashes = await hashWithFfmpeg([...sources, output]);
    const found = hashes.at(-1)!;
    const wanted = {
      video: hashes
        .slice(0, -1)
        .flatMap(({ video }) => video)
        .slice(trimmed.video),
      audio: hashes
        .slice(0, -1)
        .flatMap(({ audio }) => audio)
        .slice(trimmed.audio),
      pictures: hashes.slice(0, -1).flatMap(({ pictures }) => pictures),
    };
    expect(found.video).toEqual(wanted.video);
    expect(withoutInserted(found.audio, wanted.audio)).toEqual(wanted.audio);
    expect(found.pictures).toEqual(wanted.pictures);
    const path = join(folder, 'out.mp4');
    await writeFile(path, file);
    const durations = await probeDurations(path);
    expect(durations.file).toBeCloseTo(report.durationMs / 1000, 2);
  },
);

/** The bytes of each part, from which ffmpeg reads the source: a playlist would give its own idea of time. */
function partStreams({ segments, parts, map }: WrittenCase['recording']): OracleInput[] {
  const starts = partStartsOf(
    segments.length,
    parts,
    segments.map(({ isDiscontinuity }) => isDiscontinuity),
  );
  return parts.map((part, index) => ({
    name: `part${index}.mpegts`,
    bytes: Buffer.concat([
      map ?? Buffer.alloc(0),
      ...segments.slice(starts[index], starts[index + 1]).map(({ bytes }) => bytes!),
    ]),
    hasVideo: part.video.length > 0,
    hasAudio: part.audio.length > 0,
  }));
}

/** The segments in which parts begin: at tags, or, where there are none, an equal share each. */
function partStartsOf(count: number, parts: readonly TruePart[], tags: readonly boolean[]): number[] {
  const tagged = [0, ...tags.flatMap((isTag, index) => (isTag ? [index] : []))];
  return tagged.length === parts.length ? tagged : parts.map((_, index) => (index * count) / parts.length);
}
