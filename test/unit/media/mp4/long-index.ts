/**
 * Makes the index of a recording of 48 hours and prints what it took: a program of its own, since memory can be measured
 * in a process that does nothing else, and since jest's sandbox makes 13 million samples take half a minute.
 */
import { inspectMp4 } from '../../../../media/mp4/inspect-mp4.ts';
import { estimateMovieHeadBytes, makeMovieHead } from '../../../../media/mp4/movie-head.ts';
import { SampleTable } from '../../../../media/mp4/sample-table.ts';
import { FakeObject } from './fake-object.ts';
import { makeAac, makeAvc } from './movie-samples.ts';

const SECONDS = 48 * 3600;
/** Composition offsets in frames, of pictures shown as I B B P. */
const OFFSETS = [2, 4, 1, 1];

const video = new SampleTable(90_000);
const audio = new SampleTable(48_000);
const before = process.memoryUsage().arrayBuffers;
const mediaBytes = fillTables();
const tableBytes = process.memoryUsage().arrayBuffers - before;
const tracks = [
  { samples: video, entry: makeAvc() },
  { samples: audio, entry: makeAac() },
];
const head = makeMovieHead({ brand: 'mp4', tracks }, mediaBytes);
const summary = await inspectMp4(new FakeObject([head, mediaBytes]));
// Before mdat's long header stands the last entry of the audio track's co64.
const lastChunkAt = Number(new DataView(head.buffer).getBigUint64(head.length - 16 - 8)) - head.length;
const figures = {
  samples: [video.count, audio.count],
  tableBytes,
  headBytes: head.length,
  estimatedBytes: estimateMovieHeadBytes([video, audio]),
  mediaBytes,
  lastChunkAt,
};
process.stdout.write(JSON.stringify({ figures, summary }));

/** 30 frames a second, with B-frames and timestamps in whole milliseconds: nearly every frame is a run of its own. */
function fillTables(): number {
  let [frame, sound, position] = [0, 0, 0];
  for (let second = 1; second <= SECONDS; second++) {
    for (; frame < second * 30; frame++) {
      const isSync = frame % 60 === 0;
      const sizeBytes = isSync ? 100_000 : 15_000 + (frame % 1009);
      const compositionOffset = timeOf(frame + (OFFSETS[frame % 4] ?? 0)) - timeOf(frame);
      video.add({ sizeBytes, position, decodeTime: timeOf(frame), compositionOffset, isSync });
      position += sizeBytes;
    }
    for (; sound * 1024 < second * 48_000; sound++) {
      const sizeBytes = 330 + (sound % 13);
      audio.add({ sizeBytes, position, decodeTime: sound * 1024, compositionOffset: 0, isSync: true });
      position += sizeBytes;
    }
  }
  video.end(timeOf(frame));
  audio.end(sound * 1024);
  return position;
}

function timeOf(frame: number): number {
  return Math.round((frame * 1000) / 30) * 90;
}
