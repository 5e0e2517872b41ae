/** Stage one alone over the sound part of the matrix: every access unit and time as it was put in, whatever is read at once. */
import { expect } from '@jest/globals';
import { fileSegmentOpener } from '../../media/files/file-segments.ts';
import { openRecording } from '../../media/files/open-recording.ts';
import { DemuxBuffers } from '../../media/remux/demux-buffers.ts';
import { demuxSegment } from '../../media/remux/demux-segment.ts';
import { wrapTicks } from '../../scripts/media-matrix/transport-packets.ts';
import type { TrueFrame } from '../../scripts/media-matrix/truth.ts';
import { expectSame } from '../fixtures/expect-same.ts';
import { casesWith, MatrixFolder, testWithFfmpeg } from './matrix-folder.ts';
import { withReadSizes } from './odd-reads.ts';

const matrix = new MatrixFolder();
const buffers = new DemuxBuffers();

/** Demuxes all segments, one after the other. */
async function demux(playlist: string, readSizes: readonly number[]) {
  const { segments, files } = await openRecording(playlist, { rendition: undefined, isTolerant: false });
  const openSegment = withReadSizes(fileSegmentOpener(files, false), readSizes);
  const samples: Buffer[] = [];
  const times: number[][] = [];
  const audio: Buffer[] = [];
  const signal = new AbortController().signal;
  for (const [index, { name }] of segments.entries()) {
    const reader = await openSegment(index, signal);
    const context = { index, name, seconds: 0, isTolerant: false, wantsVideo: true, buffers, signal };
    for await (const batch of demuxSegment(reader, context)) {
      let at = 0;
      for (let frame = 0; frame < batch.video.count; frame++) {
        const size = batch.video.sizes[frame]!;
        samples.push(Buffer.from(batch.video.bytes.subarray(at, at + size)));
        times.push([
          batch.video.presentationTimes[frame]!,
          batch.video.decodeTimes[frame]!,
          batch.video.isKeyFrame[frame]!,
        ]);
        at += size;
      }
      audio.push(Buffer.from(batch.audio.bytes));
    }
    await reader.close();
  }
  return { samples, times, audio: Buffer.concat(audio) };
}

const timesOf = ({ pts, dts, isKey }: TrueFrame): number[] => [wrapTicks(pts), wrapTicks(dts), isKey ? 1 : 0];

testWithFfmpeg.each(casesWith('carried'))('$name: $about', async ({ name, outcome }) => {
  const { playlist, recording } = await matrix.write(name);
  const video = recording.parts.flatMap((part) => part.video);

  const demuxed = await demux(playlist, [1 << 20]);

  expect(demuxed.samples.length).toBe(video.length);
  expect(demuxed.samples.findIndex((bytes, index) => !bytes.equals(video[index]!.bytes))).toBe(-1);
  if (!outcome.warnings.includes('timestamps-repeated')) expectSame(demuxed.times, video.map(timesOf));
});
