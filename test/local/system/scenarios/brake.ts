import { describe, expect, test } from '@jest/globals';
import { notificationSchema } from '../../../../lambdas/shared/contract/notification.ts';
import { edited, withMetadata } from '../sample-copies.ts';
import { only, type Stage, typesOf } from '../stage.ts';
import { failsWith } from '../task-faults.ts';
import { transientErrors } from './service-failures.ts';

const automatic = { source: { type: 'backfill' } };
const wish = (name: string) => ({ name, rendition: '160p30', engine: 'remux' });
const heldStates = ['PlanExport', 'WhichEngine?', 'RegisterHold', 'AnnounceHold', 'ExportHeld'];

/** The limit of a day's exports, of a stage that is configured as `braked`. The scenarios share the day's counter, so their order matters. */
export function brakeScenarios(stage: () => Stage): void {
  const releaseOf = (recording: string, prefix: string, name: string) =>
    stage().runExport(
      recording,
      JSON.stringify({
        recording: { bucket: stage().system.recordingsBucket, prefix },
        export: wish(name),
        source: { type: 'operator' },
      }),
      `Qm4TzL9cWx2d-${recording}-${name}-released`,
    );

  describe('the minutes of a day', () => {
    test('go to as many exports as fit, however many begin at once; the others are held, and released on demand', async () => {
      const folder = await stage().addRecording('limited');

      const first = await stage().run(folder, { ...automatic, exports: ['a', 'b', 'c'].map(wish) });

      const held = Object.values(first.exportItems).filter(({ status }) => status === 'held');
      const [{ exportName: name }] = held;
      const message = only(first.messages, 'recording.export.held');
      expect(first.exports.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
      expect(typesOf(first.messages).toSorted()).toEqual([
        'recording.export.held',
        'recording.export.ready',
        'recording.export.ready',
        'recording.playback.ready',
      ]);
      expect(held).toHaveLength(1);
      expect(held[0]).toMatchObject({
        attention: 'held',
        hold: { reason: 'daily-limit', minutes: 1, minutesPerDay: 2 },
      });
      expect(notificationSchema.parse(message.body)).toEqual(message.body);
      expect(message.body).toMatchObject({ export: { name }, hold: { reason: 'daily-limit' } });
      expect(first.exports.map(({ states }) => states)).toContainEqual([
        'PlanExport',
        'WhichEngine?',
        'ReserveMinutes',
        'RegisterHold',
        'AnnounceHold',
        'ExportHeld',
      ]);

      const released = await releaseOf('limited', folder.prefix, name);

      expect(released.exports.at(-1)).toMatchObject({ status: 'SUCCEEDED' });
      expect(released.exports.at(-1)?.states).not.toContain('ReserveMinutes');
      expect(released.exportItems[name]).toMatchObject({ status: 'ready', export: { name } });
      expect(released.exportItems[name]).not.toHaveProperty('hold');
      expect(released.exportItems[name]).not.toHaveProperty('attention');
    });

    test('do not take back the file that an earlier run has made', async () => {
      const folder = await stage().addRecording('heldAgain');
      await stage().run(folder, { exports: [wish('a')] });

      const again = await stage().run(folder, { ...automatic, exports: [wish('a')] }, 'Qm4TzL9cWx2d-heldAgain-bf1');

      expect(again.exports.at(-1)?.states).toEqual([
        'PlanExport',
        'WhichEngine?',
        'ReserveMinutes',
        ...heldStates.slice(2),
      ]);
      expect(typesOf(again.messages)).toContain('recording.export.held');
      expect(again.exportItems.a).toMatchObject({ status: 'ready' });
      expect(again.exportItems.a).not.toHaveProperty('attention');
    });
  });

  test('every state of an export that is held outlasts one failure of each kind that its Retry names', async () => {
    const folder = await stage().addRecording('outlastsHold');
    for (const { name, errors } of transientErrors) {
      stage().faults.at(folder.recordingId, name, ...errors.map((error) => failsWith(error)));
    }

    const { exports, exportItems } = await stage().run(folder, automatic);

    expect(exports).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(exportItems.small).toMatchObject({ status: 'held' });
    for (const state of ['ReserveMinutes', 'RegisterHold', 'AnnounceHold'])
      expect(stage().faults.left(folder.recordingId)).not.toContain(state);
  });

  test('a hold whose announcement fails for good stays a hold, and is announced by a redrive', async () => {
    const folder = await stage().addRecording('quietHold');
    stage().faults.at(folder.recordingId, 'AnnounceHold', failsWith('SNS.InvalidParameterException'));

    const failed = await stage().run(folder, automatic);
    const redriven = await stage().redrive(failed.exports[0]!.executionArn, folder);

    expect(typesOf(failed.messages)).toContain('recording.export.failed');
    expect(failed.exportItems.small).toMatchObject({ status: 'held', attention: 'failed' });
    expect(typesOf(redriven.messages)).toEqual(['recording.export.held']);
    expect(redriven.exportItems.small).toMatchObject({ status: 'held', attention: 'held' });
    expect(redriven.exportItems.small).not.toHaveProperty('failure');
  });

  test('an export that has more minutes than a day is held at once', async () => {
    const longer = edited('media/hls/160p30/playlist.m3u8', (text) =>
      text.replace(/#EXTINF:[\d.]+/, '#EXTINF:500').replace('TARGETDURATION:12', 'TARGETDURATION:500'),
    );
    const folder = await stage().addRecording('tooLong', longer);

    const { exports, messages, exportItems } = await stage().run(folder, automatic);

    expect(exports.map(({ states }) => states)).toEqual([heldStates]);
    expect(typesOf(messages)).toEqual(['recording.playback.ready', 'recording.export.held']);
    expect(exportItems.small).toMatchObject({ status: 'held', attention: 'held' });
  });

  test('an IVS that does not answer keeps no recording from its playback or its default exports', async () => {
    // No container has read this channel before.
    const channel_arn = 'arn:aws:ivs:us-west-2:123456789012:channel/Gone00000001';
    const folder = await stage().addRecording(
      'ivsGone',
      withMetadata((metadata) => Object.assign(metadata, { channel_arn })),
    );
    await stage().system.ivs.stop();

    const { processed, item, exports } = await stage().run(folder);

    expect(processed.status).toBe('SUCCEEDED');
    expect(item).toMatchObject({ status: 'playable', findings: [{ code: 'channel-unreadable' }] });
    expect(exports.map(({ name, status }) => ({ name, status }))).toEqual([
      { name: 'Gone00000001-ivsGone-small', status: 'SUCCEEDED' },
    ]);
    expect(stage().system.logOf('ValidateRecording').join('\n')).toContain('The channel could not be read');
  });
}
