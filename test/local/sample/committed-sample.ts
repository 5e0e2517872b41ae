import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the committed sample recording. */
export const SAMPLE_FOLDER = join(import.meta.dirname, '../../../local/sample/h7RkV3sNp8Ya');

export const RENDITIONS = ['720p30', '480p30', '360p30', '160p30'];

/** Reads a text file of the sample by its path within the recording. */
export function readSampleText(path: string): string {
  return readFileSync(join(SAMPLE_FOLDER, path), 'utf8');
}

/** Reads the segment files of a rendition in the order of its media playlist. */
export function readSegments(rendition: string): Buffer[] {
  return playlistEntries(`media/hls/${rendition}/playlist.m3u8`).map((entry) => readSegment(rendition, entry.fileName));
}

export function readSegment(rendition: string, fileName: string): Buffer {
  return readFileSync(join(SAMPLE_FOLDER, 'media/hls', rendition, fileName));
}

export type PlaylistEntry = { startsAt: Date; seconds: number; byteRange: string | undefined; fileName: string };

/** The entries of one of the sample's media playlists, each from its date to its file name. */
export function playlistEntries(path: string): PlaylistEntry[] {
  const pattern = /#EXT-X-PROGRAM-DATE-TIME:(.+)\n#EXTINF:(.+),\n(?:#EXT-X-BYTERANGE:(.+)\n)?(.+\.ts)\n/g;
  return [...readSampleText(path).matchAll(pattern)].map(([, time, seconds, byteRange, fileName]) => ({
    startsAt: new Date(time!),
    seconds: Number(seconds),
    byteRange,
    fileName: fileName!,
  }));
}

/** Milliseconds that playlist entries last together, free of the errors of adding fractions. */
export function totalMs(entries: PlaylistEntry[]): number {
  return entries.reduce((sum, entry) => sum + Math.round(entry.seconds * 1000), 0);
}
