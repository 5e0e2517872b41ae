import { FilePathSource, Input, MP4 } from 'mediabunny';
import { openTransportStream } from './open-transport-stream.ts';

/** Codecs of a transport stream's tracks, by mediabunny's names (`avc`, `hevc`, `aac`); unknown tracks are left out. */
export interface ProbedTracks {
  readonly videoCodec?: string | undefined;
  readonly audioCodecs: readonly string[];
}

/** Looks into an MPEG-TS file. Reads until it has seen the start of each track. */
export async function probeTransportStream(path: string): Promise<ProbedTracks> {
  using input = openTransportStream(path);
  const [video] = await input.getVideoTracks();
  const audios = await input.getAudioTracks();
  const audioCodecs = await Promise.all(audios.map((track) => track.getCodec()));
  return {
    videoCodec: (await video?.getCodec()) ?? undefined,
    audioCodecs: audioCodecs.map((codec) => codec ?? 'unknown'),
  };
}

/** Duration of the longest track of an MP4 file, and its picture's size if it has video. */
export interface Mp4Measures {
  readonly durationMs: number;
  readonly size?: { readonly width: number; readonly height: number };
}

/** Measures a finished MP4 file, whoever wrote it. */
export async function measureMp4(path: string): Promise<Mp4Measures> {
  using input = new Input({ source: new FilePathSource(path), formats: [MP4] });
  const durationMs = Math.round((await input.computeDuration()) * 1000);
  const video = await input.getPrimaryVideoTrack();
  return video === null
    ? { durationMs }
    : { durationMs, size: { width: await video.getCodedWidth(), height: await video.getCodedHeight() } };
}
