/** A local IVS for a test, with a client and a clock that stands still until it is told. */
import '../../fixtures/one-realm.ts';
import { IvsClient } from '@aws-sdk/client-ivs';
import { type IvsServer, type IvsServerOptions, startIvsServer } from '../../../local/ivs/server.ts';

export const accountId = '123456789012';
export const region = 'us-west-2';
export const channelArn = (id: string): string => `arn:aws:ivs:${region}:${accountId}:channel/${id}`;
export const configurationArn = (id: string): string =>
  `arn:aws:ivs:${region}:${accountId}:recording-configuration/${id}`;

/** See the file's comment. */
export interface TestIvs {
  readonly server: IvsServer;
  readonly client: IvsClient;
  /** Operations in the order called. */
  readonly calls: string[];
  pass(ms: number): void;
  stop(): Promise<void>;
}

/** Starts it; the client does not repeat what is refused. */
export async function startTestIvs(options: Partial<IvsServerOptions> = {}): Promise<TestIvs> {
  let nowMs = Date.parse('2026-06-24T00:00:00Z');
  const calls: string[] = [];
  const server = await startIvsServer({
    accountId,
    region,
    clock: () => nowMs,
    ...options,
    onCall: (call) => {
      calls.push(call.operation);
      options.onCall?.(call);
    },
  });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new IvsClient({ endpoint: server.url, region: options.region ?? region, credentials, maxAttempts: 1 });
  return {
    server,
    client,
    calls,
    pass: (ms) => {
      nowMs += ms;
    },
    stop: async () => {
      client.destroy();
      await server.stop();
    },
  };
}
