/** What can be ordered of which recording, by which engine it is made, and why it is refused. */
import { describe, expect, test } from '@jest/globals';
import { planExport } from '../../../lambdas/plan-export/plan-export.ts';
import { planExportInputSchema } from '../../../lambdas/plan-export/schema.ts';
import { execution, makePorts } from '../../fixtures/step-ports.ts';
import { ofRenditions, standard, withPictures, withPlaylists } from './made-recordings.ts';
import { auto, h264, plan, requireSound } from './order-export.ts';
import { refused } from './refusal-rows.ts';
import { clipRows, encodeRows, formatRows, renditionRows } from './wish-rows.ts';

describe.each([
  ['a rendition', renditionRows],
  ['a format', formatRows],
  ['an encode', encodeRows],
  ['a clip', clipRows],
])('ordering %s', (_, rows) => {
  test.each(rows)('%s', async (_order, make, wish, expected) => {
    const recording = make();

    const planned = await plan(recording, wish);

    requireSound(planned, recording);
    const { plan: made, export: target } = planned;
    const {
      engine,
      rendition,
      video,
      audio,
      name,
      seconds = made.expectedDurationMs / 1000,
      size,
      reason = '',
    } = expected;
    const found = { ...made, ...target };
    expect(found).toMatchObject(definedOf({ engine, rendition, video, audio, name }));
    expect(made.expectedDurationMs).toBe(seconds * 1000);
    expect(target.size).toEqual(size);
    if (planned.remuxJob !== undefined) {
      expect(planned.remuxJob.tracks).toBe(target.format === 'm4a' ? 'audio' : 'all');
    }
    expect(made.engineReason).toContain(reason);
  });
});

const definedOf = (values: object): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

test.each(refused)('%s is refused before anything is paid', async (_, make, wish, name, words) => {
  const planning = plan(make(), wish);

  await expect(planning).rejects.toMatchObject({ name, message: expect.stringContaining(words) });
});

test('a size that changes in the middle, which remux alone sees, is encoded at the size of the beginning', async () => {
  const recording = standard();
  const input = { recording: recording.reference, export: { rendition: '720p60', ...auto } };
  const planned = await plan(recording, input.export);
  const Cause = JSON.stringify({ errorMessage: 'Segment 3.ts … (parameter-sets-changed): 1280x720, then 640x360.' });
  const state = { ...planned, refusal: { Error: 'ExportNotCarriableError', Cause }, refusedIn: { redriveCount: 0 } };

  const again = await planExport(planExportInputSchema.parse({ input, state, execution }), makePorts(recording));

  requireSound(again, recording);
  expect(again.plan).toMatchObject({ engine: 'mediaconvert', video: 'h264', audio: 'aac' });
  expect(again.plan.engineReason).toContain('640x360');
});

test('what remux gave up and MediaConvert cannot make either fails with both reasons', async () => {
  const recording = withPlaylists(standard(), (text) => text.replace('VERSION:3', 'VERSION:6'));
  const input = { recording: recording.reference, export: { rendition: 'highest', ...auto } };
  const planned = await plan(recording, input.export);
  const refusal = { Error: 'ExportNotCarriableError', Cause: '{"errorMessage":"the size changes."}' };
  const state = { ...planned, refusal, refusedIn: { redriveCount: 0 } };

  const replanning = planExport(planExportInputSchema.parse({ input, state, execution }), makePorts(recording));

  await expect(replanning).rejects.toMatchObject({
    name: 'ExportNotCarriableError',
    message:
      'the size changes. Nor can MediaConvert make the export: its EXT-X-VERSION is 6, and MediaConvert reads up to 4.',
  });
});

test('an encode of a deployment whose engine is remux is made by MediaConvert', async () => {
  const { plan: made } = await plan(standard(), { rendition: 'highest', video: 'h264' }, { exportEngine: 'remux' });

  expect(made).toMatchObject({ engine: 'mediaconvert', video: 'h264' });
});

test('an encode by remux contradicts itself, also where the engine of the deployment is remux', async () => {
  const wish = { rendition: 'highest', video: 'h264', engine: 'remux' };

  await expect(plan(standard(), wish, { exportEngine: 'remux' })).rejects.toMatchObject({
    name: 'ExportNotCarriableError',
    message: expect.stringContaining('H.264 is to be encoded'),
  });
});

test('sound alone that remux could not carry is encoded, without pictures', async () => {
  const recording = standard();
  const input = { recording: recording.reference, export: { rendition: 'highest', format: 'm4a', ...auto } };
  const planned = await plan(recording, input.export);
  const refusal = { Error: 'ExportNotCarriableError', Cause: '{"errorMessage":"the sample rate changes."}' };
  const state = { ...planned, refusal, refusedIn: { redriveCount: 0 } };

  const again = await planExport(planExportInputSchema.parse({ input, state, execution }), makePorts(recording));

  requireSound(again, recording);
  expect(again.plan).toMatchObject({ engine: 'mediaconvert', video: 'none', audio: 'aac' });
});

test('fewer lines than nobody knows how many are refused, and not made as large as they are', async () => {
  const nameless = { name: 'source', bandwidth: 1_000_000, codecs: 'avc1.4D401F,mp4a.40.2' };
  const recording = ofRenditions([nameless]);

  await expect(plan(recording, { rendition: 'highest', ...h264(48) })).rejects.toMatchObject({
    name: 'ExportNotPossibleError',
    message: expect.stringContaining('Pictures of at most 48 lines are wanted, and how large'),
  });
  await expect(plan(recording, { rendition: 'highest', ...h264() })).resolves.toMatchObject({
    plan: { video: 'h264' },
  });
});

test('a size that only the pictures tell is taken from them', async () => {
  const nameless = { name: 'source', bandwidth: 1_000_000, codecs: 'avc1.4D401F,mp4a.40.2' };
  const recording = withPictures(ofRenditions([nameless]));

  const { export: target } = await plan(recording, { rendition: 'highest', ...h264(48) });

  // Of 160 x 90.
  expect(target.size).toEqual({ width: 86, height: 48 });
});
