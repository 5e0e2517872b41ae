import { randomBytes } from 'node:crypto';
import type { StoredObject } from './stores/object-store.ts';
import { urlEncodeKey } from './url-encoding.ts';

/** What made an object, in the words of S3's event names. */
export type CreationCause = 'Put' | 'Copy' | 'CompleteMultipartUpload';

/** An object that is new, or new again. */
export interface ObjectCreation {
  readonly bucket: string;
  readonly object: StoredObject;
  readonly cause: CreationCause;
  readonly requestId: string;
}

/** What the server tells its owner of each new object. Whether a notification was asked for is not its business. */
export interface S3ObjectCreated {
  readonly bucket: string;
  /** As it is, not URL-encoded. */
  readonly key: string;
  /** The body that S3 would send. */
  readonly body: S3EventNotification;
}

/**
 * The body of an S3 event notification, with one record as S3 sends it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export interface S3EventNotification {
  readonly Records: readonly S3EventRecord[];
}

/** A record of an S3 event notification, version 2.1. */
export interface S3EventRecord {
  readonly eventVersion: '2.1';
  readonly eventSource: 'aws:s3';
  readonly awsRegion: string;
  /** ISO 8601. */
  readonly eventTime: string;
  readonly eventName: `ObjectCreated:${CreationCause}`;
  readonly userIdentity: { readonly principalId: string };
  readonly requestParameters: { readonly sourceIPAddress: string };
  readonly responseElements: { readonly 'x-amz-request-id': string; readonly 'x-amz-id-2': string };
  readonly s3: {
    readonly s3SchemaVersion: '1.0';
    readonly configurationId: string;
    readonly bucket: {
      readonly name: string;
      readonly ownerIdentity: { readonly principalId: string };
      readonly arn: string;
    };
    readonly object: {
      /** URL-encoded, a space as `+`. */
      readonly key: string;
      readonly size: number;
      readonly eTag: string;
      /** Hexadecimal; the greater of two of the same key is the later. */
      readonly sequencer: string;
    };
  };
}

/** Makes event records, with sequencers that grow. */
export class EventRecords {
  readonly #region: string;
  readonly #accountId: string;
  #lastSequence = 0n;

  constructor(region: string, accountId: string) {
    this.#region = region;
    this.#accountId = accountId;
  }

  /** The event of a creation at a time in milliseconds. */
  describe({ bucket, object, cause, requestId }: ObjectCreation, timeMs: number): S3ObjectCreated {
    const record: S3EventRecord = {
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: this.#region,
      eventTime: new Date(timeMs).toISOString(),
      eventName: `ObjectCreated:${cause}`,
      userIdentity: { principalId: `AWS:${this.#accountId}` },
      requestParameters: { sourceIPAddress: '127.0.0.1' },
      responseElements: { 'x-amz-request-id': requestId, 'x-amz-id-2': randomBytes(48).toString('base64') },
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: 'local',
        bucket: { name: bucket, ownerIdentity: { principalId: this.#accountId }, arn: `arn:aws:s3:::${bucket}` },
        object: {
          key: urlEncodeKey(object.key),
          size: object.sizeBytes,
          eTag: object.etag,
          sequencer: this.#nextSequencer(timeMs),
        },
      },
    };
    return { bucket, key: object.key, body: { Records: [record] } };
  }

  /** From the time, so that they grow over restarts too; 65,536 fit into a millisecond before they run ahead of it. */
  #nextSequencer(timeMs: number): string {
    const earliest = BigInt(timeMs) << 16n;
    this.#lastSequence = earliest > this.#lastSequence ? earliest : this.#lastSequence + 1n;
    return this.#lastSequence.toString(16).toUpperCase().padStart(18, '0');
  }
}
