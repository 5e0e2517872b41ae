import { rm } from 'node:fs/promises';
import {
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathTarget,
  type Input,
  type InputAudioTrack,
  type InputVideoTrack,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';
import type { Converter } from './converter.ts';
import { placeIndexFirst } from './index-first.ts';
import { incompatibleSettings, unsupportedCodec } from './job-failure.ts';
import { openTransportStream } from './open-transport-stream.ts';
import { stopKeepingSeekPoints } from './seek-points.ts';

/** 1 MiB a write: larger ones fall out of the processor's cache and take longer. */
const writeBytes = 1024 * 1024;

/** A track of the output, and what its packets are like; the same in every part of the input. */
interface OutputTrack {
  readonly configuration: string;
  readonly add: (packet: EncodedPacket) => Promise<void>;
}

/** A track of one part of the input. */
interface PartTrack {
  readonly track: InputVideoTrack | InputAudioTrack;
  readonly configuration: string;
  readonly createOutput: (output: Output) => OutputTrack;
}

/**
 * Copies the frames of MPEG-TS into MP4 as they are, by mediabunny. All parts of the input go on one timeline: it
 * starts at the first frame, and a part after a discontinuity starts where the longer track of the one before ends.
 *
 * @throws JobFailedError 1030 when a codec cannot be copied, 1040 when the parts of the input differ in format.
 */
export const remuxWithMediabunny: Converter = async (input, output, onProgress, signal) => {
  // mediabunny would hold the whole file in memory to put the index first by itself.
  const writtenPath = output.isIndexFirst ? `${output.path}.index-last` : output.path;
  const muxer = new Output({
    format: new Mp4OutputFormat({ fastStart: false }),
    target: new FilePathTarget(writtenPath, { chunked: true, chunkSize: writeBytes }),
  });
  let outputTracks: readonly OutputTrack[] = [];
  let partStartSeconds = 0;
  try {
    for (const path of input.paths) {
      using part = openTransportStream(path);
      const partTracks = await openTracks(part, output);
      if (muxer.state === 'pending') {
        outputTracks = partTracks.map(({ createOutput }) => createOutput(muxer));
        await muxer.start();
      }
      checkSameFormat(partTracks, outputTracks);
      const report = (seconds: number) => onProgress(Math.min(1, seconds / input.expectedSeconds));
      partStartSeconds = await copyPart(partTracks, outputTracks, partStartSeconds, report, signal);
    }
    await muxer.finalize();
  } catch (error) {
    await muxer.cancel();
    throw error;
  }
  if (output.isIndexFirst) {
    await placeIndexFirst(writtenPath, output.path, signal);
    await rm(writtenPath);
  }
};

async function openTracks(
  part: Input,
  wanted: { video?: unknown; audio?: { readonly trackNumber: number } | undefined },
): Promise<readonly PartTrack[]> {
  const [video] = wanted.video === undefined ? [] : await part.getVideoTracks();
  const audios = wanted.audio === undefined ? [] : await part.getAudioTracks();
  const audio = audios[(wanted.audio?.trackNumber ?? 1) - 1];
  await stopKeepingSeekPoints(part);
  return [
    ...(video === undefined ? [] : [await openVideo(video)]),
    ...(audio === undefined ? [] : [await openAudio(audio)]),
  ];
}

async function openVideo(track: InputVideoTrack): Promise<PartTrack> {
  const codec = await track.getCodec();
  const decoderConfig = await track.getDecoderConfig();
  if ((codec !== 'avc' && codec !== 'hevc') || decoderConfig === null) {
    throw unsupportedCodec('Video', codec ?? 'unknown');
  }
  const configuration = `${decoderConfig.codec}, ${decoderConfig.codedWidth}x${decoderConfig.codedHeight}`;
  return {
    track,
    configuration,
    createOutput(output) {
      const source = new EncodedVideoPacketSource(codec);
      output.addVideoTrack(source);
      return { configuration, add: (packet) => source.add(packet, { decoderConfig }) };
    },
  };
}

async function openAudio(track: InputAudioTrack): Promise<PartTrack> {
  const codec = await track.getCodec();
  const decoderConfig = await track.getDecoderConfig();
  if (codec !== 'aac' || decoderConfig === null) {
    throw unsupportedCodec('Audio', codec ?? 'unknown');
  }
  const { sampleRate, numberOfChannels } = decoderConfig;
  const configuration = `${decoderConfig.codec}, ${sampleRate} Hz, ${numberOfChannels} channels`;
  return {
    track,
    configuration,
    createOutput(output) {
      const source = new EncodedAudioPacketSource(codec);
      output.addAudioTrack(source);
      return { configuration, add: (packet) => source.add(packet, { decoderConfig }) };
    },
  };
}

/** The sample description is written once, so what it says must hold for every part. */
function checkSameFormat(partTracks: readonly PartTrack[], outputTracks: readonly OutputTrack[]): void {
  const found = partTracks.map(({ configuration }) => configuration).join(' + ');
  const expected = outputTracks.map(({ configuration }) => configuration).join(' + ');
  if (found !== expected) {
    throw incompatibleSettings(
      `The format of the input changes from [${expected}] to [${found}] at a discontinuity, which passthrough cannot follow. Encode the output instead.`,
    );
  }
}

/** Copies the packets of one part, the earlier one of the tracks' next packets first, and returns where the part ends. */
async function copyPart(
  partTracks: readonly PartTrack[],
  outputTracks: readonly OutputTrack[],
  startSeconds: number,
  onProgress: (seconds: number) => void,
  signal: AbortSignal,
): Promise<number> {
  const firstTimestamps = await Promise.all(partTracks.map(({ track }) => track.getFirstTimestamp()));
  const offsetSeconds = startSeconds - Math.min(...firstTimestamps);
  const readers = await Promise.all(partTracks.map(({ track }, index) => openReader(track, outputTracks[index])));
  let endSeconds = startSeconds;
  for (;;) {
    signal.throwIfAborted();
    const [next] = readers
      .filter(({ packet }) => packet !== undefined)
      .toSorted((a, b) => (a.packet?.timestamp ?? 0) - (b.packet?.timestamp ?? 0));
    if (next?.packet === undefined) {
      return endSeconds;
    }
    const timestamp = next.packet.timestamp + offsetSeconds;
    await next.output?.add(next.packet.clone({ timestamp }));
    endSeconds = Math.max(endSeconds, timestamp + next.packet.duration);
    onProgress(endSeconds);
    await next.advance();
  }
}

/** Where the copying of one track is: its next packet, `undefined` at the end. */
interface TrackReader {
  readonly output: OutputTrack | undefined;
  packet: EncodedPacket | undefined;
  advance(): Promise<void>;
}

/** Walks over a track's packets from its first key frame on; nothing can be decoded before that. */
async function openReader(
  track: InputVideoTrack | InputAudioTrack,
  output: OutputTrack | undefined,
): Promise<TrackReader> {
  const sink = new EncodedPacketSink(track);
  const packets = sink.packets((await sink.getFirstKeyPacket()) ?? undefined);
  const reader: TrackReader = {
    output,
    packet: undefined,
    async advance() {
      const { value, done } = await packets.next();
      reader.packet = done ? undefined : value;
    },
  };
  await reader.advance();
  return reader;
}
