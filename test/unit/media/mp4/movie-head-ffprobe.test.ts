import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { type MovieDescription, makeMovieHead } from '../../../../media/mp4/movie-head.ts';
import { testWith } from '../../../e2e/with-tool.ts';
import { MOVIE_BYTES, makeAac, makeAvc, makeMovie, makeTable, repeat } from './movie-samples.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'movie-head-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What ffprobe says of a file whose media data is a hole: it reads the index, and finds nothing to decode. */
async function probe(movie: MovieDescription, mediaBytes: number) {
  const head = makeMovieHead(movie, mediaBytes);
  const name = path.join(folder, 'made.mp4');
  const file = await open(name, 'w');
  await file.write(head);
  await file.truncate(head.length + mediaBytes);
  await file.close();
  // No parser: it would look for key frames in the samples themselves.
  const wishes = ['-fflags', '+noparse', '-show_packets', '-show_streams', '-show_format', '-of', 'json'];
  const { stdout } = await promisify(execFile)('ffprobe', ['-v', 'quiet', ...wishes, name], { maxBuffer: 2 ** 26 });
  const { packets, streams, format } = JSON.parse(stdout);
  return { packets: packets.map(toSample(head.length)), streams, format };
}

interface Packet {
  readonly [key: string]: string | number;
}

const toSample = (headBytes: number) => (packet: Packet) => ({
  track: packet.stream_index,
  pts: packet.pts,
  dts: packet.dts,
  size: Number(packet.size),
  position: Number(packet.pos) - headBytes,
  isKey: String(packet.flags).startsWith('K'),
});

testWith('ffprobe')('ffprobe finds every packet with its times, size and place', async () => {
  const { packets, streams, format } = await probe(makeMovie(), MOVIE_BYTES);

  const ofTrack = (track: number) => packets.filter((packet: { track: number }) => packet.track === track);
  expect(ofTrack(0)).toEqual(
    Array.from({ length: 50 }, (_, index) => {
      const time = index * 3600;
      return { track: 0, pts: time, dts: time, size: 1000, position: index * 1000, isKey: index % 25 === 0 };
    }),
  );
  expect(ofTrack(1)).toEqual(
    Array.from({ length: 94 }, (_, index) => {
      const time = index * 1024;
      return { track: 1, pts: time, dts: time, size: 300, position: 50_000 + index * 300, isKey: true };
    }),
  );
  expect(streams).toMatchObject([
    { codec_name: 'h264', codec_tag_string: 'avc1', width: 1280, height: 720, duration_ts: 180_000, nb_frames: '50' },
    { codec_name: 'aac', profile: 'LC', sample_rate: '48000', channels: 2, duration_ts: 96_256, nb_frames: '94' },
  ]);
  expect(format).toMatchObject({ start_time: '0.000000', tags: { major_brand: 'mp42' } });
});

testWith('ffprobe')('ffprobe shows the first picture at once in spite of B-frames, and a late track late', async () => {
  const offsets = [6000, 12_000, 3000, 3000].map((compositionOffset, index) => ({
    compositionOffset,
    isSync: index === 0,
  }));
  const tracks = [
    { samples: makeTable(90_000, 3000, offsets), startDelayTicks: 45_000, entry: makeAvc() },
    {
      samples: makeTable(
        48_000,
        1024,
        repeat(10).map((sound, index) => (index === 0 ? { position: 40 } : sound)),
      ),
      entry: makeAac(),
    },
  ];

  const { packets, streams } = await probe({ brand: 'mp4', tracks }, 140);

  const video = packets.filter((packet: { track: number }) => packet.track === 0);
  expect(video.map(({ pts, dts }: Packet) => [pts, dts])).toEqual([
    [45_000, 39_000],
    [54_000, 42_000],
    [48_000, 45_000],
    [51_000, 48_000],
  ]);
  expect(streams).toMatchObject([{ start_pts: 45_000 }, { start_pts: 0 }]);
});

testWith('ffprobe')('ffprobe finds samples beyond 4 GiB and after 26.5 hours', async () => {
  const position = 5 * 2 ** 30;
  const samples = makeTable(90_000, 2 ** 31 - 1, [...repeat(5), { position }]);
  const tracks = [{ samples, entry: makeAvc() }];

  const { packets } = await probe({ brand: 'mp4', tracks }, position + 10);

  expect(packets.at(-1)).toMatchObject({ position, dts: 5 * (2 ** 31 - 1), size: 10 });
});

testWith('ffprobe')('ffprobe reads the shape of pixels and the colour', async () => {
  const colour = { primaries: 9, transfer: 16, matrix: 9, isFullRange: false };
  const entry = makeAvc({ width: 720, height: 576, sampleAspectRatio: { width: 16, height: 11 }, colour });

  const { streams } = await probe({ brand: 'mp4', tracks: [{ samples: makeTable(90_000, 3000, [{}]), entry }] }, 10);

  expect(streams).toMatchObject([
    {
      sample_aspect_ratio: '16:11',
      color_primaries: 'bt2020',
      color_transfer: 'smpte2084',
      color_space: 'bt2020nc',
      color_range: 'tv',
    },
  ]);
});

testWith('ffprobe')('ffprobe reads audio alone', async () => {
  const tracks = [
    {
      samples: makeTable(44_100, 1024, repeat(20)),
      entry: makeAac({ sampleRateHz: 44_100, audioSpecificConfig: Uint8Array.of(0x12, 0x08), channels: 1 }),
    },
  ];

  const { streams, format } = await probe({ brand: 'm4a', tracks }, 200);

  expect(streams).toMatchObject([{ codec_name: 'aac', sample_rate: '44100', channels: 1, duration_ts: 20_480 }]);
  expect(format.tags.major_brand).toBe('M4A ');
});
