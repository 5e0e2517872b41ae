/** S3's native notifications: which functions hear of a new object. */
import type { S3ObjectCreated } from '../s3/notifications.ts';
import type { BucketNotificationModel } from '../template/system-model.ts';

/** `s3:ObjectCreated:*` covers `ObjectCreated:Put`. */
const covers = (configured: string, eventName: string): boolean =>
  configured.endsWith('*') ? `s3:${eventName}`.startsWith(configured.slice(0, -1)) : configured === `s3:${eventName}`;

/** ARNs of the functions to invoke with the event's body. */
export function functionsToNotify(
  notifications: readonly BucketNotificationModel[],
  { bucket, key, body }: S3ObjectCreated,
): string[] {
  const [record] = body.Records;
  return notifications
    .filter((notification) => notification.bucket === bucket)
    .filter(({ events }) => events.some((configured) => covers(configured, record?.eventName ?? '')))
    .filter(({ prefix, suffix }) => key.startsWith(prefix) && key.endsWith(suffix))
    .map(({ functionArn }) => functionArn);
}
