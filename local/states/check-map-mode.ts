/**
 * Checks the fields of a Map that go with its mode. A distributed Map runs here as in the cloud, each iteration an
 * execution of its own; what of it is not needed is refused.
 */
import type { MapState } from './definition.ts';
import { isDistributed } from './definition.ts';
import type { Report } from './definition-check.ts';

const ofDistributedOnly = ['Label', 'ItemReader', 'ToleratedFailureCount', 'ToleratedFailureCountPath'] as const;

/** Refuses what the Map's mode does not have, or does not have here. */
export function checkMapMode(state: MapState, report: Report): void {
  if (!isDistributed(state)) {
    for (const field of ofDistributedOnly)
      if (state[field] !== undefined) report(field, 'only a distributed Map has this field.');
    return;
  }
  if (state.Label === undefined) report('Label', 'a distributed Map needs one: Step Functions would make one up.');
  if (state.ItemReader === undefined)
    report('ItemReader', 'a distributed Map is supported with JSON Lines in S3 only.');
  if (state.ItemsPath !== undefined) report('ItemsPath', 'the items come from the ItemReader.');
  if (state.ItemSelector !== undefined) report('ItemSelector', 'each line of the list is taken as it is.');
  if (state.ResultPath !== null)
    report('ResultPath', 'it must be null: the results of a distributed Map are not kept.');
  if (state.ResultSelector !== undefined) report('ResultSelector', 'the results of a distributed Map are not kept.');
  if (state.ToleratedFailureCount !== undefined && state.ToleratedFailureCountPath !== undefined)
    report('ToleratedFailureCountPath', 'the count is given already.');
  // Any other would run a new Map Run beside the failed one.
  const retried = state.Retry?.flatMap(({ ErrorEquals }) => ErrorEquals) ?? [];
  if (retried.some((name) => name !== 'States.ItemReaderFailed'))
    report('Retry', 'of a distributed Map only States.ItemReaderFailed can be retried.');
}
