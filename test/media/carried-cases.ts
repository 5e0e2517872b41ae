import { expect } from '@jest/globals';
import type { RemuxReport } from '../../media/remux/remux-report.ts';
import type { Carried, MatrixCase } from '../../scripts/media-matrix/matrix-case.ts';
import { structureFaults } from './check-structure.ts';
import { type Judgement, judgeMp4 } from './judge-mp4.ts';
import { MatrixFolder, testWithFfmpeg } from './matrix-folder.ts';
import { readMp4 } from './read-mp4.ts';
import { remuxCase } from './remux-case.ts';

/** Tests that recordings are carried whole, by everything that can be asked; ffmpeg-agrees.long.ts asks ffmpeg besides. */
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
  });
}

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
