/** What a test and the process that it may kill say to each other. */
import type { End } from '../every-state/same-end.ts';

/** A recording and the folder where it lies, of which there may be several recordings. */
export interface Recording {
  readonly id: string;
  readonly directory: string;
}

/** `upload`: into the bucket, of which S3 notifies. `deliver`: IVS and S3 tell, once more, of the recordings' ends. */
export type Order =
  | { readonly type: 'upload' | 'deliver' | 'report'; readonly recordings: readonly Recording[] }
  | { readonly type: 'stop' };

/** A part of an upload waits for an answer that never comes, and how the bucket of exports looks meanwhile. */
export interface Held {
  readonly type: 'held';
  /** Keys. */
  readonly openUploads: readonly string[];
  readonly exportFiles: readonly string[];
}

/** `event`: one of an execution's history. */
export type Answer =
  | { readonly type: 'ready' | 'uploaded' | 'event' | 'quiet' }
  | Held
  | {
      readonly type: 'report';
      readonly ends: readonly End[];
      readonly statuses: readonly (readonly [string, string])[];
    };
