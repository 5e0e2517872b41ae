/** Recordings as the page knows them. */
import type { ApiRecording, OperatorPage, OperatorRecording } from '../../lambdas/shared/contract/api.ts';

/** A recording as the page knows it: a laptop tells more than the cloud, which has nothing unfinished to show. */
export type Recording = Omit<OperatorRecording, 'unfinishedExports'> &
  Partial<Pick<OperatorRecording, 'unfinishedExports'>>;

/** Holds when what the cloud answers is a {@link Recording}, too. */
export const fromCloud = (recording: ApiRecording): Recording => recording;

/** Newest first. */
export interface RecordingsPage {
  readonly recordings: readonly Recording[];
  readonly next?: OperatorPage['next'];
}
