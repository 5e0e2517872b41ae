import { expect, test } from '@jest/globals';
import { eachOnTinyHls, makeSettings, passthroughOutput } from './test-bench.ts';
import { inspectMp4, putTinyHls, tinyFacts, tinyPlaylist, tinySegments } from './tiny-hls.ts';

/** What is copied of the fixture with its video: the first sound, which precedes the first picture, is left out. */
const copiedFacts = { audioPackets: tinyFacts.audioPackets - 1, durationMs: 6016 } as const;

const bench = eachOnTinyHls();

test('a rendition becomes one MP4 with every frame and the index first', async () => {
  const job = await bench().run(makeSettings());

  const output = bench().s3.objects.get('exports/out/recording.mp4');
  const mp4 = await inspectMp4(output!.body);
  expect(job).toMatchObject({ Status: 'COMPLETE', JobPercentComplete: 100, Messages: { Warning: [] } });
  expect(mp4.videoPackets).toHaveLength(tinyFacts.videoPackets);
  expect(mp4.audioPackets).toHaveLength(copiedFacts.audioPackets);
  expect(mp4.durationMs).toBe(copiedFacts.durationMs);
  expect(mp4.boxes).toEqual(['ftyp', 'moov', 'mdat']);
  expect(output!.contentType).toBe('video/mp4');
});

test('picture and sound start together at zero, where they were together in the source', async () => {
  await bench().run(makeSettings());

  const mp4 = await inspectMp4(bench().s3.objects.get('exports/out/recording.mp4')!.body);
  // ffprobe says 62.4 s for the first picture of the source, and 62.378667 s and 62.4 s for the first two sounds.
  expect([mp4.audioPackets[0]!.timestamp, mp4.videoPackets[0]!.timestamp]).toEqual([0, 0]);
});

test('a complete job tells duration and size of the output, and no path', async () => {
  const job = await bench().run(makeSettings());

  const { width, height } = tinyFacts;
  const { durationMs } = copiedFacts;
  expect(job.OutputGroupDetails).toEqual([
    { OutputDetails: [{ DurationInMs: durationMs, VideoDetails: { WidthInPx: width, HeightInPx: height } }] },
  ]);
});

test('of a multivariant playlist the variant with the highest bandwidth is taken', async () => {
  bench().s3.put(
    'recordings/rec/master.m3u8',
    `#EXTM3U
#EXT-X-STREAM-INF:PROGRAM-ID=1,BANDWIDTH=230000,CODECS="avc1.4D401F,mp4a.40.2",RESOLUTION=284x160
160p30/playlist.m3u8
#EXT-X-MEDIA:TYPE=VIDEO,GROUP-ID="720p30",NAME="720p",AUTOSELECT=YES,DEFAULT=YES
#EXT-X-STREAM-INF:PROGRAM-ID=1,AVERAGE-BANDWIDTH=100,BANDWIDTH=2440200,RESOLUTION=1280x720,VIDEO="720p30"
720p30/playlist.m3u8`,
  );

  const job = await bench().run(makeSettings({ fileInput: 's3://recordings/rec/master.m3u8' }));

  expect(job.Status).toBe('COMPLETE');
  expect(bench().s3.requests).toContain('GET recordings/rec/720p30/0.mpegts');
});

test('a byte-range playlist gives the same file as one of whole segments', async () => {
  const [first] = tinySegments;
  const half = 188 * 50;
  const ranges = `#EXT-X-BYTERANGE:${half}@0
0.mpegts
#EXTINF:1.0,
#EXT-X-BYTERANGE:${first!.length - half}@${half}`;
  bench().s3.put(
    'recordings/rec/720p30/byte-range-variant.m3u8',
    tinyPlaylist.replace('0.mpegts', `${ranges}\n0.mpegts`),
  );

  await bench().run(makeSettings());
  const job = await bench().run(
    makeSettings({
      fileInput: 's3://recordings/rec/720p30/byte-range-variant.m3u8',
      destination: 's3://exports/out/by-range',
    }),
  );

  const whole = await inspectMp4(bench().s3.objects.get('exports/out/recording.mp4')!.body);
  const byRange = await inspectMp4(bench().s3.objects.get('exports/out/by-range.mp4')!.body);
  expect(job.Status).toBe('COMPLETE');
  expect(Buffer.concat(byRange.videoPackets.map(({ data }) => data))).toEqual(
    Buffer.concat(whole.videoPackets.map(({ data }) => data)),
  );
});

test('sound alone becomes a file without video', async () => {
  const { ContainerSettings, AudioDescriptions } = passthroughOutput;
  const audioOnly = { ContainerSettings, AudioDescriptions, Extension: 'm4a' };

  const job = await bench().run(makeSettings({ outputs: [audioOnly] }));

  const output = bench().s3.objects.get('exports/out/recording.m4a');
  const file = await inspectMp4(output!.body);
  expect(file).toMatchObject({ videoPackets: [], audioPackets: { length: tinyFacts.audioPackets } });
  expect(job.OutputGroupDetails?.[0]?.OutputDetails).toEqual([{ DurationInMs: tinyFacts.durationMs }]);
  expect(output!.contentType).toBe('audio/mp4');
});

test('pictures alone become a file without sound', async () => {
  const { AudioDescriptions: _, ...videoOnly } = passthroughOutput;

  const job = await bench().run(makeSettings({ outputs: [videoOnly] }));

  const file = await inspectMp4(bench().s3.objects.get('exports/out/recording.mp4')!.body);
  expect(job).toMatchObject({ Status: 'COMPLETE', Messages: { Warning: [] } });
  expect(file).toMatchObject({ videoPackets: { length: tinyFacts.videoPackets }, audioPackets: [], durationMs: 6000 });
});

test('several outputs are written one after the other, each under its own name and with its index first', async () => {
  const outputs = [
    { ...passthroughOutput, NameModifier: '-a' },
    {
      ...passthroughOutput,
      NameModifier: '-b',
      ContainerSettings: { Container: 'MP4' as const, Mp4Settings: { MoovPlacement: 'NORMAL' as const } },
    },
  ];

  const job = await bench().run(makeSettings({ destination: 's3://exports/out/', outputs }));

  const [first, last] = ['a', 'b'].map((name) => bench().s3.objects.get(`exports/out/playlist-${name}.mp4`)!.body);
  expect(job.OutputGroupDetails?.[0]?.OutputDetails).toHaveLength(2);
  expect((await inspectMp4(first!)).boxes).toEqual(['ftyp', 'moov', 'mdat']);
  expect(last).toEqual(first);
});

test('a segment that ends in the middle of a packet is used as far as it goes, with warnings', async () => {
  bench().s3.put('recordings/rec/720p30/1.mpegts', tinySegments[1]!.subarray(0, 188 * 100 + 7));

  const job = await bench().run(makeSettings());

  const mp4 = await inspectMp4(bench().s3.objects.get('exports/out/recording.mp4')!.body);
  const [first, ...others] = job.Messages?.Warning ?? [];
  expect(job.Status).toBe('COMPLETE');
  expect(first).toBe('s3://recordings/rec/720p30/1.mpegts ends 7 bytes into a transport stream packet.');
  expect(others).toContainEqual(expect.stringContaining('is damaged (packets-lost)'));
  expect(mp4.durationMs).toBe(copiedFacts.durationMs);
});

test('packets that are missing inside a segment cost their frames and nothing more, with a warning', async () => {
  const segment = tinySegments[1]!;
  const holed = Buffer.concat([segment.subarray(0, 188 * 36), segment.subarray(188 * 38)]);
  bench().s3.put('recordings/rec/720p30/1.mpegts', holed);

  const job = await bench().run(makeSettings());

  const { videoPackets, durationMs } = await inspectMp4(bench().s3.objects.get('exports/out/recording.mp4')!.body);
  expect(job.Status).toBe('COMPLETE');
  expect(job.Messages?.Warning).toContainEqual(
    expect.stringMatching(/1\.mpegts at byte \d+, 2\.0 s into the recording, is damaged \(packets-lost\)/),
  );
  expect(videoPackets.length).toBeLessThan(tinyFacts.videoPackets);
  expect(videoPackets.length).toBeGreaterThan(tinyFacts.videoPackets - 10);
  expect(durationMs).toBe(copiedFacts.durationMs);
});

test('after a discontinuity the timeline goes on where the longer track ended', async () => {
  const twice = tinyPlaylist.replace('#EXT-X-ENDLIST', `#EXT-X-DISCONTINUITY\n#EXTINF:2.0,\n0.mpegts\n#EXT-X-ENDLIST`);
  bench().s3.put('recordings/rec/720p30/playlist.m3u8', twice);

  const job = await bench().run(makeSettings());

  const { videoPackets } = await inspectMp4(bench().s3.objects.get('exports/out/recording.mp4')!.body);
  expect(job).toMatchObject({ Status: 'COMPLETE', Messages: { Warning: [] } });
  expect(videoPackets).toHaveLength(tinyFacts.videoPackets + 30);
  // The first part ends with its sound, at 6.016 s; in the second the first picture follows its sound by 0.0213 s.
  expect(videoPackets[tinyFacts.videoPackets]!.timestamp).toBeCloseTo(6.016 + 0.0213, 3);
});

test('timestamps that jump back without a discontinuity are taken for one, with a warning', async () => {
  putTinyHls(bench().s3, tinyPlaylist.replace('2.mpegts', '0.mpegts'));

  const job = await bench().run(makeSettings());

  const { videoPackets } = await inspectMp4(bench().s3.objects.get('exports/out/recording.mp4')!.body);
  const times = videoPackets.map(({ timestamp }) => timestamp).toSorted((a, b) => a - b);
  expect(job.Status).toBe('COMPLETE');
  expect(job.Messages?.Warning).toContainEqual(expect.stringContaining('imestamp'));
  expect(times).toHaveLength(tinyFacts.videoPackets);
  expect(new Set(times).size).toBe(times.length);
});
