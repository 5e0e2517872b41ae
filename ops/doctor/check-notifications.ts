import { metadataFileNames } from '../../lambdas/shared/contract/object-keys.ts';
import { type Finding, fault, ok } from './check.ts';
import type { BucketNotification, DoctorPorts } from './doctor-ports.ts';

/** Every recording is below it. */
const recordingsFolder = 'ivs/v1/';

/** Whether S3 tells start-processing of each kind of metadata file. Others may have notifications on the same bucket. */
export async function checkNotifications(
  bucket: string,
  functionArn: string,
  { bucketNotifications }: Pick<DoctorPorts, 'bucketNotifications'>,
): Promise<Finding> {
  const ours = (await bucketNotifications(bucket)).filter((each) => each.functionArn === functionArn);
  const suffixes = metadataFileNames.map((name) => `/events/${name}`);
  const missing = suffixes.filter((suffix) => !ours.some((notification) => tellsOf(notification, suffix)));
  if (missing.length === 0) return ok(`${bucket} tells of ${metadataFileNames.join(' and ')}`);
  return fault(
    `${bucket} does not tell of ${missing.join(' and ')}`,
    `Recordings wait for IVS’s event, which may never come. Whoever put other notifications on the bucket replaced these. Add them (S3 console, Properties, Event notifications): prefix ${recordingsFolder}, suffix ${missing.join(' and one for ')}, all object create events, to ${functionArn}`,
  );
}

const tellsOf = ({ events, prefix, suffix }: BucketNotification, wanted: string): boolean =>
  events.includes('s3:ObjectCreated:*') && recordingsFolder.startsWith(prefix) && wanted.endsWith(suffix);
