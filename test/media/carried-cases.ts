import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { RemuxReport } from '../../media/remux/remux-report.ts';
import type { Carried, MatrixCase } from '../../scripts/media-matrix/matrix-case.ts';
import type { TruePart } from '../../scripts/media-matrix/truth.ts';
import { structureFaults } from './check-structure.ts';
import { hashWithFfmpeg, type OracleInput, probeDurations, withoutInserted } from './ffmpeg-oracle.ts';
import { type Judgement, judgeMp4 } from './judge-mp4.ts';
import { MatrixFolder, testWithFfmpeg, type WrittenCase } from './matrix-folder.ts';
import { readMp4 } from './read-mp4.ts';
import { type Remuxed, remuxCase } from './remux-case.ts';

/** Tests that recordings are carried whole, by everything that can be asked. */
export function testCarriedCases(cases: readonly MatrixCase[]): void {
  const matrix = new MatrixFolder();
  const rows = cases.flatMap(({ name, about, outcome }) =>
    outcome.kind === 'carried' ? [{ name, about, outcome }] : [],
  );

  testWithFfmpeg.each(rows)('$name: $about', async ({ name, outcome }) => {
    const written = await matrix.write(name);

    const remuxed = await remuxCase(written.playlist);

    const mp4 = readMp4(remuxed.file);
    const judgement = judgeMp4(written.recording.parts, mp4, outcome);
    expect(judgement.findings).toEqual([]);
    expect(structureFaults(mp4, remuxed.file.length)).toEqual([]);
    expect(told(remuxed.report)).toEqual(expectedOf(outcome));
    expect(counted(remuxed.report)).toEqual(countedBy(judgement));
    if (!misreadByFfmpeg.has(name)) await expectFfmpegToAgree(written, remuxed, judgement);
  });
}

/** Sources that ffmpeg is no oracle for. */
const misreadByFfmpeg: ReadonlyMap<string, string> = new Map([
  ['other-pids', 'it takes them for other streams'],
  ['reconnect-cut-frame', 'it takes the part of a frame for a frame'],
  ['repeated-packets', 'it takes the payload of a repeated packet twice (ISO/IEC 13818-1 2.4.3.3)'],
  ['late-key-frame', 'it complains of pictures that cannot be decoded'],
  ['unknown-pids', 'it takes what no map lists for MP3'],
]);

/** What the report tells, and the row of the matrix says. */
function told({ parts, audio, trimmed, warnings, losses }: RemuxReport) {
  return {
    parts: parts.map(({ cause }) => cause),
    silentFrames: audio?.silentFramesInserted ?? 0,
    trimmed: { video: trimmed.videoFrames, audio: trimmed.audioFrames },
    warnings: [...new Set(warnings.map(({ reason }) => reason))].sort(),
    losses,
  };
}

function expectedOf({ parts, silentFrames, trimmed, warnings }: Carried) {
  return { parts, silentFrames, trimmed, warnings: [...warnings].sort(), losses: [] };
}

/** What the report counts, and can be counted in the file. */
function counted({ video, audio, parts, trimmed }: RemuxReport) {
  return {
    frames: { video: video?.frames ?? 0, audio: audio?.frames ?? 0 },
    silentFrames: audio?.silentFramesInserted ?? 0,
    trimmed: { video: trimmed.videoFrames, audio: trimmed.audioFrames },
    // The first picture or frame of sound may come a little after the part has begun.
    partSeconds: parts.map(({ startMs }) => Math.round(startMs / 100)),
  };
}

function countedBy({ frames, silentFrames, trimmed, partStarts }: Judgement) {
  return { frames, silentFrames, trimmed, partSeconds: partStarts.map((start) => Math.round(start * 10)) };
}

/** ffmpeg finds the same packets, decodes the same pictures, and complains of nothing; ffprobe agrees on durations. */
async function expectFfmpegToAgree(
  { folder, recording }: WrittenCase,
  { file, report }: Remuxed,
  { trimmed }: Judgement,
): Promise<void> {
  const sources = partStreams(recording);
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
}

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
