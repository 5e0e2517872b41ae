import { type BoxPart, box, characters, fullBox, int64, joined, uint16, uint32, zeros } from './box-parts.ts';
import type { MovieDescription } from './movie-description.ts';
import type { SampleTable } from './sample-table.ts';
import { type ChunkOffsets, sampleTableBytes } from './sample-table-box.ts';
import { durationFields, UNITY_MATRIX } from './time-fields.ts';
import { trackBox } from './track-box.ts';
import { presentedTicks } from './track-edits.ts';

export type {
  AacDescription,
  AvcDescription,
  ColourDescription,
  MovieDescription,
  TrackDescription,
} from './movie-description.ts';

const MAX_UINT32 = 0xffff_ffff;
/** A free box has a header of its own (ISO/IEC 14496-12 4.2). */
const MIN_FREE_BYTES = 8;

/**
 * Writes everything that stands before the media data: ftyp, moov, free where room is to be filled, and the header of
 * mdat.
 *
 * @param mediaBytes of the payload of mdat
 * @param atLeastBytes the head is filled up to exactly this length where it is shorter
 * @returns the same bytes for the same description, always
 * @throws RangeError when there is no track, a sample lies outside the media data, or a number does not fit its field
 */
export function makeMovieHead(movie: MovieDescription, mediaBytes: number, atLeastBytes = 0): Uint8Array {
  requireSamplesInside(movie, mediaBytes);
  const head = headPart(movie, mediaBytes, atLeastBytes);
  const bytes = new Uint8Array(head.sizeBytes);
  head.write(new DataView(bytes.buffer), 0);
  return bytes;
}

/** More than everything outside the sample tables takes, per track: parameter sets are the only thing of any length. */
const FIELDS_BYTES = 2048;

/**
 * Tells how long the head would be by now, never less than the truth with parameter sets of ordinary size and at most
 * some 2 KiB per track and 4 bytes per chunk more. Costs nothing, so may be asked often.
 */
export function estimateMovieHeadBytes(tables: readonly SampleTable[]): number {
  return tables.reduce((sum, table) => sum + FIELDS_BYTES + sampleTableBytes(table), FIELDS_BYTES);
}

/** How the parts of a head that depend on its own length come out. */
interface HeadLayout {
  readonly offsets: ChunkOffsets;
  /** Length of the free box; 0 for none. */
  readonly freeBytes: number;
  /** Bytes to add where a free box is too long. */
  readonly padding: number;
}

function headPart(movie: MovieDescription, mediaBytes: number, atLeastBytes: number): BoxPart {
  const layouts = [false, true].map((are64Bit) => layOut(movie, mediaBytes, atLeastBytes, are64Bit));
  const highest = Math.max(...movie.tracks.map(({ samples }) => samples.chunks.highestPosition));
  const layout = layouts.find(({ offsets }) => offsets.are64Bit || offsets.base + highest <= MAX_UINT32);
  if (layout === undefined) throw new Error('Expected a layout with 64-bit offsets, found none.');
  return partsOf(movie, mediaBytes, layout);
}

function layOut(movie: MovieDescription, mediaBytes: number, atLeastBytes: number, are64Bit: boolean): HeadLayout {
  // No number in it changes its length, so the length can be had before the offsets are known.
  const bare = partsOf(movie, mediaBytes, { offsets: { base: 0, are64Bit }, freeBytes: 0, padding: 0 }).sizeBytes;
  const missing = Math.max(0, atLeastBytes - bare);
  const offsets = { base: bare + missing, are64Bit };
  return missing < MIN_FREE_BYTES
    ? { offsets, freeBytes: 0, padding: missing }
    : { offsets, freeBytes: missing, padding: 0 };
}

function partsOf(movie: MovieDescription, mediaBytes: number, layout: HeadLayout): BoxPart {
  const free = layout.freeBytes === 0 ? [] : [box('free', zeros(layout.freeBytes - MIN_FREE_BYTES))];
  return joined(fileTypeBox(movie), movieBox(movie, layout), ...free, mediaDataHeader(mediaBytes));
}

/** ftyp (ISO/IEC 14496-12 4.3): major_brand 4; minor_version 4; compatible_brands 4 each. */
function fileTypeBox({ brand, tracks }: MovieDescription): BoxPart {
  const major = brand === 'm4a' ? 'M4A ' : 'mp42';
  // mp42: ISO/IEC 14496-14 4; isom, avc1: ISO/IEC 14496-12 Annex E; M4A: Apple's, for audio alone
  const compatible = [
    ...(brand === 'm4a' ? [major] : []),
    'mp42',
    'isom',
    ...(tracks.some(({ entry }) => entry.kind === 'avc') ? ['avc1'] : []),
  ];
  return box('ftyp', characters(major), uint32(0), ...compatible.map(characters));
}

/** moov (8.2.1). */
function movieBox(movie: MovieDescription, { offsets, padding }: HeadLayout): BoxPart {
  const movieTimescale = timescaleOf(movie);
  const tracks = movie.tracks.map((track, index) =>
    trackBox(track, { id: index + 1, movieTimescale, offsets, padding: index === 0 ? padding : 0 }),
  );
  return box('moov', movieHeaderBox(movie, movieTimescale), ...tracks);
}

/** mvhd (8.2.2). */
function movieHeaderBox({ tracks }: MovieDescription, timescale: number): BoxPart {
  const longest = Math.max(...tracks.map((track) => presentedTicks(track, timescale)));
  const { version, times, duration } = durationFields(longest);
  return fullBox(
    'mvhd',
    version,
    0,
    times,
    uint32(timescale),
    duration,
    uint32(0x1_0000), // rate, 16.16
    uint16(0x100, 0), // volume, 8.8; reserved
    zeros(8), // reserved
    UNITY_MATRIX,
    zeros(24), // pre_defined
    uint32(tracks.length + 1), // next_track_ID
  );
}

/** The first track's: edits of video, which are counted in it, are then exact. */
function timescaleOf({ tracks }: MovieDescription): number {
  const [first] = tracks;
  if (first === undefined) throw new RangeError('Expected a movie of at least one track, found none.');
  return first.samples.timescale;
}

/** mdat (8.1.1): size 4 and type 4; 1, type and largesize 8 from 4 GiB on (4.2). */
function mediaDataHeader(mediaBytes: number): BoxPart {
  if (8 + mediaBytes <= MAX_UINT32) return joined(uint32(8 + mediaBytes), characters('mdat'));
  return joined(uint32(1), characters('mdat'), int64(16 + mediaBytes));
}

function requireSamplesInside({ tracks }: MovieDescription, mediaBytes: number): void {
  const end = Math.max(...tracks.map(({ samples }) => samples.chunks.highestEnd));
  if (end <= mediaBytes) return;
  throw new RangeError(`Expected samples inside the ${mediaBytes} bytes of media data, found one that ends at ${end}.`);
}
