/**
 * The same system, synthesized with a bucket that exists already, a list of channels, and two exports by default, each by
 * another engine, with automatic exports switched off, and thumbnails that are kept for 30 days.
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { sendIvsEvent } from '../../../local/run/recording-run.ts';
import { runAgainst } from '../ops/run-against.ts';
import { configurations } from './configurations.ts';
import { began, type Change, withMetadata } from './sample-copies.ts';
import { Stage, typesOf } from './stage.ts';

// Whole systems start here; on a busy machine that takes its time.
jest.setTimeout(120_000);

const ofAnotherChannel: Change = withMetadata((metadata) => {
  Object.assign(metadata, { channel_arn: 'arn:aws:ivs:us-west-2:123456789012:channel/Unlisted0001' });
});

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.start({ configuration: configurations.other });
});
afterAll(() => stage.stop());

test('a recording in the bucket that exists already is played, and the switch holds every export that is configured', async () => {
  const folder = await stage.addRecording('listed', undefined, 'uploaded');
  await sendIvsEvent(stage.system, folder);

  const { processed, exports, exportItems, item, messages } = await stage.outcomeOf(folder);

  expect(stage.system.recordingsBucket).toBe('my-recordings');
  expect(processed.status).toBe('SUCCEEDED');
  expect((await fetch(item.playback.url)).status).toBe(200);
  const states = ['PlanExport', 'WhichEngine?', 'RegisterHold', 'AnnounceHold', 'ExportHeld'];
  expect(exports).toMatchObject([
    { name: 'Qm4TzL9cWx2d-listed-small', status: 'SUCCEEDED', states },
    { name: 'Qm4TzL9cWx2d-listed-medium', status: 'SUCCEEDED', states },
  ]);
  const held = { status: 'held', attention: 'held', hold: { reason: 'automatic-exports-off', minutes: 1 } };
  expect(exportItems).toMatchObject({ small: held, medium: held });
  expect(typesOf(messages).toSorted()).toEqual([
    'recording.export.held',
    'recording.export.held',
    'recording.playback.ready',
  ]);
});

test('what is held is made, each export by its engine, once an operator releases it by one command', async () => {
  const { stderr, exitCode } = await runAgainst(stage.system, ['rerun', '--held', 'listed', '--yes']);
  const { exportItems, messages } = await stage.outcomeOf({ recordingId: 'listed' });
  const again = await runAgainst(stage.system, ['rerun', '--held']);

  expect(stderr).toMatch(/^.* {2}listed +Qm4TzL9cWx2d {2}small +1 {2}automatic-exports-off$/m);
  expect([exitCode, again.exitCode]).toEqual([0, 3]);
  expect(exportItems).toMatchObject({
    small: { status: 'ready', export: { rendition: '160p30', engine: 'remux' } },
    medium: { status: 'ready', export: { rendition: '360p30', engine: 'mediaconvert' } },
  });
  for (const item of Object.values(exportItems)) expect(item).not.toHaveProperty('attention');
  expect(typesOf(messages)).toEqual(['recording.export.ready', 'recording.export.ready']);
});

test('a recording of a channel that is not listed is left alone, whoever tells of it', async () => {
  const folder = await stage.addRecording('unlisted', ofAnotherChannel, 'uploaded');
  await sendIvsEvent(stage.system, folder);
  await stage.system.settle();

  const executions = stage.system.engine.listExecutions(stage.system.processRecordingArn);

  expect(executions.filter(({ name }) => name.includes('unlisted'))).toEqual([]);
  expect(stage.system.logOf('StartProcessing').join('\n')).toContain('ignored');
});

test('an execution that is started past every trigger refuses such a channel by name', async () => {
  const folder = await stage.addRecording('unlistedToo', ofAnotherChannel);

  const { processed } = await stage.run(folder);

  expect(processed).toMatchObject({ status: 'FAILED', error: 'ChannelNotConfiguredError' });
});

test('the schedule deletes the thumbnails of a recording that has come of age, and the catalog promises them no more', async () => {
  const old = await stage.addRecording('old', began(33, 0.001), 'uploaded');
  const { item: before } = await stage.outcomeOf(old);

  stage.system.fireSchedules();
  const { item: after } = await stage.outcomeOf(old);

  expect(before.playback.thumbnailCount).toBe(3);
  const { thumbnailUrl, thumbnailCount, ...rest } = before.playback;
  expect(after).toEqual({ ...before, playback: rest, thumbnailsExpiredAt: expect.any(String) });
  expect((await fetch(thumbnailUrl)).status).not.toBe(200);
  expect((await fetch(rest.url)).status).toBe(200);
  expect(stage.system.logOf('ExpireThumbnails').join('\n')).toContain('"ThumbnailsExpired":3');
});
