/**
 * Assembles a recording of 48 hours, 30 pictures per second with B-frames and 48 kHz audio, whose clock wraps and is set
 * anew, and prints one line of JSON. Runs as a process of its own, since only so its memory can be told.
 */
import { makeMovieHead } from '../../../../media/mp4/movie-head.ts';
import { Assembly } from '../../../../media/remux/assembly.ts';
import type { DemuxedBatch } from '../../../../media/remux/demuxed-batch.ts';
import { makeSegment } from './assembled.ts';
import { PPS, picturesOf, SPS, segmentBatch, soundsOf } from './batch-builder.ts';

const SECOND = 90_000;
const WRAP = 2 ** 33;
const HOURS = 48;
const SEGMENT_SECONDS = 8;
const SEGMENTS = (HOURS * 3600) / SEGMENT_SECONDS;
/** A tag stands before each segment that begins another 10 hours. */
const PART_SEGMENTS = 4500;

/** One segment, made once; only its times change. 8 s are 375 audio frames. */
const template: DemuxedBatch = segmentBatch(0, {
  pictures: picturesOf({ from: 0, to: SEGMENT_SECONDS * SECOND, bFrames: 2 }),
  sounds: soundsOf({ from: 0, to: SEGMENT_SECONDS * SECOND }),
});

function batchAt(segmentIndex: number): DemuxedBatch {
  const start = (segmentIndex % PART_SEGMENTS) * SEGMENT_SECONDS * SECOND + 12 * 3600 * SECOND;
  const later = (times: Float64Array) => times.map((time) => (time + start) % WRAP);
  const { video, audio } = template;
  return {
    ...template,
    segmentIndex,
    video: {
      ...video,
      decodeTimes: later(templateTimes.decode),
      presentationTimes: later(video.presentationTimes),
    },
    audio: { ...audio, presentationTimes: later(audio.presentationTimes) },
    parameterSets: [
      { kind: 'sps', bytes: SPS, position: 0 },
      { kind: 'pps', bytes: PPS, position: 0 },
    ],
  };
}

/** Without the wrap of the first picture's decode time, which lies before 0. */
const templateTimes = {
  decode: template.video.decodeTimes.map((time) => (time > WRAP / 2 ? time - WRAP : time)),
};

const usedMegabytes = (): number => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return Math.round((heapUsed + external) / 2 ** 20);
};

const segments = Array.from({ length: SEGMENTS }, (_, index) =>
  makeSegment({ durationSeconds: SEGMENT_SECONDS, isDiscontinuity: index % PART_SEGMENTS === 0 }, index),
);
const before = usedMegabytes();
const assembly = new Assembly(segments, { tracks: 'all', isTolerant: false });
let mediaBytes = 0;
const cpu = process.cpuUsage();
for (let index = 0; index < SEGMENTS; index++) {
  for (const piece of assembly.accept(batchAt(index))) mediaBytes += piece.length;
}
const finished = assembly.finish();
const { user, system } = process.cpuUsage(cpu);
const tableMegabytes = usedMegabytes() - before;
const head = makeMovieHead(finished.movie, finished.mediaBytes);
const wholeMegabytes = usedMegabytes() - before;
console.log(
  JSON.stringify({
    report: finished.reportOf(head.length + mediaBytes),
    tableMegabytes,
    wholeMegabytes,
    headBytes: head.length,
    cpuMs: Math.round((user + system) / 1000),
    residentMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
