import type { LocalStack } from '../cloudformation/server.ts';
import { localDistributionDomain } from '../template/resource-identity.ts';
import type { SystemModel } from '../template/system-model.ts';
import type { EmbeddedServices } from './embedded-services.ts';
import { localEnvironment } from './local-system-model.ts';

/** The stacks with outputs that work here: queues and playback are where the embedded services listen. */
export function deployedStacks(
  { stacks }: Pick<SystemModel, 'stacks'>,
  { messaging, playback }: Pick<EmbeddedServices, 'messaging' | 'playback'>,
): LocalStack[] {
  const local = (value: string): string =>
    value
      .replace(/^queue:/, `${messaging.url}/${localEnvironment.accountId}/`)
      .replace(`https://${localDistributionDomain}`, playback.url);
  return stacks.map(({ name, outputs }) => ({
    name,
    outputs: Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, local(value)])),
  }));
}
