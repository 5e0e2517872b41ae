/** What the laptop's page shows to whoever runs the system: docs/adr/0016 tells why no function in the cloud does. */
import type { ApiFailure, OperatorRecording } from '../shared/contract/api.ts';
import type { ListedExport, ListedRecording } from '../shared/contract/listed-item.ts';
import { describeExport, describeIdentity, describeMissing, describePlayback } from './describe-recording.ts';

/** Any recording but one that is withheld, with why it or its exports failed. */
export function describeForOperator(
  item: ListedRecording,
  exports: readonly ListedExport[],
): OperatorRecording | undefined {
  const { access, failure, recording } = item;
  const playback = describePlayback(item.playback);
  if (access === 'withheld') return undefined;
  return {
    ...describeIdentity(item),
    status: statusOf(item),
    access,
    ...(playback === undefined ? {} : { playback, ...describeMissing(item.playback) }),
    exports: exports.flatMap(describeExport),
    ...describeFailure(failure),
    unfinishedExports: exports.flatMap(describeUnfinished),
    ...(recording === undefined ? {} : { recording: { bucket: recording.bucket, prefix: recording.prefix } }),
  };
}

function statusOf({ status, recording }: ListedRecording): OperatorRecording['status'] {
  if (status !== 'playable') return status;
  return recording?.completeness === 'partial' ? 'partial' : 'ready';
}

function describeUnfinished({ status, exportName, failure, hold }: ListedExport) {
  if (status === 'ready') return [];
  return [
    { name: exportName, status, ...describeFailure(failure), ...(hold === undefined ? {} : { hold: hold.message }) },
  ];
}

function describeFailure(failure: ListedRecording['failure']): { failure?: ApiFailure } {
  if (failure === undefined) return {};
  const { name, message, state, redrivable, at, run } = failure;
  return {
    failure: {
      name,
      message,
      ...(state === undefined ? {} : { state }),
      redrivable,
      at,
      executionArn: run.executionArn,
    },
  };
}
