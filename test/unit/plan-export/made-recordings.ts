/** Recordings of every kind that IVS makes, and some that it should not, to order exports of. */
import { readFileSync } from 'node:fs';
import type { MadeRendition } from '../../../bench/ivs-recording.ts';
import { audioOnly, type MadeRecording, makeRecording, startedAt } from '../../fixtures/make-recording.ts';

const sound = 'mp4a.40.2';
const rendition = (name: string, width: number, height: number, bandwidth: number, video: string): MadeRendition => ({
  name,
  width,
  height,
  bandwidth,
  codecs: `${video},${sound}`,
});

/** A STANDARD channel that is sent 1080p60. */
export const standardLadder: readonly MadeRendition[] = [
  rendition('1080p60', 1920, 1080, 8_000_000, 'avc1.64002A'),
  rendition('720p60', 1280, 720, 3_422_999, 'avc1.4D4020'),
  rendition('480p30', 852, 480, 1_427_999, 'avc1.4D401F'),
  rendition('360p30', 640, 360, 630_000, 'avc1.4D401E'),
  rendition('160p30', 284, 160, 230_000, 'avc1.4D400C'),
];

const turned = ({ name, width = 0, height = 0, ...rest }: MadeRendition): MadeRendition => ({
  ...rest,
  name,
  width: height,
  height: width,
});

export const portraitLadder: readonly MadeRendition[] = standardLadder.map(turned);
/** ADVANCED channels have an audio-only rendition. */
export const advancedLadder: readonly MadeRendition[] = [...standardLadder.slice(1), audioOnly];
export const basic: readonly MadeRendition[] = [rendition('720p30', 1280, 720, 3_500_000, 'avc1.4D401F')];
/** Nearly 2.35:1, as broadcasters of films send it. */
export const wide: readonly MadeRendition[] = [rendition('818p24', 1920, 818, 6_000_000, 'avc1.640028')];
export const silent: readonly MadeRendition[] = standardLadder.map((one) => ({
  ...one,
  codecs: one.codecs.replace(`,${sound}`, ''),
}));

const oneMinute = 6;

/** Ten-second segments, a minute unless told otherwise. */
export const ofRenditions = (renditions: readonly MadeRendition[], segmentCount = oneMinute): MadeRecording =>
  makeRecording({ renditions, segmentCount });

/** Changes every playlist. */
export function withPlaylists(recording: MadeRecording, edit: (text: string) => string): MadeRecording {
  for (const { name } of recording.shape.renditions) recording.edit(`media/hls/${name}/playlist.m3u8`, edit);
  return recording;
}

/** A channel whose container format is fragmented MP4, as far as anybody knows. */
export const fragmented = (): MadeRecording =>
  withPlaylists(ofRenditions(standardLadder), (text) =>
    text
      .replace('VERSION:3', 'VERSION:7')
      .replace('#EXTINF', '#EXT-X-MAP:URI="init.mp4"\n#EXTINF')
      .replaceAll('.ts', '.mp4'),
  );

/** A merged recording: the stream was interrupted within the reconnect window. */
export const discontinuous = (): MadeRecording =>
  withPlaylists(ofRenditions(standardLadder), (text) =>
    text.replace(/(#EXT-X-PROGRAM-DATE-TIME:\S+\n#EXTINF:10.000,\n3\.ts)/, '#EXT-X-DISCONTINUITY\n$1'),
  );

/** Each segment in two byte ranges. @param secondRange as `<length>@<offset>` */
export const inByteRanges = (secondRange = '1000', before = ''): MadeRecording =>
  withPlaylists(ofRenditions(basic), (text) =>
    text
      .replace('VERSION:3', 'VERSION:4')
      .replaceAll(
        /#EXTINF:10.000,\n(\d+\.ts)/g,
        `#EXTINF:5.000,\n#EXT-X-BYTERANGE:1000@0\n$1\n${before}#EXTINF:5.000,\n#EXT-X-BYTERANGE:${secondRange}\n$1`,
      ),
  );

const minutesLater = (minutes: number): Date => new Date(startedAt.getTime() + minutes * 60_000);

/** Recordings of one channel in one bucket, an hour apart, each a minute long. */
export function inARow(...ladders: (readonly MadeRendition[])[]): { all: MadeRecording; joinWith: string[] } {
  const [first = standardLadder, ...others] = ladders;
  const all = ofRenditions(first);
  const following = others.map((renditions, index) =>
    makeRecording(
      { renditions, segmentCount: oneMinute, startedAt: minutesLater((index + 1) * 60) },
      `next${index + 1}0000`,
    ),
  );
  for (const { storage } of following) all.storage.putAll(storage);
  return { all, joinWith: following.map(({ prefix }) => prefix) };
}

/** 15 frames a second, whatever a rendition's name says. */
const pictures = readFileSync(new URL('../../fixtures/media/tiny-hls/0.mpegts', import.meta.url));

/** A recording whose first segments can be looked into. */
export function withPictures(recording: MadeRecording): MadeRecording {
  for (const { name } of recording.shape.renditions) {
    recording.put(`media/hls/${name}/0.ts`, { sizeBytes: pictures.length, bytes: pictures });
  }
  return recording;
}

export const standard = () => ofRenditions(standardLadder);
export const portrait = () => ofRenditions(portraitLadder);
export const advanced = () => ofRenditions(advancedLadder);
export const hours = (count: number) => () => ofRenditions(basic, count * 360);
