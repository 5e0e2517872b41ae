import { type Finding, fault, ok, warning } from './check.ts';
import type { DoctorPorts } from './doctor-ports.ts';

/** Whether the deployment's recording configuration is ready, and records to the deployment's bucket. */
export async function checkConfiguration(
  arn: string,
  bucket: string,
  { getConfiguration, programName }: Pick<DoctorPorts, 'getConfiguration' | 'programName'>,
): Promise<Finding> {
  const { state, bucketName } = await getConfiguration(arn);
  if (state === 'CREATE_FAILED')
    return fault(
      `${arn} is CREATE_FAILED`,
      `Make another: ${programName} setup recording-config. The usual reason is its bucket’s Region.`,
    );
  if (bucketName !== bucket)
    return fault(
      `${arn} records to ${bucketName}, not to ${bucket}`,
      `Nothing of it is processed. Deploy the storage stack again, or make another: ${programName} setup recording-config`,
    );
  if (state === 'CREATING') return warning(`${arn} is CREATING`, 'Wait some seconds, and look again.');
  return ok(`${arn} is ACTIVE and records to ${bucketName}`);
}
