/** Ways to the embedded services on which calls of functions and workflows may be made to fail. */
import { startFaultDoor } from '../faults/fault-door.ts';
import type { FaultPanel } from '../faults/fault-panel.ts';
import { startFaultProxy } from '../faults/fault-proxy.ts';
import type { FaultRules } from '../faults/fault-rules.ts';
import type { ServiceName } from '../faults/service-call.ts';
import type { EmbeddedServices, StartedParts } from './embedded-services.ts';
import type { Endpoints } from './endpoints.ts';

/** Gives the address by which a service at `url` is called. */
export type Guard = (service: ServiceName, url: string) => Promise<string>;

/** A proxy before each service where there are rules; otherwise the service itself. */
export const makeGuard =
  (rules: FaultRules | undefined, parts: StartedParts): Guard =>
  async (service, url) =>
    rules === undefined ? url : parts.keep(await startFaultProxy(service, url, rules)).url;

/** Addresses of the embedded services for who works: through the doors that the fault panel keeps. */
export async function guardServices(
  { s3, messaging, catalog, mediaconvert }: EmbeddedServices,
  panel: Pick<FaultPanel, 'refusalFor'>,
  guard: Guard,
  parts: StartedParts,
): Promise<Pick<Endpoints, 's3' | 'sns' | 'sqs' | 'dynamodb' | 'mediaconvert'>> {
  const s3Door = parts.keep(await startFaultDoor('s3', s3.answer, panel.refusalFor));
  const jobDoor = parts.keep(await startFaultDoor('mediaconvert', mediaconvert.answer, panel.refusalFor));
  return {
    s3: await guard('s3', s3Door.url),
    sns: await guard('sns', messaging.url),
    sqs: await guard('sqs', messaging.url),
    dynamodb: await guard('dynamodb', catalog.url),
    mediaconvert: await guard('mediaconvert', jobDoor.url),
  };
}
