/** What `delete` needs of the world. */
import type { ExecutionPorts } from '../executions/execution-ports.ts';
import type { OperatorPorts } from '../executions/operator-ports.ts';

/** One object, or one version of it where the bucket keeps versions. */
export interface DoomedObject {
  readonly key: string;
  /** Absent in a bucket that never kept versions. */
  readonly versionId: string | undefined;
  /** 0 for a delete marker. */
  readonly sizeBytes: number;
}

/** An object that is still there. */
export interface KeptObject {
  readonly key: string;
  readonly error: string;
}

/** See the file's comment. */
export interface DeletePorts
  extends Pick<OperatorPorts, 'machines' | 'findRecording' | 'readItems'>,
    Pick<ExecutionPorts, 'list' | 'describe'> {
  /** Everything under a prefix that ends in a slash, all versions, page by page. */
  listObjects(bucket: string, prefix: string): AsyncIterable<readonly DoomedObject[]>;
  /** Deletes at most 1,000; resolves to those that could not be. */
  deleteObjects(bucket: string, objects: readonly DoomedObject[]): Promise<readonly KeptObject[]>;
  /** Names of the metadata files that are there. */
  findMetadata(place: { readonly bucket: string; readonly prefix: string }): Promise<ReadonlySet<string>>;
  deleteItem(key: { readonly channelId: string; readonly recordingKey: string }): Promise<void>;
  /** Has CloudFront forget paths, at most 15 with a wildcard at a time. */
  invalidate(distributionId: string, paths: readonly string[]): Promise<void>;
  /** Outputs of the deployment. */
  places(): Promise<{ readonly exportsBucket: string; readonly distributionId: string | undefined }>;
}
