import { BlockReader, type ByteSource } from './block-reader.ts';
import { type Box, fourCharacters, payloadBytes } from './box.ts';
import { BoxReader, onlyBox } from './box-reader.ts';
import { type Mp4Track, readMovie } from './movie.ts';
import { Mp4DamagedError } from './mp4-damaged-error.ts';

/** What an MP4 is, by its structure. */
export interface Mp4Summary {
  /** Major brand, then the compatible brands as listed (ISO/IEC 14496-12 4.3). */
  readonly brands: readonly string[];
  /** moov comes before the media data, so that a player can begin before it has the whole file. */
  readonly isFastStart: boolean;
  /** Samples lie in movie fragments (8.8); track durations may then be 0. */
  readonly isFragmented: boolean;
  /** Of the longest track. */
  readonly durationMs: number;
  readonly tracks: readonly Mp4Track[];
  readonly topLevelBoxes: readonly Pick<Box, 'type' | 'offset' | 'sizeBytes'>[];
}

/**
 * Checks that a file is a whole MP4 and tells what it holds, without reading samples or sample tables: 2 to 8 requests
 * of 16 KiB for a file with two tracks, whatever its size. A fragmented file costs about one request per fragment.
 *
 * Whole means: boxes reach exactly the file's end, one ftyp comes first, there is one moov with a video or audio track,
 * and media data if any track lasts. Whether the samples can be decoded is not looked at.
 *
 * @throws Mp4DamagedError with the byte offset and a reason
 */
export async function inspectMp4(source: ByteSource): Promise<Mp4Summary> {
  const boxes = new BoxReader(new BlockReader(source));
  const topLevel = await readTopLevel(boxes);
  const brands = await readBrands(boxes, topLevel.ftyp);
  const { tracks, hasFragments } = await readMovie(boxes, topLevel.moov);
  requireMedia(tracks, topLevel);
  return {
    brands,
    isFastStart: topLevel.mdats.every((mdat) => mdat.offset > topLevel.moov.offset),
    isFragmented: hasFragments || topLevel.all.some((box) => box.type === 'moof'),
    durationMs: Math.max(...tracks.map((track) => track.durationMs)),
    tracks,
    topLevelBoxes: topLevel.all.map(({ type, offset, sizeBytes }) => ({ type, offset, sizeBytes })),
  };
}

interface TopLevel {
  readonly all: readonly Box[];
  readonly ftyp: Box;
  readonly moov: Box;
  readonly mdats: readonly Box[];
}

async function readTopLevel(boxes: BoxReader): Promise<TopLevel> {
  const all = await boxes.topLevel();
  return {
    all,
    ftyp: onlyBox(all, 'ftyp'),
    moov: onlyBox(all, 'moov'),
    mdats: all.filter((box) => box.type === 'mdat'),
  };
}

/** A file type box that lists more brands than this is not one. */
const MAX_BRANDS = 256;

/** ISO/IEC 14496-12 4.3.2: major_brand 4; minor_version 4; compatible_brands 4 each, to the end of the box. */
async function readBrands(boxes: BoxReader, ftyp: Box): Promise<string[]> {
  const length = Math.min(payloadBytes(ftyp), 8 + MAX_BRANDS * 4);
  const view = await boxes.payload(ftyp, Math.max(8, length));
  const brands = [fourCharacters(view, 0)];
  for (let at = 8; at + 4 <= length; at += 4) brands.push(fourCharacters(view, at));
  return brands;
}

function requireMedia(tracks: readonly Mp4Track[], { moov, mdats }: TopLevel): void {
  if (!tracks.some(({ kind }) => kind !== 'other')) {
    const finding = `expected a video or audio track, found ${tracks.length} tracks of other kinds`;
    throw new Mp4DamagedError('media-track-missing', moov.offset, finding);
  }
  const hasDuration = tracks.some(({ durationTicks }) => durationTicks > 0);
  if (hasDuration && !mdats.some((mdat) => payloadBytes(mdat) > 0)) {
    const offset = mdats[0]?.offset ?? moov.offset;
    throw new Mp4DamagedError('mdat-missing', offset, 'expected media data for tracks that last, found none in mdat');
  }
}
