import { expect, test } from '@jest/globals';
import { catalogItemSchema } from '../../../../lambdas/shared/contract/catalog.ts';
import { notificationSchema } from '../../../../lambdas/shared/contract/notification.ts';
import { withMetadata } from '../sample-copies.ts';
import { type Stage, typesOf } from '../stage.ts';

const arn = 'arn:aws:ivs:us-west-2:123456789012:channel/Private00001';

/** What becomes of recordings of a channel whose live stream takes a token. */
export function privateChannelScenarios(stage: () => Stage): void {
  test('a recording of a private channel is kept, exported and announced, and no URL of it is told anywhere', async () => {
    stage().system.ivs.resources.addChannel({ arn, authorized: true });
    const folder = await stage().addRecording(
      'private',
      withMetadata((metadata) => Object.assign(metadata, { channel_arn: arn })),
    );
    const exports = [{ name: 'small', rendition: '160p30', engine: 'remux' }];

    const { processed, messages, item, exportItems } = await stage().run(folder, { exports });

    expect(processed.status).toBe('SUCCEEDED');
    expect(typesOf(messages)).toEqual(['recording.playback.withheld', 'recording.export.withheld']);
    for (const { body } of messages) expect(notificationSchema.parse(body)).toEqual(body);
    for (const each of [item, exportItems.small]) expect(catalogItemSchema.parse(each)).toEqual(each);
    expect(item).toMatchObject({ status: 'playable', access: 'withheld' });
    expect(exportItems.small).toMatchObject({ status: 'ready', access: 'withheld', export: { name: 'small' } });
    expect(JSON.stringify([messages, item, exportItems])).not.toContain('http:');
  });
}
