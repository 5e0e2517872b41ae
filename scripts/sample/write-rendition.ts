import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EncodedStreamError, parseFramecrc, splitAdtsFrames } from './elementary-streams.ts';
import { audioArguments, videoArguments } from './encoding.ts';
import { runFfmpeg } from './ffmpeg.ts';
import type { LadderRung } from './ladder.ts';
import { type EncodedRendition, type MuxedSegment, muxSegment } from './mux.ts';
import type { PlannedSegment, Timeline } from './timeline.ts';
import { TransportStreamWriter } from './transport-stream.ts';
import type { WrittenRange, WrittenRendition, WrittenSegment } from './written-rendition.ts';

/**
 * Encodes one rendition and writes its segment files, one after another, so that memory holds one at a time.
 *
 * @param directory where the segments go
 * @param scratch an existing folder for the encoded streams
 */
export async function writeRendition(
  rung: LadderRung,
  timeline: Timeline,
  places: { ffmpeg: string; directory: string; scratch: string },
): Promise<WrittenRendition> {
  const encoded = await encode(rung, timeline, places);
  try {
    await mkdir(places.directory, { recursive: true });
    const writer = new TransportStreamWriter();
    const segments: WrittenSegment[] = [];
    for (const planned of timeline.segments) {
      const muxed = await muxSegment(writer, encoded, planned);
      const written = describeSegment(planned, muxed);
      await writeFile(join(places.directory, written.fileName), muxed.bytes);
      segments.push(written);
    }
    return { rung, segments };
  } finally {
    await encoded.videoFile.close();
  }
}

async function encode(
  rung: LadderRung,
  timeline: Timeline,
  { ffmpeg, scratch }: { ffmpeg: string; scratch: string },
): Promise<EncodedRendition> {
  const listing = await runFfmpeg(ffmpeg, videoArguments(rung, timeline.videoFrameCount, 'video.h264'), scratch);
  // The encoder's first frame only primes the decoder (its time is before 0), so one more is made and it is left out.
  await runFfmpeg(ffmpeg, audioArguments(rung, timeline.audioFrameCount + 1, 'audio.aac'), scratch);
  const accessUnits = parseFramecrc(listing);
  const audioFrames = splitAdtsFrames(await readFile(join(scratch, 'audio.aac'))).slice(1);
  if (accessUnits.length !== timeline.videoFrameCount || audioFrames.length !== timeline.audioFrameCount) {
    throw new EncodedStreamError(
      `Expected ${timeline.videoFrameCount} pictures and ${timeline.audioFrameCount} audio frames of ${rung.name}, ` +
        `found ${accessUnits.length} and ${audioFrames.length}.`,
    );
  }
  return { accessUnits, audioFrames, videoFile: await open(join(scratch, 'video.h264')) };
}

function describeSegment({ index, intervals }: PlannedSegment, muxed: MuxedSegment): WrittenSegment {
  let offset = 0;
  const ranges: WrittenRange[] = intervals.map(({ startTicks, endTicks }, position) => {
    const sizeBytes = muxed.intervalSizesBytes[position] ?? 0;
    const startMs = toMilliseconds(startTicks);
    const range = { startMs, durationMs: toMilliseconds(endTicks) - startMs, offset, sizeBytes };
    offset += sizeBytes;
    return range;
  });
  return {
    fileName: `${index}.ts`,
    startMs: ranges[0]?.startMs ?? 0,
    durationMs: ranges.reduce((sum, range) => sum + range.durationMs, 0),
    sizeBytes: muxed.bytes.length,
    ranges,
  };
}

function toMilliseconds(ticks: number): number {
  return Math.round(ticks / 90);
}
