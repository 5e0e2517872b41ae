/** What functions find in their environment on a laptop, where it differs from the deployment. */
import { environmentNames } from '../../lambdas/shared/contract/environment.ts';
import type { FunctionModel } from '../template/system-model.ts';

/** S3's minimum, so that also a short recording may take more than one part. */
const uploadPartSizeBytes = 5 * 1024 * 1024;

/** Functions know the playback server as their distribution, and upload in smaller parts than in the cloud. */
export function withLocalVariables(model: FunctionModel, playbackUrl: string): FunctionModel {
  const local = {
    [environmentNames.playbackBaseUrl]: playbackUrl,
    [environmentNames.uploadPartSizeBytes]: String(uploadPartSizeBytes),
  };
  const used = Object.entries(local).filter(([name]) => name in model.environment);
  // Whoever reaches loopback runs the system.
  const forOperator: Record<string, string> = model.name.includes('ServeApi')
    ? { [environmentNames.apiOperatorView]: 'on' }
    : {};
  return { ...model, environment: { ...model.environment, ...Object.fromEntries(used), ...forOperator } };
}
