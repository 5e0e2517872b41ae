/** Tells from the catalog whether somebody has reported a failed execution. */
import type { CatalogItem, Run } from '../shared/contract/catalog.ts';
import { isExecutionOfExport, recordingIdsOfName } from '../shared/contract/execution-name.ts';

/** An execution that ended without success. */
export interface Failed {
  readonly executionArn: string;
  readonly name: string;
  readonly redriveCount: number;
  readonly stopDate: Date;
}

/** What an item of the catalog tells of failures. */
export type Reported = Pick<CatalogItem, 'type' | 'asOf'> & {
  readonly exportName?: string | undefined;
  readonly failure?:
    | { readonly run: Pick<Run, 'executionArn' | 'redriveCount'>; readonly announced?: boolean | undefined }
    | undefined;
};

/**
 * Whether the recording's items carry the failure and it was announced, or something that became true after it: then a
 * report would be superseded.
 *
 * @param items Of the recording and its exports.
 */
export const isReported = (failed: Failed, type: Reported['type'], items: readonly Reported[]): boolean =>
  items.some(({ failure }) => isTold(failure, failed)) ||
  items.some((item) => item.type === type && isOf(item, failed) && Date.parse(item.asOf) > failed.stopDate.getTime());

/** What was written and could not be published is announced the next time, under the same id. */
function isTold(failure: Reported['failure'], { executionArn, redriveCount }: Failed): boolean {
  if (failure === undefined || failure.run.executionArn !== executionArn) return false;
  if (failure.run.redriveCount !== redriveCount) return failure.run.redriveCount > redriveCount;
  return failure.announced !== false;
}

/** Of a name that somebody made up report-failure decides. */
function isOf({ type, exportName }: Reported, { name }: Failed): boolean {
  if (type === 'recording') return true;
  const ids = recordingIdsOfName(name);
  return ids !== undefined && exportName !== undefined && isExecutionOfExport(name, ids, exportName);
}
