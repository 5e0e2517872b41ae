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
  readonly failure?: { readonly run: Pick<Run, 'executionArn' | 'redriveCount'> } | undefined;
};

/**
 * Whether the recording's items carry the failure, or something that became true after it: then a report would be
 * superseded.
 *
 * @param items Of the recording and its exports.
 */
export const isReported = (failed: Failed, type: Reported['type'], items: readonly Reported[]): boolean =>
  items.some(({ failure }) => isOfAttempt(failure?.run, failed)) ||
  items.some((item) => item.type === type && isOf(item, failed) && Date.parse(item.asOf) > failed.stopDate.getTime());

const isOfAttempt = (run: Pick<Run, 'executionArn' | 'redriveCount'> | undefined, failed: Failed): boolean =>
  run !== undefined && run.executionArn === failed.executionArn && run.redriveCount >= failed.redriveCount;

/** Of a name that somebody made up report-failure decides. */
function isOf({ type, exportName }: Reported, { name }: Failed): boolean {
  if (type === 'recording') return true;
  const ids = recordingIdsOfName(name);
  return ids !== undefined && exportName !== undefined && isExecutionOfExport(name, ids, exportName);
}
