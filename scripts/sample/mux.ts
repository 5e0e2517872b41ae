import type { FileHandle } from 'node:fs/promises';
import { type AccessUnit, EncodedStreamError } from './elementary-streams.ts';
import { id3TextTag } from './id3.ts';
import { pesPacket, STREAM_ID } from './pes.ts';
import { PIDS, programAssociationSection, programMapSection } from './psi.ts';
import {
  FIRST_PTS_TICKS,
  type KeyFrameInterval,
  type PlannedSegment,
  TICKS_PER_AUDIO_FRAME,
  TICKS_PER_VIDEO_FRAME,
} from './timeline.ts';
import type { TransportStreamWriter } from './transport-stream.ts';

/** An encoded rendition, in decoding order; the coded pictures stay in their file, which may be large. */
export type EncodedRendition = { accessUnits: AccessUnit[]; videoFile: FileHandle; audioFrames: Buffer[] };

/** The bytes of one segment file, and how many of them each key-frame interval takes. */
export type MuxedSegment = { bytes: Buffer; intervalSizesBytes: number[] };

/** How far the clock reference runs behind decoding: 100 ms, so that 96 kbit/s fit the audio buffer of 2.4.2.3. */
const CLOCK_LAG_TICKS = 9000;

/** Audio frames in one PES packet: 128 ms, which spares stuffing. */
const AUDIO_FRAMES_PER_PES = 6;

type TimedWrite = { ticks: number; write: () => void };

/**
 * Muxes one segment. Each key-frame interval begins with PAT, PMT and the key frame, so that it can be played by its
 * byte range alone, and holds the sound that begins within it; the first one also holds a timed ID3 tag.
 *
 * @throws {EncodedStreamError} when the video has no key frame where the plan wants one
 */
export async function muxSegment(
  writer: TransportStreamWriter,
  rendition: EncodedRendition,
  segment: PlannedSegment,
): Promise<MuxedSegment> {
  const intervalSizesBytes: number[] = [];
  let writtenBytes = 0;
  for (const [position, interval] of segment.intervals.entries()) {
    const video = await videoWrites(writer, rendition, interval);
    const tag = position === 0 ? [metadataWrite(writer, segment, interval)] : [];
    const writes = [...video, ...tag, ...audioWrites(writer, rendition, interval)];
    writer.writeSection(PIDS.pat, programAssociationSection());
    writer.writeSection(PIDS.pmt, programMapSection());
    for (const { write } of writes.sort((one, other) => one.ticks - other.ticks)) {
      write();
    }
    intervalSizesBytes.push(writer.sizeBytes - writtenBytes);
    writtenBytes = writer.sizeBytes;
  }
  return { bytes: writer.take(), intervalSizesBytes };
}

async function videoWrites(
  writer: TransportStreamWriter,
  { accessUnits, videoFile }: EncodedRendition,
  interval: KeyFrameInterval,
): Promise<TimedWrite[]> {
  const { firstVideoFrame, videoFrameCount } = interval;
  const units = accessUnits.slice(firstVideoFrame, firstVideoFrame + videoFrameCount);
  const first = requireKeyFrame(units[0], interval);
  const bytes = Buffer.alloc(units.reduce((sum, unit) => sum + unit.sizeBytes, 0));
  await videoFile.read(bytes, 0, bytes.length, first.offset);
  const pictures = units.map((unit) => ({
    ticks: unit.dtsTicks,
    write: () => {
      const start = unit.offset - first.offset;
      const ptsTicks = FIRST_PTS_TICKS + unit.ptsTicks;
      const dtsTicks = FIRST_PTS_TICKS + unit.dtsTicks;
      const pes = pesPacket(STREAM_ID.video, { ptsTicks, dtsTicks }, bytes.subarray(start, start + unit.sizeBytes));
      writer.writePes(PIDS.video, pes, { pcrTicks: dtsTicks - CLOCK_LAG_TICKS, isRandomAccess: unit.isKeyFrame });
    },
  }));
  return [...pictures, ...clockWrites(writer, interval)];
}

/** Where the sound outlasts the picture, the clock must go on all the same, each 100 ms (ISO/IEC 13818-1, 2.7.2). */
function clockWrites(writer: TransportStreamWriter, interval: KeyFrameInterval): TimedWrite[] {
  const writes: TimedWrite[] = [];
  const videoEndFrame = interval.firstVideoFrame + interval.videoFrameCount;
  for (let ticks = videoEndFrame * TICKS_PER_VIDEO_FRAME; ticks < interval.endTicks; ticks += TICKS_PER_VIDEO_FRAME) {
    writes.push({ ticks, write: () => writer.writeClock(PIDS.video, FIRST_PTS_TICKS + ticks - CLOCK_LAG_TICKS) });
  }
  return writes;
}

function audioWrites(
  writer: TransportStreamWriter,
  { audioFrames }: EncodedRendition,
  { firstAudioFrame, audioFrameCount }: KeyFrameInterval,
): TimedWrite[] {
  const writes: TimedWrite[] = [];
  const endFrame = firstAudioFrame + audioFrameCount;
  for (let frame = firstAudioFrame; frame < endFrame; frame += AUDIO_FRAMES_PER_PES) {
    const ticks = frame * TICKS_PER_AUDIO_FRAME;
    const payload = Buffer.concat(audioFrames.slice(frame, Math.min(frame + AUDIO_FRAMES_PER_PES, endFrame)));
    const pes = pesPacket(STREAM_ID.audio, { ptsTicks: FIRST_PTS_TICKS + ticks }, payload);
    writes.push({ ticks, write: () => writer.writePes(PIDS.audio, pes) });
  }
  return writes;
}

function metadataWrite(
  writer: TransportStreamWriter,
  segment: PlannedSegment,
  { startTicks }: KeyFrameInterval,
): TimedWrite {
  const offsetMs = Math.round(startTicks / 90);
  const tag = id3TextTag('sample', JSON.stringify({ segment: segment.index, offsetMs }));
  const pes = pesPacket(STREAM_ID.metadata, { ptsTicks: FIRST_PTS_TICKS + startTicks }, tag);
  return { ticks: startTicks, write: () => writer.writePes(PIDS.metadata, pes) };
}

function requireKeyFrame(unit: AccessUnit | undefined, interval: KeyFrameInterval): AccessUnit {
  if (!unit?.isKeyFrame || unit.ptsTicks !== interval.startTicks) {
    const found = unit === undefined ? 'nothing' : `a picture of ${unit.ptsTicks} ticks, key frame ${unit.isKeyFrame}`;
    throw new EncodedStreamError(
      `Expected a key frame as frame ${interval.firstVideoFrame} (${interval.startTicks} ticks), found ${found}.`,
    );
  }
  return unit;
}
