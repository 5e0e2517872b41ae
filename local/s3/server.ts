import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { listenOnLoopback } from '../listen-on-loopback.ts';
import { Buckets } from './buckets.ts';
import { MultipartUploads } from './multipart-uploads.ts';
import { EventRecords, type S3ObjectCreated } from './notifications.ts';
import type { S3Service } from './operation.ts';
import { noSuchKey } from './operations/get-object.ts';
import { newRequestId, RequestHandler } from './request-handler.ts';
import { MountedDirectory } from './stores/mounted-directory.ts';
import type { ObjectStore } from './stores/object-store.ts';
import { statIfThere } from './stores/sorted-folders.ts';

/** How the server is to be. */
export interface S3ServerOptions {
  /** Where the buckets lie. Made if missing; buckets and objects of an earlier run are there again. */
  readonly directory: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** `us-east-1` unless given. */
  readonly region?: string;
  /** The owner of all buckets, `123456789012` unless given. */
  readonly accountId?: string;
  /** The time in milliseconds; the system's unless given. */
  readonly clock?: () => number;
  /** Told of each object made by PutObject, CopyObject, CompleteMultipartUpload or `announce`. */
  readonly onObjectCreated?: (event: S3ObjectCreated) => void;
  /** Waited before each request, to stand for the way to S3. */
  readonly addedLatencyMs?: number;
  /** The least size of a part that is not the last; S3's 5 MiB unless given. */
  readonly minimumPartBytes?: number;
  /** Told of faults of the server itself, which callers see as `InternalError`; printed unless given. */
  readonly onUnexpectedError?: (error: unknown) => void;
}

/** A running server. */
export interface S3Server {
  /** `http://127.0.0.1:<port>`: with an address in place of a name the SDK uses path-style by itself. */
  readonly url: string;
  readonly port: number;
  /** Makes a bucket: on disk, where one of that name may be already, or with a store of its own. */
  createBucket(name: string, options?: { readonly store?: ObjectStore }): Promise<void>;
  /**
   * Serves a folder's files in place, read only, as the objects under a prefix; they hide what the bucket has there.
   *
   * @throws {MountDirectoryMissingError} if there is no such folder.
   * @throws {MountOverlapError} if the prefix lies in that of another mount, or the other way round.
   */
  mount(mount: DirectoryMount): Promise<void>;
  /**
   * Tells `onObjectCreated` of an object that is there already, as if it had just been put.
   *
   * @throws {S3Error} `NoSuchBucket`, `NoSuchKey`.
   */
  announce(bucket: string, key: string): Promise<void>;
  /** How often each operation was asked for so far, by S3's name for it; `Refused` counts what is not supported. */
  requestCounts(): Record<string, number>;
  /** Answers a request that another server took, as if it had come to `url`. */
  readonly answer: RequestListener;
  /** Ends connections, waits for what was under way and frees the port. */
  stop(): Promise<void>;
}

/** A folder that is to appear in a bucket. */
export interface DirectoryMount {
  readonly bucket: string;
  /** With or without `/` at its end; empty for the whole bucket. */
  readonly prefix: string;
  readonly directory: string;
}

/** Thrown by `mount` when there is no such folder. */
export class MountDirectoryMissingError extends Error {
  override readonly name = 'MountDirectoryMissingError';
}

const S3_MINIMUM_PART_BYTES = 5 * 1024 * 1024;

/**
 * Starts an S3 server on 127.0.0.1 for the local system and for tests: path-style, signatures not verified, what it
 * does not support refused by name.
 *
 * @throws {ObjectRecordUnreadableError} if a bucket on disk was tampered with.
 */
export async function startS3Server(options: S3ServerOptions): Promise<S3Server> {
  const service = await createService(options);
  const { addedLatencyMs = 0, onUnexpectedError = console.error } = options;
  const handler = new RequestHandler(service, { addedLatencyMs, onUnexpectedError });
  const { url, port, stop, answer } = await listen(handler, options.port ?? 0);
  return {
    url,
    port,
    createBucket: async (name, { store } = {}) => {
      if (store !== undefined || !service.buckets.has(name)) await service.buckets.create(name, service.now(), store);
    },
    mount: (mount) => mountDirectory(service, mount),
    announce: async (bucket, key) => {
      const object = await service.buckets.get(bucket).find(key);
      if (object === undefined) throw noSuchKey(key);
      service.announce({ bucket, object, cause: 'Put', requestId: newRequestId() });
    },
    requestCounts: () => handler.counts(),
    answer,
    stop,
  };
}

async function createService(options: S3ServerOptions): Promise<S3Service> {
  const { region = 'us-east-1', accountId = '123456789012', clock = Date.now } = options;
  const events = new EventRecords(region, accountId);
  return {
    buckets: await Buckets.open(options.directory),
    uploads: new MultipartUploads(),
    region,
    accountId,
    minimumPartBytes: options.minimumPartBytes ?? S3_MINIMUM_PART_BYTES,
    now: () => Math.floor(clock() / 1000) * 1000,
    announce: (creation) => options.onObjectCreated?.(events.describe(creation, clock())),
  };
}

async function mountDirectory({ buckets }: S3Service, { bucket, prefix, directory }: DirectoryMount): Promise<void> {
  const stats = await statIfThere(directory);
  if (!stats?.isDirectory()) throw new MountDirectoryMissingError(`${directory} is not a folder; it cannot be mounted`);
  const keyPrefix = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  buckets.get(bucket).mount(new MountedDirectory(directory, keyPrefix));
}

async function listen(
  handler: RequestHandler,
  wantedPort: number,
): Promise<Pick<S3Server, 'url' | 'port' | 'stop' | 'answer'>> {
  const underWay = new Set<Promise<void>>();
  const handle = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const handling = handler.handle(incoming, outgoing).finally(() => underWay.delete(handling));
    underWay.add(handling);
  };
  // No limit to the time that a request takes: an upload may be as slow as what makes its bytes.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 60_000 }, handle);
  server.on('checkContinue', handle);
  const { url, port, stop } = await listenOnLoopback(server, wantedPort);
  return {
    url,
    port,
    answer: handle,
    stop: async () => {
      await stop();
      await Promise.all(underWay);
    },
  };
}
