import { describe, expect, test } from '@jest/globals';
import { planExport } from '../../../lambdas/plan-export/plan-export.ts';
import { planExportInputSchema } from '../../../lambdas/plan-export/schema.ts';
import { remuxExportInputSchema } from '../../../lambdas/remux-export/schema.ts';
import { hd, lowest, type MadeRecording, makeRecording, playlistOf } from '../../fixtures/make-recording.ts';
import { type Configuration, execution, makePorts } from '../../fixtures/step-ports.ts';

const playlistPath = 'media/hls/720p30/playlist.m3u8';

function plan(recording: MadeRecording, wanted: object = {}, options: Partial<Configuration> = {}) {
  const input = { recording: recording.reference, ...wanted };
  return planExport(planExportInputSchema.parse({ input, state: input, execution }), makePorts(recording, options));
}

const highest = (engine?: string) => ({
  export: { rendition: 'highest', ...(engine === undefined ? {} : { engine }) },
});

describe('the engine', () => {
  test.each<[deployment: Configuration['exportEngine'], wish: string | undefined, expected: string]>([
    ['mediaconvert', undefined, 'mediaconvert'],
    ['auto', undefined, 'remux'],
    ['remux', undefined, 'remux'],
    ['mediaconvert', 'auto', 'remux'],
    ['mediaconvert', 'remux', 'remux'],
    ['auto', 'mediaconvert', 'mediaconvert'],
    ['remux', 'mediaconvert', 'mediaconvert'],
    ['remux', 'auto', 'remux'],
  ])('of a deployment with %s and a wish for %s is %s', async (exportEngine, wish, expected) => {
    const planned = await plan(makeRecording(), highest(wish), { exportEngine });

    expect(planned.plan).toMatchObject({ engine: expected, video: 'copy' });
    expect('remuxJob' in planned).toBe(expected === 'remux');
    expect('mediaConvertJob' in planned).toBe(expected === 'mediaconvert');
  });

  test('of a profile wins over that of the deployment', async () => {
    const exportProfiles = { archive: { rendition: 'highest', engine: 'remux' as const } };

    const planned = await plan(makeRecording(), { export: 'archive' }, { exportProfiles });

    expect(planned.plan).toMatchObject({ engine: 'remux', engineReason: 'the engine remux is wanted' });
  });

  test('auto says why it takes remux', async () => {
    const planned = await plan(makeRecording(), highest('auto'));

    expect(planned.plan.engineReason).toBe('the frames can be carried as they are');
  });

  test('that nobody knows is refused with those that there are', async () => {
    await expect(plan(makeRecording(), highest('ffmpeg'))).rejects.toMatchObject({
      name: 'ExecutionInputInvalidError',
      message: expect.stringContaining('must be one of mediaconvert, auto, remux'),
    });
  });
});

test('a plan for remux is small, and is what remux-export takes', async () => {
  const recording = makeRecording({ segmentCount: 3000 });

  const planned = await plan(recording, highest('remux'));

  expect(planned.remuxJob).toEqual({
    playlistKeys: [recording.key(playlistPath)],
    tracks: 'all',
    sourceBytes: sizeOf(recording, 3000),
  });
  expect(JSON.stringify(planned).length).toBeLessThan(2000);
  const { brake: _, ...expected } = planned;
  expect(remuxExportInputSchema.parse({ planned, execution }).planned).toEqual(expected);
});

test('the bytes of byte ranges are counted as the playlist has them', async () => {
  const recording = makeRecording().edit(playlistPath, (text) =>
    text.replaceAll(/(\d)\.ts/g, '#EXT-X-BYTERANGE:1000@0\n$1.ts'),
  );

  expect((await plan(recording, highest('remux'))).remuxJob?.sourceBytes).toBe(6000);
});

test('the choice asks the storage for nothing that planning does not ask for anyway', async () => {
  const chosen = makeRecording();
  const other = makeRecording();

  await plan(chosen, highest('auto'));
  await plan(other, highest('mediaconvert'));

  expect(chosen.storage.requests).toEqual(other.storage.requests);
});

const edited = (edit: (text: string) => string) => (recording: MadeRecording) => recording.edit(playlistPath, edit);
const codecs = (value: string) => ({ renditions: [{ ...hd, codecs: value }, lowest] });

/** What remux cannot carry, and whether MediaConvert takes it. */
const obstacles: [
  what: string,
  shape: Parameters<typeof makeRecording>[0],
  spoil: (recording: MadeRecording) => unknown,
  words: string,
  isConvertible: boolean,
][] = [
  [
    'HEVC',
    codecs('hvc1.1.6.L93.B0,mp4a.40.2'),
    () => {},
    'its codec hvc1.1.6.L93.B0 is neither H.264 nor AAC-LC',
    true,
  ],
  ['HE-AAC', codecs('avc1.4D401F,mp4a.40.5'), () => {}, 'its codec mp4a.40.5 is neither', true],
  ['AC-3', codecs('avc1.4D401F,ac-3'), () => {}, 'its codec ac-3 is neither', true],
  [
    'a missing segment',
    {},
    (recording) => recording.remove('media/hls/720p30/3.ts'),
    'the segment 3.ts is missing, 30.0 s into',
    true,
  ],
  [
    'several missing segments',
    {},
    (recording) => recording.remove('media/hls/720p30/1.ts', 'media/hls/720p30/2.ts', 'media/hls/720p30/4.ts'),
    'the segment 1.ts is missing, 10.0 s into the recording, one of 3 segments',
    true,
  ],
  [
    'an empty segment',
    {},
    (recording) => recording.put('media/hls/720p30/5.ts', { sizeBytes: 0 }),
    'the segment 5.ts is empty',
    true,
  ],
  ['a gap', {}, edited((text) => text.replace('#EXTINF', '#EXT-X-GAP\n#EXTINF')), 'the segment 0.ts is missing', true],
  [
    'key frames only',
    {},
    edited((text) => text.replace('#EXTINF', '#EXT-X-I-FRAMES-ONLY\n#EXTINF')),
    'key frames only',
    true,
  ],
  ['a URI that leads out', {}, edited((text) => text.replace('\n3.ts', '\n../480p30/3.ts')), 'climbs-out', true],
  ['an open end', {}, edited((text) => text.replace('#EXT-X-ENDLIST', '')), 'EXT-X-ENDLIST', false],
  [
    'encryption',
    {},
    edited((text) => text.replace('#EXTINF', '#EXT-X-KEY:METHOD=AES-128,URI="k"\n#EXTINF')),
    'EXT-X-KEY with METHOD=AES-128',
    false,
  ],
  ['fragmented MP4', {}, edited((text) => text.replaceAll('.ts', '.mp4')), 'fragmented MP4', false],
  ['no segments', {}, (recording) => recording.putText(playlistPath, playlistOf(0)), 'names no segment', false],
  ['no playlist', {}, (recording) => recording.remove(playlistPath), 'the playlist is missing', false],
  ['a broken playlist', {}, (recording) => recording.putText(playlistPath, 'x'), 'cannot be read', false],
];

describe.each(obstacles)('with %s', (_, shape, spoil, words, isConvertible) => {
  const spoilt = (): MadeRecording => {
    const recording = makeRecording(shape);
    spoil(recording);
    return recording;
  };

  test('remux refuses by name, saying what to do', async () => {
    const planning = plan(spoilt(), highest('remux'));

    await expect(planning).rejects.toMatchObject({ name: 'ExportNotCarriableError' });
    await expect(planning).rejects.toThrow(words);
    await expect(planning).rejects.toThrow(`remux cannot export ${makeRecording().key(playlistPath)}: `);
    await expect(planning).rejects.toThrow('with the engine auto or mediaconvert');
  });

  test(isConvertible ? 'auto takes MediaConvert, and says why' : 'auto refuses, as MediaConvert would', async () => {
    const planning = plan(spoilt(), highest('auto'));

    if (!isConvertible) return expect(planning).rejects.toMatchObject({ name: 'ExportNotPossibleError' });
    const { plan: made, mediaConvertJob } = await planning;
    expect(made).toMatchObject({ engine: 'mediaconvert', video: 'copy' });
    expect(made.engineReason).toContain('remux cannot carry it: ');
    expect(made.engineReason).toContain(words);
    expect(mediaConvertJob).toBeDefined();
  });
});

describe('a recording that remux would not finish in its time', () => {
  // 800 s of work are allowed.
  const recording = makeRecording();
  const sourceBytes = sizeOf(recording, 6);
  const tooSlow = Math.ceil(sourceBytes / 800) - 1;

  test('is refused by name, with the arithmetic', async () => {
    const planning = plan(recording, highest('remux'), { remuxBytesPerSecond: tooSlow });

    await expect(planning).rejects.toMatchObject({ name: 'ExportTooLongError' });
    await expect(planning).rejects.toThrow(
      /it is too long: \d+\.\d GB at \d+\.\d MB\/s take 801 s, of which its Lambda has 800/,
    );
  });

  test('goes to MediaConvert with auto, and the message says why', async () => {
    const { plan: made } = await plan(recording, highest('auto'), { remuxBytesPerSecond: tooSlow });

    expect(made).toMatchObject({ engine: 'mediaconvert', engineReason: expect.stringContaining('it is too long') });
  });

  test('is just short enough for it at a byte a second more', async () => {
    const { plan: made } = await plan(recording, highest('remux'), { remuxBytesPerSecond: tooSlow + 1 });

    expect(made.engine).toBe('remux');
  });
});

test('13 h at the most that IVS takes in are short enough, and 14 h are not', async () => {
  const bytesPerSegment = (10 * 8_500_000) / 8;
  const recordingOf = (hours: number): MadeRecording => {
    const segmentCount = hours * 360;
    const recording = makeRecording({ segmentCount, renditions: [hd] });
    for (let index = 0; index < segmentCount; index++) {
      recording.put(`media/hls/720p30/${index}.ts`, { sizeBytes: bytesPerSegment });
    }
    return recording;
  };

  expect((await plan(recordingOf(13), highest('auto'))).plan.engine).toBe('remux');
  expect((await plan(recordingOf(14), highest('auto'))).plan.engine).toBe('mediaconvert');
});

describe('after remux refused in the middle', () => {
  /** Enters the state as the Catch and NoteRefusal of the definition do. */
  async function planAfter(
    engine: 'auto' | 'remux',
    refusal: { Error?: string; Cause?: string },
    { refusedIn = 0, plannedIn = 0 } = {},
  ) {
    const recording = makeRecording();
    const input = { recording: recording.reference, ...highest(engine) };
    const ports = makePorts(recording);
    const planned = await planExport(planExportInputSchema.parse({ input, state: input, execution }), ports);
    const state = { ...planned, refusal, refusedIn: { redriveCount: refusedIn } };
    const event = { input, state, execution: { ...execution, redriveCount: plannedIn } };
    return planExport(planExportInputSchema.parse(event), ports);
  }

  const failure = (name: string, errorMessage: string) => ({
    Error: name,
    Cause: JSON.stringify({ errorType: name, errorMessage, trace: [] }),
  });
  const notCarriable = failure(
    'ExportNotCarriableError',
    'Segment 17.ts … (parameter-sets-changed): 1280x720, then 640x360.',
  );
  const outOfTime = failure('ExportTimeExceededError', 'The export was 80 % done.');

  test('auto encodes what cannot be carried as it is, and says what remux found', async () => {
    const { plan: made, mediaConvertJob, remuxJob } = await planAfter('auto', notCarriable);

    expect(made).toMatchObject({ engine: 'mediaconvert', video: 'h264', audio: 'aac' });
    expect(made.engineReason).toBe(
      'encoded by MediaConvert, since remux could not carry it: Segment 17.ts … (parameter-sets-changed): 1280x720, then 640x360.',
    );
    expect(mediaConvertJob?.settings.OutputGroups[0]?.Outputs[0]?.VideoDescription?.CodecSettings.Codec).toBe('H_264');
    expect(remuxJob).toBeUndefined();
  });

  test('auto copies what was only too slow', async () => {
    const { plan: made } = await planAfter('auto', outOfTime);

    expect(made).toMatchObject({ engine: 'mediaconvert', video: 'copy' });
    expect(made.engineReason).toContain('The export was 80 % done.');
  });

  test.each([
    ['what it found', notCarriable, '1280x720, then 640x360.'],
    ['that its time was up', outOfTime, '80 % done'],
  ])('the demand for remux fails with %s', async (_, refusal, words) => {
    const planning = planAfter('remux', refusal);

    await expect(planning).rejects.toMatchObject({ name: refusal.Error });
    await expect(planning).rejects.toThrow(words);
  });

  test.each(['auto', 'remux'] as const)('a redrive makes history of it: with %s, remux tries again', async (engine) => {
    const { plan: made } = await planAfter(engine, notCarriable, { refusedIn: 0, plannedIn: 1 });

    expect(made.engine).toBe('remux');
  });

  test.each([
    ['text', { Error: 'ExportNotCarriableError', Cause: 'no JSON' }, 'no JSON'],
    ['other JSON', { Error: 'ExportNotCarriableError', Cause: '[1]' }, '[1]'],
    ['nothing', {}, 'it gave no reason'],
  ])('a cause that is %s is told as it is', async (_, refusal, words) => {
    expect((await planAfter('auto', refusal)).plan.engineReason).toContain(words);
  });

  test('a long finding is cut short, since it travels in messages', async () => {
    const { plan: made } = await planAfter('auto', failure('ExportNotCarriableError', 'x'.repeat(10_000)));

    expect(made.engineReason.length).toBeLessThan(700);
  });
});

function sizeOf(recording: MadeRecording, segmentCount: number): number {
  return [...Array(segmentCount).keys()].reduce(
    (sum, index) => sum + recording.storage.sizeOf(recording.key(`media/hls/720p30/${index}.ts`)),
    0,
  );
}
