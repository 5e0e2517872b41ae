import { ThumbnailsNotDeletedError } from '../shared/contract/errors.ts';
import type { CataloguedRecording } from '../shared/recording/thumbnail-ports.ts';
import type { Expiry } from './expire-recording.ts';
import type { ExpireThumbnailsOutput } from './schema.ts';

/** Failures that the error names. */
const mostTold = 5;

/** So many one after the other are no fault of theirs: S3, DynamoDB or a permission is. */
const mostFailuresInARow = 10;

const notComeTo: Expiry = { state: 'unfinished', thumbnails: 0, sizeBytes: 0 };

/** Adds up what became of the recordings of a run. */
export class Tally {
  output: ExpireThumbnailsOutput;
  #failures: string[] = [];
  #failuresInARow = 0;

  constructor(dryRun: boolean) {
    const counts = { days: 0, recordings: 0, thumbnails: 0, sizeBytes: 0, changed: 0, refused: 0 };
    this.output = { dryRun, ...counts, isFinished: true };
  }

  /** Whether going on would only fail. */
  get isHopeless(): boolean {
    return this.#failuresInARow >= mostFailuresInARow;
  }

  /** A day whose recordings have all been looked at. */
  countDay(): void {
    this.output = { ...this.output, days: this.output.days + 1 };
  }

  /** What became of one, `undefined` for one that was not come to. */
  count({ bucket, prefix }: CataloguedRecording, expiry: Expiry | undefined): void {
    const { state, thumbnails, sizeBytes, reason } = expiry ?? notComeTo;
    const { output } = this;
    this.output = {
      ...output,
      recordings: output.recordings + (state === 'expired' ? 1 : 0),
      thumbnails: output.thumbnails + thumbnails,
      sizeBytes: output.sizeBytes + sizeBytes,
      changed: output.changed + (state === 'changed' ? 1 : 0),
      refused: output.refused + (state === 'refused' ? 1 : 0),
      isFinished: output.isFinished && state !== 'unfinished',
    };
    if (state === 'failed') this.#failures.push(`s3://${bucket}/${prefix} (${reason})`);
    if (state === 'failed') this.#failuresInARow += 1;
    else if (state === 'expired') this.#failuresInARow = 0;
  }

  /** @throws {@link ThumbnailsNotDeletedError} with the first few */
  requireNoFailure(): void {
    const count = this.#failures.length;
    if (count === 0) return;
    const more = count > mostTold ? `, and ${count - mostTold} more` : '';
    const which = `${this.#failures.slice(0, mostTold).join(', ')}${more}`;
    throw new ThumbnailsNotDeletedError(
      `The thumbnails of ${count === 1 ? 'one recording' : `${count} recordings`} are still there, in part or all: ${which}. Mend what S3 or DynamoDB says; the next run tries again.`,
    );
  }
}
