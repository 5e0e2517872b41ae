/** What a recording has come to, without what differs from run to run, so that two ends can be compared. */
import { ListMultipartUploadsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { ReceivedMessage } from '../../../../local/messaging/messaging.ts';
import type { LocalSystem } from '../../../../local/system/start-system.ts';
import type { Parsed } from '../stage.ts';

/** See the file's comment. */
export interface End {
  /** The recording's and its exports', by their sort key. */
  readonly items: Readonly<Record<string, Parsed>>;
  readonly exportFiles: readonly string[];
  readonly openUploads: readonly string[];
}

/** Of items and messages: when, and by which execution. */
const differing = new Set(['time', 'at', 'asOf', 'judgedAt', 'verifiedAt', 'run', 'execution']);

/** Ids are as long as this in every test, so that sizes are the same. */
const comparable = (value: unknown, recordingId: string): Parsed =>
  JSON.parse(
    JSON.stringify(value, (key, inner) => (differing.has(key) ? undefined : inner))
      // A hold is told of each execution by itself, as a failure is (docs/notifications.md).
      .replaceAll(/(recording\.export\.held\/[^"]*)-op(?=")/g, '$1')
      .replaceAll(recordingId, 'RECORDING')
      .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'http://playback'),
  );

export async function endOf(system: LocalSystem, recordingId: string): Promise<End> {
  const items = (await system.catalog.itemsOfRecording(recordingId)) as Parsed[];
  const bucket = system.model.buckets.find((name) => name.includes('exports'));
  const { Contents = [] } = await system.s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  const { Uploads = [] } = await system.s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
  const isOurs = ({ Key = '' }) => Key.split('/')[1] === recordingId;
  return comparable(
    {
      items: Object.fromEntries(items.map((item) => [item.recordingKey, item])),
      exportFiles: Contents.filter(isOurs).map(({ Key, Size }) => `${Key} ${Size}`),
      openUploads: Uploads.filter(isOurs).map(({ Key }) => Key),
    },
    recordingId,
  );
}

const isFailure = ({ body }: { body: Parsed }): boolean => /^recording\.(export\.)?failed$/.test(body.type);

/** Messages about one recording: those of failures, and the others by their ids. */
export function newsOf(messages: readonly ReceivedMessage[], recordingId: string) {
  const ours = messages.filter(({ attributes }) => attributes.recordingId === recordingId) as { body: Parsed }[];
  return {
    failures: ours.filter(isFailure).map(({ body }) => body),
    news: withoutRepetition(
      ours.filter((message) => !isFailure(message)),
      recordingId,
    ),
  };
}

/** Messages by their ids, as a subscriber keeps them who drops what he knows. */
export function withoutRepetition(messages: readonly { body: Parsed }[], recordingId: string): Record<string, Parsed> {
  const known: Record<string, Parsed> = {};
  for (const message of messages) {
    const { id } = message.body;
    const [before, now] = [known[id] ?? message, message].map((one) => JSON.stringify(comparable(one, recordingId)));
    if (before !== now) throw new Error(`${id} says two things: ${before} and ${now}`);
    known[id] = message;
  }
  return comparable(known, recordingId);
}
