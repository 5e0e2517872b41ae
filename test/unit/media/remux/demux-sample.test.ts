import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { RENDITIONS, readSegments } from '../../../local/sample/committed-sample.ts';
import { testWith } from '../../../local/sample/optional-tool.ts';
import { readPackets, readPesPackets } from '../../../local/sample/transport-stream-reader.ts';
import { demuxAll, hexOf } from './demux-all.ts';

const VIDEO_PID = 0x101;
const AUDIO_PID = 0x100;
const run = promisify(execFile);

test.each(RENDITIONS)('finds every picture and all sound of the sample in %s, with their times', async (rendition) => {
  const segments = readSegments(rendition);
  const packets = segments.map(readPackets);
  const video = packets.flatMap((one) => readPesPackets(one, VIDEO_PID));
  const audio = packets.flatMap((one) => readPesPackets(one, AUDIO_PID));

  const demuxed = await demuxAll(segments, { readSizes: [100_003] });

  expect(demuxed.times).toEqual(video.map(({ ptsTicks, dtsTicks }) => [ptsTicks, dtsTicks]));
  expect(demuxed.positions).toEqual(video.map(({ offset }) => offset));
  expect(demuxed.sounds.map(({ pts }) => pts)).toEqual(audio.map(({ ptsTicks }) => ptsTicks));
  expect(hexOf(demuxed.sounds.map(({ bytes }) => bytes))).toEqual(hexOf(audio.map(({ payload }) => payload)));
  expect(demuxed.parameterSets.map(({ kind }) => kind)).toEqual(['sps', 'pps', 'sps', 'pps', 'sps', 'pps']);
  expect(demuxed.programs).toEqual(segments.map(() => sampleProgram));
});

const sampleProgram = { videoPid: VIDEO_PID, audioPid: AUDIO_PID, ignored: [{ pid: 0x102, streamType: 0x15 }] };

/** Times, key frames and hashes of a segment's pictures as ffmpeg puts them into an MP4. */
async function picturesByFfmpeg(segment: Buffer) {
  const folder = await mkdtemp(path.join(tmpdir(), 'demux-sample-'));
  const [source, copy] = ['segment.mpegts', 'copy.mp4'].map((name) => path.join(folder, name));
  try {
    await writeFile(source!, segment);
    const slicesOnly = ['-map', '0:v', '-c', 'copy', '-bsf:v', 'filter_units=remove_types=7-13'];
    await run('ffmpeg', ['-v', 'error', '-nostdin', '-i', source!, ...slicesOnly, copy!]);
    const hashes = await packets(copy!, 'data_hash', '-show_data_hash', 'md5');
    const times = await packets(source!, 'pts,dts,flags');
    return { hashes: hashes.map(([hash]) => hash!), times };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function packets(file: string, entries: string, ...options: string[]): Promise<string[][]> {
  const show = ['-select_streams', 'v', '-show_entries', `packet=${entries}`, '-of', 'csv=p=0'];
  const { stdout } = await run('ffprobe', ['-v', 'error', ...options, ...show, file]);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(','));
}

testWith('ffmpeg', 'the demuxer against ffmpeg')('makes the same samples of the sample as ffmpeg does', async () => {
  const [, segment] = readSegments('480p30');

  const { samples, times, keyFrames } = await demuxAll(segment!);

  const expected = await picturesByFfmpeg(segment!);
  const hashes = samples.map((sample) => `MD5:${createHash('md5').update(sample).digest('hex')}`);
  const rows = times.map(([pts, dts], index) => [`${pts}`, `${dts}`, keyFrames[index] ? 'K_' : '__']);
  expect(hashes).toEqual(expected.hashes);
  expect(rows).toEqual(expected.times.map((row) => row.slice(0, 3)));
});
