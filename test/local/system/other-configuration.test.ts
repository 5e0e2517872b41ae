/** The same system, synthesized with a bucket that exists already, a list of channels, and two exports by default, each by another engine. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { sendIvsEvent } from '../../../local/run/recording-run.ts';
import { type Change, withMetadata } from './sample-copies.ts';
import { Stage } from './stage.ts';

// Whole systems start here; on a busy machine that takes its time.
jest.setTimeout(120_000);

const ofAnotherChannel: Change = withMetadata((metadata) => {
  Object.assign(metadata, { channel_arn: 'arn:aws:ivs:us-west-2:123456789012:channel/Unlisted0001' });
});

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.start({
    configuration: {
      recordingsBucketName: 'my-recordings',
      channelArns: ['arn:aws:ivs:us-west-2:123456789012:channel/Qm4TzL9cWx2d'],
      engine: 'auto',
      exports: { small: { rendition: '160p30' }, medium: { rendition: '360p30', engine: 'mediaconvert' } },
      defaultExports: ['small', 'medium'],
    },
  });
});
afterAll(() => stage.stop());

test('a recording in the bucket that exists already gets every export that is configured', async () => {
  const folder = await stage.addRecording('listed', undefined, 'uploaded');
  await sendIvsEvent(stage.system, folder);

  const { processed, exports, exportItems, item } = await stage.outcomeOf(folder);

  expect(stage.system.recordingsBucket).toBe('my-recordings');
  expect(processed.status).toBe('SUCCEEDED');
  expect(exports.map(({ name, status }) => ({ name, status }))).toEqual([
    { name: 'Qm4TzL9cWx2d-listed-small', status: 'SUCCEEDED' },
    { name: 'Qm4TzL9cWx2d-listed-medium', status: 'SUCCEEDED' },
  ]);
  expect(exportItems).toMatchObject({
    small: { export: { rendition: '160p30', engine: 'remux' } },
    medium: { export: { rendition: '360p30', engine: 'mediaconvert' } },
  });
  expect((await fetch(item.playback.url)).status).toBe(200);
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
