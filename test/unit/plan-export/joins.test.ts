import { describe, expect, test } from '@jest/globals';
import { makeRecording, recordingId } from '../../fixtures/make-recording.ts';
import { advancedLadder, basic, inARow, silent, standardLadder } from './made-recordings.ts';
import { auto, clip, convert, h264, plan, requireSound } from './order-export.ts';

describe('a join', () => {
  const joined = async (ladders: Parameters<typeof inARow>, wish: object) => {
    const { all, joinWith } = inARow(...ladders);
    const planned = await plan(all, { joinWith, ...wish });
    requireSound(planned, all);
    return { ...planned, joinWith };
  };

  test('by remux names the playlists in their order, and belongs to the first recording', async () => {
    const {
      plan: made,
      remuxJob,
      export: target,
      joinWith,
    } = await joined([standardLadder, standardLadder, standardLadder], { rendition: 'highest', ...auto });

    expect(made).toMatchObject({ engine: 'remux', expectedDurationMs: 180_000 });
    expect(remuxJob!.playlistKeys.map((key) => key.split('/')[9])).toEqual([recordingId, 'next10000', 'next20000']);
    expect(target).toMatchObject({
      joinedWith: joinWith,
      key: expect.stringMatching(/^\w+\/\w+\/highest-join3-[0-9a-f]{6}\.mp4$/),
    });
  });

  test('by MediaConvert has an input for each, whose audio is chosen by track', async () => {
    const { mediaConvertJob } = await joined([standardLadder, standardLadder], { rendition: '720p60', ...convert });

    const inputs = mediaConvertJob!.settings.Inputs;
    expect(inputs.map(({ FileInput }) => FileInput.split('/')[12])).toEqual([recordingId, 'next10000']);
    expect(inputs.every(({ AudioSelectors }) => AudioSelectors?.['Audio Selector 1']?.Tracks[0] === 1)).toBe(true);
  });

  test('of recordings that differ is encoded, at the size of the first, and says why', async () => {
    const {
      plan: made,
      export: target,
      mediaConvertJob,
    } = await joined([standardLadder, basic], { rendition: 'highest', ...auto });

    expect(made).toMatchObject({ engine: 'mediaconvert', video: 'h264', audio: 'aac' });
    expect(made.engineReason).toContain('remux cannot carry it: the recordings differ: 1080p60 of 1920x1080');
    expect(target.size).toEqual({ width: 1920, height: 1080 });
    expect(mediaConvertJob!.settings.OutputGroups[0]?.Outputs[0]?.VideoDescription).toMatchObject({
      ScalingBehavior: 'DEFAULT',
    });
  });

  test.each([
    ['size', { width: 640, height: 360 }],
    ['codec', { codecs: 'avc1.640028,mp4a.40.2' }],
  ])('of recordings that differ in their %s alone is not copied', async (_, change) => {
    const [first = { name: '', bandwidth: 0, codecs: '' }] = basic;

    const { plan: made } = await joined([basic, [{ ...first, ...change }]], { rendition: 'highest', ...convert });

    expect(made).toMatchObject({ video: 'h264', engineReason: expect.stringContaining('the recordings differ') });
  });

  test('of recordings that differ is refused when remux is demanded', async () => {
    await expect(joined([standardLadder, basic], { rendition: 'highest', engine: 'remux' })).rejects.toMatchObject({
      name: 'ExportNotCarriableError',
      message: expect.stringContaining('the recordings differ'),
    });
  });

  test('of recordings of different sizes in H.264 needs no excuse', async () => {
    const { plan: made } = await joined([standardLadder, basic], { rendition: 'highest', ...h264(480) });

    expect(made).toMatchObject({ video: 'h264', engineReason: 'H.264 is wanted, which MediaConvert encodes' });
  });

  test.each([
    ['highest', [standardLadder, basic] as const],
    ['lowest', [advancedLadder, advancedLadder] as const],
  ])('of the sound alone of the %s does not care about the pictures', async (rendition, ladders) => {
    const { plan: made } = await joined([...ladders], { rendition, format: 'm4a', ...auto });

    expect(made).toMatchObject({ engine: 'remux', video: 'none' });
  });

  test.each([
    ['mediaconvert', 'h264', 'the recordings differ: 720p30 of'],
    ['remux', 'copy', 'the engine remux is wanted'],
  ])('of recordings that differ in nothing but their frame rate, by %s, is %s', async (engine, video, words) => {
    const faster = basic.map((one) => ({ ...one, name: '720p60' }));

    const { plan: made } = await joined([basic, faster], { rendition: 'highest', engine });

    expect(made).toMatchObject({ engine, video, engineReason: expect.stringContaining(words) });
  });

  test.each([
    ['sound', [standardLadder, silent] as const, 'no audio'],
    ['pictures', [standardLadder, advancedLadder.slice(-1)] as const, 'no video'],
  ])('of recordings of which one has no %s is refused by name', async (_, ladders, words) => {
    await expect(joined([...ladders], { rendition: 'highest', ...auto })).rejects.toMatchObject({
      name: 'ExportJoinInvalidError',
      message: expect.stringContaining(words),
    });
  });

  test('with a clip takes what the clip touches, from where it does', async () => {
    const converted = await joined([standardLadder, standardLadder, standardLadder], {
      rendition: '480p30',
      ...clip(70, 130),
      ...convert,
    });
    const remuxed = await joined([standardLadder, standardLadder, standardLadder], {
      rendition: '480p30',
      ...clip(70, 110),
      ...auto,
    });

    const inputs = converted.mediaConvertJob!.settings.Inputs;
    expect(inputs.map(({ InputClippings }) => InputClippings)).toEqual([
      [{ StartTimecode: '00:00:10:00' }],
      [{ EndTimecode: '00:00:09:29' }],
    ]);
    expect(remuxed.remuxJob).toMatchObject({ clip: { fromSeconds: 70, toSeconds: 110 } });
    expect(remuxed.remuxJob!.playlistKeys).toHaveLength(2);
    expect(remuxed.export.name).toMatch(/^480p30-join3-[0-9a-f]{6}-clip70s-110s$/);
  });

  test('with a clip in H.264 may be off by what each of them is', async () => {
    const { plan: made } = await joined([basic, basic], { rendition: 'highest', ...h264(480), ...clip(50, 70) });

    expect(made).toMatchObject({ expectedDurationMs: 20_000, durationToleranceMs: 10_000 });
  });

  test('with a clip behind all of them is refused', async () => {
    await expect(
      joined([standardLadder, standardLadder], { rendition: 'highest', ...clip(120) }),
    ).rejects.toMatchObject({
      name: 'ClipOutsideRecordingError',
      message: expect.stringContaining('The 2 recordings last 120.000 s'),
    });
  });

  test('of which one recording is fragmented MP4 says which', async () => {
    const { all, joinWith } = inARow(standardLadder, standardLadder);
    const key = `${joinWith[0]}/media/hls/1080p60/playlist.m3u8`;
    const text = all.storage.textOf(key).replaceAll('.ts', '.mp4');
    all.storage.put(key, { text, sizeBytes: text.length });

    await expect(plan(all, { joinWith, rendition: 'highest', ...auto })).rejects.toMatchObject({
      name: 'ExportNotPossibleError',
      message: expect.stringContaining('of the recording next10000: its segments are fragmented MP4'),
    });
  });

  test('of one that is not there is refused', async () => {
    const { all, joinWith } = inARow(standardLadder, standardLadder);
    const absent = joinWith.map((prefix) => prefix.replace('next1', 'gone1'));

    await expect(plan(all, { joinWith: absent, rendition: 'highest' })).rejects.toMatchObject({
      name: 'RecordingMetadataMissingError',
    });
  });

  test('in the wrong order within a minute is refused by the time in the metadata', async () => {
    const all = makeRecording({ renditions: basic });
    const earlier = makeRecording({ renditions: basic, startedAt: new Date('2026-06-23T20:12:04Z') }, 'earlier00000');
    all.storage.putAll(earlier.storage);

    await expect(plan(all, { joinWith: [earlier.prefix], rendition: 'highest' })).rejects.toMatchObject({
      name: 'ExportJoinInvalidError',
      message: expect.stringContaining('began at 2026-06-23T20:12:04Z, not after'),
    });
  });
});
