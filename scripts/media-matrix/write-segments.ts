import { id3TextTag } from '../sample/id3.ts';
import type { MuxPlan } from './mux-plan.ts';
import { delimiterUnit, joinNalUnits } from './nal-units.ts';
import { pesPacket } from './pes-packets.ts';
import { associationSection, mapSection, PMT_PID, STREAM_TYPE, type StreamEntry } from './program-tables.ts';
import { type Stretch, TICKS_PER_SECOND, type TimedFrame, type TimedPicture } from './stretch.ts';
import type { PacketMaker } from './transport-packets.ts';

/** As IVS numbers them. */
export const PID = { audio: 0x100, video: 0x101, metadata: 0x102, otherAudio: 0x103 } as const;

/** A segment: its packets, and what it truly lasts. */
export interface WrittenSegment {
  readonly packets: readonly Buffer[];
  readonly seconds: number;
}

/** Something to be written at its time. */
interface Write {
  readonly at: number;
  readonly packets: () => Buffer[];
}

const CLOCK_LAG_TICKS = TICKS_PER_SECOND / 10;

/** Cuts a stretch at key frames and puts each piece into transport stream packets, in the order of decoding. */
export function writeSegments(stretch: Stretch, mux: MuxPlan, maker: PacketMaker): WrittenSegment[] {
  const cuts = cutTicks(stretch);
  const indexOf = (ticks: number) => cuts.filter((cut) => ticks >= cut).length;
  const audio = audioWrites(stretch, mux, maker, indexOf);
  const pictures = picturesBySegment(stretch, cuts);
  const edges = [firstTicks(stretch), ...cuts, endTicks(stretch)];
  return Array.from({ length: cuts.length + 1 }, (_, index) => {
    if (mux.countersRestart === 'segment') maker.restart();
    const video = (pictures[index] ?? []).map((picture) => pictureWrite(stretch, picture, mux, maker));
    const sound = audio.filter(({ segment }) => segment === index).map(({ write }) => write);
    const [from = 0, to = 0] = edges.slice(index, index + 2);
    const metadata = mux.hasMetadata ? metadataWrites(from, to, maker) : [];
    const writes = [...metadata, ...video, ...sound].sort((one, other) => one.at - other.at);
    const head = mux.tables === undefined || mux.tables === 'segment' ? tablePackets(stretch, mux, maker) : [];
    return {
      packets: [...head, ...writes.flatMap(({ packets }) => packets())],
      seconds: (to - from) / TICKS_PER_SECOND,
    };
  });
}

/** Presentation times of the pictures that begin a segment; without pictures, the times that are wished for. */
function cutTicks({ plan, startTicks, pictures, frames }: Stretch): number[] {
  const end = Math.max(...pictures.map(({ pts }) => pts), ...frames.map(({ pts }) => pts));
  const everyTwo = Array.from(
    { length: Math.ceil((end - startTicks) / TICKS_PER_SECOND / 2) },
    (_, index) => 2 * index,
  );
  const wishes = (plan.cutSeconds ?? everyTwo.slice(1)).map((seconds) => startTicks + seconds * TICKS_PER_SECOND);
  const entries = pictures.filter(({ isEntryPoint }) => isEntryPoint).map(({ pts }) => pts);
  if (pictures.length === 0) return wishes.filter((wish) => wish < end);
  const cuts = wishes.flatMap((wish) => entries.find((pts) => pts >= wish) ?? (wish < end ? [wish] : []));
  return [...new Set(cuts)].filter((cut) => cut > startTicks);
}

/** In decoding order, a new segment from each picture on that is presented at a cut. */
function picturesBySegment({ pictures }: Stretch, cuts: readonly number[]): TimedPicture[][] {
  const segments: TimedPicture[][] = [[], ...cuts.map(() => [])];
  let index = 0;
  for (const picture of pictures) {
    if (picture.isEntryPoint) index = Math.max(index, cuts.filter((cut) => picture.pts >= cut).length);
    segments[index]?.push(picture);
  }
  return segments;
}

const firstTicks = ({ pictures, frames }: Stretch): number =>
  Math.min(...pictures.map(({ pts }) => pts), ...frames.map(({ pts }) => pts));

/** The later of the tracks' ends; the last frame lasts as long as the one before. */
function endTicks({ pictures, frames }: Stretch): number {
  const ends = [pictures, frames].map((units) => {
    const [before = 0, last = 0] = units
      .map(({ pts }) => pts)
      .sort((one, other) => one - other)
      .slice(-2);
    return last + (last - before);
  });
  return Math.max(...ends);
}

function tablePackets(stretch: Stretch, mux: MuxPlan, maker: PacketMaker): Buffer[] {
  const streams = mux.streams ?? streamsOf(stretch, mux);
  const clockPid = streams.some(({ pid }) => pid === PID.video) ? PID.video : PID.audio;
  const programs = [{ number: 1, pid: PMT_PID }, ...(mux.otherPrograms ?? [])];
  return [
    ...maker.unitPackets(0, associationSection(programs), 'section'),
    ...maker.unitPackets(PMT_PID, mapSection(1, clockPid, streams), 'section'),
  ];
}

/** As IVS lists them: audio first. */
function streamsOf({ pictures, frames }: Stretch, { hasMetadata }: MuxPlan): StreamEntry[] {
  return [
    ...(frames.length > 0 ? [{ streamType: STREAM_TYPE.adts, pid: PID.audio }] : []),
    ...(pictures.length > 0 ? [{ streamType: STREAM_TYPE.h264, pid: PID.video }] : []),
    ...(hasMetadata ? [{ streamType: STREAM_TYPE.metadata, pid: PID.metadata, descriptors: id3Descriptor() }] : []),
  ];
}

/** metadata_descriptor (2.6.60) for ID3: format and identifier are given as text, there is no decoder configuration. */
const id3Descriptor = (): Buffer =>
  Buffer.concat([Buffer.from([0x26, 13, 0xff, 0xff]), Buffer.from('ID3 \xffID3 ', 'latin1'), Buffer.from([0, 0x0f])]);

/** Tables alone, for EXT-X-MAP. */
export const mapPackets = (stretch: Stretch, mux: MuxPlan, maker: PacketMaker): Buffer[] =>
  tablePackets(stretch, mux, maker);

function pictureWrite(stretch: Stretch, picture: TimedPicture, mux: MuxPlan, maker: PacketMaker): Write {
  const { dts } = picture;
  const index = stretch.pictures.indexOf(picture);
  const times = stretch.plan.editTimes?.({ pts: picture.pts, dts }, index) ?? { pts: picture.pts, dts };
  const units = [...(mux.hasDelimiters === false ? [] : [delimiterUnit()]), ...picture.units];
  const [first, second] = mux.splitsPictures ? halves(units) : [units, []];
  const plan = {
    streamId: 0xe0,
    declaresLength: mux.declaresVideoLength ?? false,
    stuffingBytes: mux.headerStuffingBytes,
  };
  const pes = pesPacket({ ...plan, ...times, payload: joinNalUnits(first, mux.startCodes) });
  const rest = pesPacket({ ...plan, payload: joinNalUnits(second, mux.startCodes) });
  const fields = { pcrTicks: dts - CLOCK_LAG_TICKS, isRandomAccess: picture.isEntryPoint };
  return {
    at: dts,
    packets: () => [
      ...(mux.tables === 'picture' ? tablePackets(stretch, mux, maker) : []),
      ...maker.unitPackets(PID.video, pes, 'pes', fields),
      ...(second.length > 0 ? maker.unitPackets(PID.video, rest, 'pes') : []),
    ],
  };
}

const halves = (units: readonly Buffer[]): [Buffer[], Buffer[]] => {
  const half = Math.ceil((units.length + 1) / 2);
  return [units.slice(0, half), units.slice(half)];
};

interface AudioChunk {
  readonly at: number;
  readonly pts: number | undefined;
  readonly payload: Buffer;
}

function audioWrites(
  stretch: Stretch,
  { audioPes = { frames: 6 }, audioLagTicks = 0, declaresAudioLength = true, headerStuffingBytes }: MuxPlan,
  maker: PacketMaker,
  indexOf: (ticks: number) => number,
): { segment: number; write: Write }[] {
  const chunk = (frames: readonly TimedFrame[]) =>
    'frames' in audioPes ? wholeFrames(frames, audioPes.frames) : anyBytes(frames, audioPes.bytes);
  const spans = 'bytes' in audioPes && audioPes.spansSegments;
  const groups = spans
    ? [stretch.frames]
    : Object.values(Object.groupBy(stretch.frames, ({ pts }) => indexOf(pts + audioLagTicks)));
  const isClock = stretch.pictures.length === 0;
  return groups.flatMap((group) =>
    chunk(group ?? []).map(({ at: time, pts, payload }) => {
      const at = time + audioLagTicks;
      const pes = pesPacket({
        streamId: 0xc0,
        pts,
        payload,
        declaresLength: declaresAudioLength,
        stuffingBytes: headerStuffingBytes,
      });
      const fields = isClock ? { pcrTicks: at - CLOCK_LAG_TICKS } : {};
      return { segment: indexOf(at), write: { at, packets: () => maker.unitPackets(PID.audio, pes, 'pes', fields) } };
    }),
  );
}

function wholeFrames(frames: readonly TimedFrame[], count: number): AudioChunk[] {
  return Array.from({ length: Math.ceil(frames.length / count) }, (_, index) => {
    const group = frames.slice(index * count, (index + 1) * count);
    const at = group[0]?.pts ?? 0;
    return { at, pts: at, payload: Buffer.concat(group.map(({ adts }) => adts)) };
  });
}

/** 2.4.3.7: the time stamp belongs to the first frame that begins in the packet; there may be none. */
function anyBytes(frames: readonly TimedFrame[], sizeBytes: number): AudioChunk[] {
  const stream = Buffer.concat(frames.map(({ adts }) => adts));
  let offset = 0;
  const starts = frames.map(({ pts, adts }) => {
    const start = { pts, offset };
    offset += adts.length;
    return start;
  });
  return Array.from({ length: Math.ceil(stream.length / sizeBytes) }, (_, index) => {
    const [from, to] = [index * sizeBytes, (index + 1) * sizeBytes];
    const pts = starts.find((start) => start.offset >= from && start.offset < to)?.pts;
    const at = pts ?? starts.findLast((start) => start.offset < from)?.pts ?? 0;
    return { at, pts, payload: stream.subarray(from, to) };
  });
}

function metadataWrites(from: number, to: number, maker: PacketMaker): Write[] {
  const count = Math.max(1, Math.floor((to - from) / TICKS_PER_SECOND));
  return Array.from({ length: count }, (_, index) => {
    const at = from + index * TICKS_PER_SECOND;
    const payload = id3TextTag('matrix', `tick ${at}`);
    const pes = pesPacket({ streamId: 0xbd, pts: at, payload, declaresLength: true });
    return { at, packets: () => maker.unitPackets(PID.metadata, pes, 'pes') };
  });
}
