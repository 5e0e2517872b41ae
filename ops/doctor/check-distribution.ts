import { type Finding, fault, ok, warning } from './check.ts';
import type { DoctorPorts } from './doctor-ports.ts';

/** Whether CloudFront serves viewers, as it was told last. */
export async function checkDistribution(
  id: string,
  { distribution }: Pick<DoctorPorts, 'distribution'>,
): Promise<Finding> {
  const { status, isEnabled } = await distribution(id);
  if (!isEnabled) return fault(`${id} is disabled`, 'Nobody can watch. Enable it in CloudFront’s console.');
  if (status === 'Deployed') return ok(`${id} is enabled and deployed`);
  return warning(`${id} is ${status}`, 'CloudFront spreads a change for some minutes. Look again.');
}
