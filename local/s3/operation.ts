import type { Buckets } from './buckets.ts';
import type { MultipartUploads } from './multipart-uploads.ts';
import type { ObjectCreation } from './notifications.ts';
import type { RequestTarget, S3Request } from './s3-request.ts';

/** What the operations work on. */
export interface S3Service {
  readonly buckets: Buckets;
  readonly uploads: MultipartUploads;
  readonly region: string;
  /** The account that owns all buckets. */
  readonly accountId: string;
  /** The least size of a part that is not the last one. */
  readonly minimumPartBytes: number;
  /** The time in milliseconds, in whole seconds as S3 keeps it. */
  now(): number;
  /** Tells the notification's receiver of a new object. */
  announce(creation: ObjectCreation): void;
}

/** A body that is sent while it is read. */
export interface StreamedBody {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Called once the body is sent, or the caller is gone. */
  release(): Promise<void>;
}

/** An answer. */
export interface S3Response {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  /** XML, or an object's bytes. */
  readonly body?: string | StreamedBody;
}

/** An operation of S3: which requests ask for it, what they may say, and what it does. */
export interface Operation {
  /** S3's name for it. */
  readonly name: string;
  readonly method: string;
  readonly target: RequestTarget;
  /** Names in the query that tell it from other operations of the same method. */
  readonly markers?: readonly string[];
  /** A header that tells it from other operations of the same method. */
  readonly markerHeader?: string;
  /** Other names that its query may have. */
  readonly query?: readonly string[];
  /** The headers that change what it does. Any other that would is refused. */
  readonly headers?: readonly string[];
  readonly run: (request: S3Request, service: S3Service) => Promise<S3Response>;
}
