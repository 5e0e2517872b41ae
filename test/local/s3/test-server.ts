import { createCipheriv } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { S3ObjectCreated } from '../../../local/s3/notifications.ts';
import { type S3Server, type S3ServerOptions, startS3Server } from '../../../local/s3/server.ts';

/** A server with an empty bucket, the real SDK's client to it, and what it told of new objects. */
export interface TestServer {
  readonly server: S3Server;
  readonly client: S3Client;
  readonly bucket: string;
  readonly directory: string;
  readonly created: readonly S3ObjectCreated[];
  /** The faults that callers saw as InternalError. */
  readonly faults: readonly unknown[];
}

const cleanUps: (() => Promise<void>)[] = [];

/** Starts a server on a free port; `stopTestServers` ends it. */
export async function startTestServer(options: Partial<S3ServerOptions> = {}): Promise<TestServer> {
  const directory = options.directory ?? (await makeTestDirectory());
  const created: S3ObjectCreated[] = [];
  const faults: unknown[] = [];
  const server = await startS3Server({
    directory,
    region: 'eu-west-1',
    onObjectCreated: (event) => created.push(event),
    onUnexpectedError: (error) => faults.push(error),
    ...options,
  });
  const client = makeClient(server.url);
  cleanUps.push(async () => {
    client.destroy();
    await server.stop();
  });
  await server.createBucket('recordings');
  return { server, client, bucket: 'recordings', directory, created, faults };
}

/** A client as a Lambda would make it, but for the credentials, which nobody checks. */
export function makeClient(endpoint: string, configuration: Pick<S3ClientConfig, 'maxAttempts'> = {}): S3Client {
  return new S3Client({
    endpoint,
    region: 'eu-west-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    ...configuration,
  });
}

/** An empty folder that `stopTestServers` removes. */
export async function makeTestDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 's3-test-'));
  cleanUps.push(() => rm(directory, { recursive: true }));
  return directory;
}

/** Ends all servers of a test, and removes their folders. */
export async function stopTestServers(): Promise<void> {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
}

/** Bytes that differ from place to place, so that a shifted or repeated piece shows. */
export function makeBytes(sizeBytes: number, seed = 1): Buffer {
  // A cipher's key stream: unlike a loop over a global, it is fast in jest's realm too.
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16));
  return cipher.update(Buffer.alloc(sizeBytes));
}
