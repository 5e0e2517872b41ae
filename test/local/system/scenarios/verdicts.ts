import { describe, expect, test } from '@jest/globals';
import { catalogItemSchema } from '../../../../lambdas/shared/contract/catalog.ts';
import { notificationSchema } from '../../../../lambdas/shared/contract/notification.ts';
import { nothingRecorded, putBack, withMetadata, without } from '../sample-copies.ts';
import { only, type Stage, typesOf } from '../stage.ts';

const multivariant = 'media/hls/master.m3u8';
const segment = 'media/hls/720p30/1.ts';

/** Recordings that are not as they should be. */
export function verdictScenarios(stage: () => Stage): void {
  test('a recording of nothing is announced as empty, and no export is started', async () => {
    const folder = await stage().addRecording('empty', nothingRecorded);

    const { processed, exports, messages, item } = await stage().run(folder);

    expect(processed).toMatchObject({
      status: 'SUCCEEDED',
      states: [
        'ValidateRecording',
        'IsPlayable?',
        'RegisterEmptyRecording',
        'AnnounceEmptyRecording',
        'RecordingEmpty',
      ],
    });
    expect(exports).toEqual([]);
    expect(messages).toMatchObject([{ body: { id: 'Qm4TzL9cWx2d/empty/recording.empty', type: 'recording.empty' } }]);
    expect(notificationSchema.parse(messages[0]?.body)).toEqual(messages[0]?.body);
    expect(item).toMatchObject({ status: 'empty', findings: [] });
    expect(catalogItemSchema.parse(item)).toEqual(item);
  });

  describe.each([
    {
      what: 'no multivariant playlist',
      recordingId: 'noMultivariant',
      missing: [multivariant],
      reason: 'master.m3u8 is missing',
    },
    {
      what: 'no media but its multivariant playlist',
      recordingId: 'noMedia',
      missing: ['720p30', '480p30', '360p30', '160p30'].map((rendition) => `media/hls/${rendition}`),
      reason: 'none of the 4 renditions can be played (720p30: ',
    },
  ])('a recording with $what', ({ recordingId, missing, reason }) => {
    const error = 'RecordingDamagedError';

    test('is reported by name and in the catalog, and can be redriven once it is mended', async () => {
      const folder = await stage().addRecording(recordingId, without(...missing));
      const name = `Qm4TzL9cWx2d-${recordingId}`;

      const failed = await stage().run(folder);

      expect(failed.processed).toMatchObject({ status: 'FAILED', error, states: ['ValidateRecording'] });
      expect(failed.exports).toEqual([]);
      expect(failed.messages).toMatchObject([
        {
          subject: 'Recording failed: Qm4TzL9cWx2d',
          attributes: { type: 'recording.failed', channelId: 'Qm4TzL9cWx2d', recordingId },
          body: {
            id: `Qm4TzL9cWx2d/${recordingId}/recording.failed/${name}/0`,
            playbackStands: false,
            error: {
              name: error,
              message: expect.stringContaining(reason),
              state: 'ValidateRecording',
              redrivable: true,
              consoleUrl: expect.stringContaining(`ProcessRecording:${name}`),
            },
          },
        },
      ]);
      expect(notificationSchema.parse(failed.messages[0]?.body)).toEqual(failed.messages[0]?.body);
      expect(failed.item).toMatchObject({
        status: 'failed',
        attention: 'failed',
        failure: { name: error, state: 'ValidateRecording' },
      });
      expect(failed.item).not.toHaveProperty('playback');
      expect(catalogItemSchema.parse(failed.item)).toEqual(failed.item);

      for (const file of missing) putBack(folder.directory, file);
      const mended = await stage().redrive(failed.processed.executionArn, folder);

      expect(mended.processed).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
      expect(typesOf(mended.messages)).toEqual(['recording.playback.ready', 'recording.export.ready']);
      expect(only(mended.messages, 'recording.playback.ready').body.execution.redriveCount).toBe(1);
      expect(mended.item).toMatchObject({ status: 'playable' });
      expect(mended.item).not.toHaveProperty('attention');
      expect(mended.item).not.toHaveProperty('failure');
    });
  });

  test('a recording that IVS is still writing is tried again until all of it is there', async () => {
    const folder = await stage().addRecording('stillWriting', (directory) => {
      without(segment)(directory);
      withMetadata((metadata) => {
        metadata.recording_ended_at = `${new Date(Date.now() - 60_000).toISOString().slice(0, 19)}Z`;
      })(directory);
    });
    const errors: unknown[] = [];
    stage().faults.at(folder.recordingId, 'ValidateRecording', async (run) => {
      const result = run();
      return result.catch((error: unknown) => {
        errors.push(error);
        putBack(folder.directory, segment);
        throw error;
      });
    });

    const { processed, messages } = await stage().run(folder, { exports: [] });

    expect(errors).toMatchObject([{ error: 'RecordingNotReadyError' }]);
    expect(processed).toMatchObject({ status: 'SUCCEEDED', redriveCount: 0 });
    expect(typesOf(messages)).toEqual(['recording.playback.ready']);
  });
}
