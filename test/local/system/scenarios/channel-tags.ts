import { expect, test } from '@jest/globals';
import { withMetadata } from '../sample-copies.ts';
import { only, type Stage, typesOf } from '../stage.ts';

const arnOf = (channelId: string) => `arn:aws:ivs:us-west-2:123456789012:channel/${channelId}`;

/** What a channel says about the exports of its recordings. Each has a channel of its own: what is read of one is kept. */
export function channelTagScenarios(stage: () => Stage): void {
  const recordingOf = (channelId: string, recordingId: string) =>
    stage().addRecording(
      recordingId,
      withMetadata((metadata) => Object.assign(metadata, { channel_arn: arnOf(channelId) })),
    );

  function tag(channelId: string, exports: string, name = ''): void {
    stage().system.ivs.resources.addChannel({ arn: arnOf(channelId), name, tags: { 'recordings:exports': exports } });
  }

  test('a tag names the exports; one that is not configured fails by itself, and the name reaches every message', async () => {
    tag('Tagged000001', 'archive+nope', 'Morning show');
    const folder = await recordingOf('Tagged000001', 'tagged');

    const { processed, exports, messages, exportItems, item } = await stage().run(folder, {
      source: { type: 's3-notification' },
    });

    expect(processed.status).toBe('SUCCEEDED');
    expect(exports.map(({ name, status, error }) => ({ name, status, error }))).toEqual([
      { name: 'Tagged000001-tagged-archive', status: 'SUCCEEDED', error: undefined },
      { name: 'Tagged000001-tagged-nope', status: 'FAILED', error: 'ExportProfileUnknownError' },
    ]);
    expect(typesOf(messages).toSorted()).toEqual([
      'recording.export.failed',
      'recording.export.ready',
      'recording.playback.ready',
    ]);
    for (const { body } of messages) expect(body.recording.channelName).toBe('Morning show');
    expect(only(messages, 'recording.export.failed').body.error.message).toContain('known: archive');
    expect(exportItems).toMatchObject({
      archive: { status: 'ready' },
      nope: { status: 'failed', attention: 'failed' },
    });
    expect(item).toMatchObject({ status: 'playable', findings: [] });
  });

  test('a text that is no name fails by itself as well, and is known by a stand-in', async () => {
    tag('Tagged000002', 'archive social');
    const folder = await recordingOf('Tagged000002', 'oddTag');

    const { processed, exports, exportItems } = await stage().run(folder);

    const [name = ''] = Object.keys(exportItems);
    expect(processed.status).toBe('SUCCEEDED');
    expect(name).toMatch(/^archive-social-[0-9a-f]{8}$/);
    expect(exports).toMatchObject([{ name: `Tagged000002-oddTag-${name}`, error: 'ExecutionInputInvalidError' }]);
    expect(exportItems[name]).toMatchObject({ status: 'failed', attention: 'failed' });
  });

  test('the tag none means no export', async () => {
    tag('Tagged000003', 'none');
    const folder = await recordingOf('Tagged000003', 'noneTag');

    const { processed, exports, messages } = await stage().run(folder);

    expect(processed.status).toBe('SUCCEEDED');
    expect(exports).toEqual([]);
    expect(typesOf(messages)).toEqual(['recording.playback.ready']);
  });
}
