/**
 * Finds redrives that have succeeded and of which the catalog does not know: the event that tells report-failure to take
 * the failure out of the item is as little certain to come as any other.
 */
import type { DescribedExecution } from './status-event.ts';

/** An item of the catalog that tells of a failure. */
export interface FailedItem {
  readonly asOf: string;
  readonly failure: {
    /** RFC 3339. */
    readonly at: string;
    readonly run: { readonly executionArn: string; readonly redriveCount: number };
  };
}

/**
 * For so long after a failure a redrive of it may end: it can be begun for 14 days, and an export may take 7. Until then
 * each run, one an hour, describes the execution: that is free, and of the 10 calls a second that DescribeExecution is
 * allowed for good a thousand failed items take 100 s.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
const longestRecoveryMs = (14 + 7) * 24 * 3_600_000;

/**
 * The execution whose failure the item tells of, when it has succeeded since and the item does not know; what is newer in
 * the item than that success is no business of its.
 *
 * @param settled Until when a success must have come; of later ones the rule may tell still. Milliseconds since 1970.
 */
export async function findRecovery(
  { asOf, failure }: FailedItem,
  settled: number,
  describeEnded: (executionArn: string) => Promise<DescribedExecution | undefined>,
): Promise<DescribedExecution | undefined> {
  if (settled - Date.parse(failure.at) > longestRecoveryMs) return undefined;
  const found = await describeEnded(failure.run.executionArn);
  if (found?.status !== 'SUCCEEDED' || found.redriveCount <= failure.run.redriveCount) return undefined;
  const endedAt = found.stopDate.getTime();
  return endedAt <= settled && Date.parse(asOf) < endedAt ? found : undefined;
}
