import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  BufferSource,
  BufferTarget,
  Conversion,
  type EncodedPacket,
  EncodedPacketSink,
  Input,
  type InputTrack,
  MP4,
  MPEG_TS,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';
import { makeMovieHead } from '../../../../media/mp4/movie-head.ts';
import { SampleTable } from '../../../../media/mp4/sample-table.ts';
import { makeAac, makeAvc } from './movie-samples.ts';

const testWithFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0 ? test : test.skip;
const fixture = path.resolve(import.meta.dirname, '../../../fixtures/media/tiny-hls');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'movie-head-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The fixture as mediabunny puts it into an MP4. */
async function convertFixture(): Promise<Uint8Array> {
  const segments = await Promise.all([0, 1, 2].map((index) => readFile(path.join(fixture, `${index}.mpegts`))));
  using input = new Input({ source: new BufferSource(Buffer.concat(segments)), formats: [MPEG_TS] });
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target: new BufferTarget() });
  const conversion = await Conversion.init({ input, output });
  await conversion.execute();
  return new Uint8Array(output.target.buffer!);
}

interface TrackContent {
  readonly packets: readonly EncodedPacket[];
  readonly description: Uint8Array;
}

async function readTrack(track: InputTrack): Promise<TrackContent> {
  const packets: EncodedPacket[] = [];
  for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet);
  const config = track.isVideoTrack() || track.isAudioTrack() ? await track.getDecoderConfig() : null;
  return { packets, description: new Uint8Array(config!.description as Uint8Array) };
}

/** The same samples under a head of ours: all pictures first, then all sounds. */
async function rewrite(file: Uint8Array): Promise<Uint8Array> {
  using input = new Input({ source: new BufferSource(file), formats: [MP4] });
  const video = await readTrack((await input.getPrimaryVideoTrack())!);
  const audio = await readTrack((await input.getPrimaryAudioTrack())!);
  const [pictures, sounds] = [new SampleTable(90_000), new SampleTable(48_000)];
  let position = 0;
  // 15 pictures a second, of which the first waits for the two that B-frames need.
  for (const [index, { data, timestamp, type }] of video.packets.entries()) {
    const decodeTime = index * 6000;
    const presentationTime = Math.round((timestamp - video.packets[0]!.timestamp) * 90_000) + 12_000;
    const compositionOffset = presentationTime - decodeTime;
    pictures.add({ sizeBytes: data.length, position, decodeTime, compositionOffset, isSync: type === 'key' });
    position += data.length;
  }
  for (const [index, { data }] of audio.packets.entries()) {
    const sample = { sizeBytes: data.length, position, decodeTime: index * 1024, compositionOffset: 0, isSync: true };
    sounds.add(sample);
    position += data.length;
  }
  pictures.end(video.packets.length * 6000);
  sounds.end(audio.packets.length * 1024);
  const tracks = [
    { samples: pictures, entry: makeAvc({ width: 160, height: 90, ...parameterSetsOf(video.description) }) },
    { samples: sounds, entry: makeAac({ audioSpecificConfig: audio.description }) },
  ];
  const media = [...video.packets, ...audio.packets].map(({ data }) => data);
  return Buffer.concat([makeMovieHead({ brand: 'mp4', tracks }, position), ...media]);
}

/** The only SPS and PPS of an AVCDecoderConfigurationRecord (ISO/IEC 14496-15 5.3.3.1.2). */
function parameterSetsOf(avcC: Uint8Array) {
  const spsEnd = 8 + (avcC[6]! << 8) + avcC[7]!;
  const ppsEnd = spsEnd + 3 + (avcC[spsEnd + 1]! << 8) + avcC[spsEnd + 2]!;
  const pictureParameterSets = [avcC.subarray(spsEnd + 3, ppsEnd)];
  return { sequenceParameterSets: [avcC.subarray(8, spsEnd)], pictureParameterSets };
}

/** A line for each decoded frame: its track, time in ms and hash. */
async function decode(file: Uint8Array): Promise<string[]> {
  const name = path.join(folder, 'file.mp4');
  await writeFile(name, file);
  const { stdout } = await promisify(execFile)('ffmpeg', ['-v', 'error', '-xerror', '-i', name, '-f', 'framemd5', '-']);
  return stdout.split('\n').filter((line) => !line.startsWith('#'));
}

testWithFfmpeg('a real recording decodes to the same pictures and sounds under our head as under another', async () => {
  const theirs = await convertFixture();

  const ours = await rewrite(theirs);

  const frames = await decode(ours);
  expect(hashesOf(frames, '0')).toHaveLength(90);
  expect(hashesOf(frames, '0')).toEqual(hashesOf(await decode(theirs), '0'));
  expect(hashesOf(frames, '1')).toEqual(hashesOf(await decode(theirs), '1'));
});

const hashesOf = (lines: readonly string[], track: string): string[] =>
  lines.filter((line) => line.startsWith(`${track},`)).map((line) => line.split(',').at(-1)!);
