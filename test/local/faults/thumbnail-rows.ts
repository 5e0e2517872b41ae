/** What deleting thumbnails calls. */
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { recordingSortKey, toAttributeMap } from '../../../lambdas/shared/contract/catalog.ts';
import { makeRecordingPrefix, parseRecordingPrefix } from '../../../lambdas/shared/contract/recording-location.ts';
import type { FaultStage } from './fault-stage.ts';
import type { MatrixRow, Scenario } from './matrix-row.ts';
import { dayOf, startOf } from './own-day.ts';
import { asynchronousEvent, channelId } from './scenarios.ts';

const prefixOf = (id: string): string =>
  makeRecordingPrefix({
    accountId: '123456789012',
    channelId,
    startedAt: startOf(id),
    recordingId: id,
  });

/** As it was left by process-recording: two pictures, and the latest one. */
async function addRecording(stage: FaultStage, id: string): Promise<void> {
  const { s3, recordingsBucket: Bucket } = stage.system;
  const prefix = prefixOf(id);
  for (const picture of ['thumbnails/thumb0.jpg', 'thumbnails/thumb1.jpg', 'latest_thumbnail/thumb.jpg'])
    await s3.send(new PutObjectCommand({ Bucket, Key: `${prefix}/media/${picture}`, Body: 'picture' }));
  const item = toAttributeMap({
    type: 'recording',
    status: 'playable',
    channelId,
    recordingKey: recordingSortKey(parseRecordingPrefix(prefix)!),
    recordingId: id,
    day: dayOf(id),
    startedAt: `${dayOf(id)}T12:00:00Z`,
    judgedAt: '2026-01-01T00:00:00.000Z',
    recording: { bucket: Bucket, prefix, endedAt: `${dayOf(id)}T13:00:00Z` },
    playback: {
      url: 'http://v/master.m3u8',
      thumbnailUrl: `http://v/${prefix}/media/thumbnails/thumb0.jpg`,
      thumbnailCount: 2,
    },
  });
  await stage.putItems(item);
}

interface Item {
  readonly thumbnailsExpiredAt?: string;
  readonly playback?: { readonly thumbnailUrl?: string; readonly thumbnailCount?: number };
}

const expired = asynchronousEvent({
  stem: 'ExpireThumbnails',
  prepare: addRecording,
  run: (stage, id) => stage.invoke('ExpireThumbnails', { from: dayOf(id), to: dayOf(id) }),
  missing: async (stage, id) => {
    const { recordingsBucket: Bucket, s3 } = stage.system;
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: prefixOf(id) }));
    const left = Contents.map(({ Key = '' }) => Key.replace(`${prefixOf(id)}/media/`, '')).join();
    const [item] = (await stage.itemsOf(id)) as Item[];
    const { thumbnailUrl = '', thumbnailCount } = item?.playback ?? {};
    const isTold =
      item?.thumbnailsExpiredAt !== undefined &&
      thumbnailCount === undefined &&
      thumbnailUrl.endsWith('/media/latest_thumbnail/thumb.jpg');
    return [
      ...(left === 'latest_thumbnail/thumb.jpg' ? [] : [`there is still ${left}`]),
      ...(isTold ? [] : [`the catalog has ${JSON.stringify(item)}`]),
    ];
  },
});

/** Waits for all others and for its end, since a request to delete names its keys in its body alone, by which no cell could tell its own. */
const expiredAlone: Scenario = {
  ...expired,
  prepare: async (stage, id) => {
    await stage.system.lambda.settle();
    await addRecording(stage, id);
  },
  run: async (stage, id) => {
    await expired.run(stage, id);
    await stage.system.lambda.settle();
  },
};

const row = { caller: 'ExpireThumbnails', scenario: expired } as const;
const isLetterOf = (text: string, id: string): boolean => text.includes(`"${dayOf(id)}"`);
const s3 = { ...row, service: 's3', isLetterOf } as const;
const dynamodb = { ...row, service: 'dynamodb', isLetterOf } as const;

/** In the order in which a recording meets them. */
export const thumbnailRows: readonly MatrixRow[] = [
  {
    ...dynamodb,
    call: 'DynamoDB Query',
    of: 'recordings of a day',
    operation: 'Query',
    matches: ({ body }, id) => body.includes(dayOf(id)),
  },
  { ...s3, call: 'S3 ListObjectsV2', of: 'latest thumbnail', operation: 'ListObjectsV2', pattern: /latest_thumbnail/ },
  { ...s3, call: 'S3 ListObjectsV2', of: 'thumbnails', operation: 'ListObjectsV2', pattern: /media\/thumbnails/ },
  { ...dynamodb, call: 'DynamoDB UpdateItem', of: 'no thumbnails promised', operation: 'UpdateItem', pattern: /Count/ },
  {
    ...s3,
    call: 'S3 DeleteObjects',
    operation: 'DeleteObjects',
    scenario: expiredAlone,
    matches: () => true,
    isAlone: 'after',
  },
  { ...dynamodb, call: 'DynamoDB UpdateItem', of: 'they are gone', operation: 'UpdateItem', pattern: /ExpiredAt/ },
];
