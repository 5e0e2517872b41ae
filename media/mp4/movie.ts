import type { Box } from './box.ts';
import { type BoxReader, onlyBox } from './box-reader.ts';
import { readHandlerType, readTimeHeader, readTrackId, toMilliseconds } from './movie-headers.ts';
import { Mp4DamagedError } from './mp4-damaged-error.ts';
import { readSampleEntry, type SampleEntry } from './sample-entry.ts';

/** One track, by its headers (ISO/IEC 14496-12 8.3). */
export interface Mp4Track extends SampleEntry {
  /** track_ID, unique in the file. */
  readonly id: number;
  /** By the handler (8.4.3); text, timed metadata, time codes are `other`. */
  readonly kind: 'video' | 'audio' | 'other';
  /** Ticks per second. */
  readonly timescale: number;
  /** Of the media, by mdhd (8.4.2), in ticks; edit lists are not applied. 0 when not known, as in fragmented files. */
  readonly durationTicks: number;
  /** The same, rounded to the nearest millisecond. */
  readonly durationMs: number;
}

/** What the movie box holds, without any sample. */
export interface Movie {
  readonly tracks: readonly Mp4Track[];
  /** mvex announces fragments (8.8.1). */
  readonly hasFragments: boolean;
}

/**
 * Reads the headers in moov (ISO/IEC 14496-12 8.2.1). Sample tables, which may be tens of megabytes, are stepped over.
 *
 * @throws Mp4DamagedError
 */
export async function readMovie(boxes: BoxReader, moov: Box): Promise<Movie> {
  const children: Box[] = [];
  const tracks: Mp4Track[] = [];
  for await (const child of boxes.childrenAfter(moov, 0)) {
    children.push(child);
    // At once, and not after the walk: behind the sample tables, neighbours then share a request.
    if (child.type === 'trak') tracks.push(await readTrack(boxes, child));
  }
  requireDistinctIds(tracks, moov);
  // Its duration repeats the longest track's; reading it proves that the box is whole.
  await readTimeHeader(boxes, onlyBox(children, 'mvhd', moov));
  return { tracks, hasFragments: children.some((box) => box.type === 'mvex') };
}

/** 8.3.2.3 */
function requireDistinctIds(tracks: readonly Mp4Track[], moov: Box): void {
  const ids = tracks.map(({ id }) => id);
  const repeated = ids.find((id, index) => ids.indexOf(id) < index);
  if (repeated === undefined) return;
  throw new Mp4DamagedError('track-id-invalid', moov.offset, `expected distinct track_IDs, found ${repeated} twice`);
}

async function readTrack(boxes: BoxReader, trak: Box): Promise<Mp4Track> {
  const inTrak = await boxes.children(trak);
  const mdia = onlyBox(inTrak, 'mdia', trak);
  const inMdia = await boxes.children(mdia);
  const mdhd = onlyBox(inMdia, 'mdhd', mdia);
  const time = await readTimeHeader(boxes, mdhd);
  const kind = kindOf(await readHandlerType(boxes, onlyBox(inMdia, 'hdlr', mdia)));
  return {
    id: await readTrackId(boxes, onlyBox(inTrak, 'tkhd', trak)),
    kind,
    ...(await readSampleEntry(boxes, await findStsd(boxes, onlyBox(inMdia, 'minf', mdia)), kind)),
    ...time,
    durationMs: toMilliseconds(time, mdhd),
  };
}

/** 8.4.3.3 and 12.1.1, 12.2.1. */
function kindOf(handlerType: string): Mp4Track['kind'] {
  if (handlerType === 'vide') return 'video';
  return handlerType === 'soun' ? 'audio' : 'other';
}

/** stsd comes first in stbl by custom; behind it lie the sample tables, whose headers would cost a request each. */
async function findStsd(boxes: BoxReader, minf: Box): Promise<Box> {
  const stbl = onlyBox(await boxes.children(minf), 'stbl', minf);
  for await (const box of boxes.childrenAfter(stbl, 0)) {
    if (box.type === 'stsd') return box;
  }
  throw new Mp4DamagedError('box-missing', stbl.offset, 'expected stsd in stbl, found none');
}
