import { type Finding, fault, ok, unknown } from './check.ts';
import type { DoctorPorts } from './doctor-ports.ts';

/** Whether the bucket that IVS records to is there, and in the Region of the deployment. */
export async function checkBucket(
  bucket: string,
  region: string,
  { findBucket }: Pick<DoctorPorts, 'findBucket'>,
): Promise<Finding> {
  const found = await findBucket(bucket);
  if (found === 'missing')
    return fault(`there is no bucket ${bucket}`, 'IVS cannot record. Create it again, in the same Region.');
  if (found === 'forbidden')
    return unknown(
      `${bucket} is of another account, or not to be looked at`,
      'Allow yourself s3:ListBucket on it. IVS records to buckets of its own account only.',
    );
  if (found.region === undefined || found.region === region) return ok(`${bucket} is there, in ${region}`);
  return fault(
    `${bucket} is in ${found.region}, the deployment in ${region}`,
    `IVS records to buckets of its own Region only. Deploy to ${found.region}, or name a bucket of ${region} (recordingsBucketName).`,
  );
}
