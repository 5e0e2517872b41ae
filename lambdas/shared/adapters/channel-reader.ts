/** Reads name, tags and privacy of IVS channels. */
import {
  AccessDeniedException,
  GetChannelCommand,
  IvsClient,
  type IvsClientConfig,
  ResourceNotFoundException,
} from '@aws-sdk/client-ivs';
import type { ChannelReading, ReadChannel } from '../recording/channel-port.ts';
import type { Now } from '../recording/storage-ports.ts';
import { clientSettings } from './client-settings.ts';
import { ownAnswerStep, requireOwnAnswer } from './own-answer.ts';

/** A client with this project's time-outs and retries. */
export function makeIvsClient(config: IvsClientConfig = {}): IvsClient {
  const client = new IvsClient({ ...clientSettings, ...config });
  client.middlewareStack.add((next) => async (args) => requireOwnAnswer(await next(args)), ownAnswerStep);
  return client;
}

/**
 * IVS answers GetChannel 5 times a second in an account, and a hundred channels may end at once. Five minutes are short
 * enough for whoever changes a tag and waits for the next recording.
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/service-quotas.html
 */
const keptMs = 5 * 60_000;

/** Reads channels, and keeps what it read for as long as the container lives, at most five minutes; failures it does not. */
export function makeReadChannel(client: IvsClient, now: Now): ReadChannel {
  const kept = new Map<string, { readonly reading: ChannelReading; readonly readAtMs: number }>();
  return async (channelArn) => {
    const nowMs = now().getTime();
    const known = kept.get(channelArn);
    if (known !== undefined && nowMs - known.readAtMs < keptMs) return known.reading;
    const reading = await readChannel(client, channelArn);
    if (reading.state === 'read') kept.set(channelArn, { reading, readAtMs: nowMs });
    return reading;
  };
}

async function readChannel(client: IvsClient, arn: string): Promise<ChannelReading> {
  try {
    const { channel } = await client.send(new GetChannelCommand({ arn }));
    if (channel === undefined) return { state: 'unreadable', reason: 'IVS answered without a channel' };
    const { name, tags = {}, authorized } = channel;
    // IVS gives an empty name for a channel that has none. A channel is public unless it says otherwise.
    return { state: 'read', name: name || undefined, tags, isPrivate: authorized === true };
  } catch (error) {
    // Whatever it is, the step decides what to do without it: throttled, denied, deleted, no network.
    return { state: stateAfter(error), reason: tell(error) };
  }
}

function stateAfter(error: unknown): 'deleted' | 'denied' | 'unreadable' {
  if (error instanceof ResourceNotFoundException) return 'deleted';
  return error instanceof AccessDeniedException ? 'denied' : 'unreadable';
}

/** The text of IVS's exceptions is in `exceptionMessage`; `message` says UnknownError. */
function tell(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('name' in error)) return String(error);
  const text = 'exceptionMessage' in error ? error.exceptionMessage : 'message' in error ? error.message : '';
  return text ? `${error.name}: ${text}` : String(error.name);
}
