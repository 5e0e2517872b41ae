/** Runs of the third state machine, the recordings that they come upon, and what came of them. */
import { utimesSync } from 'node:fs';
import path from 'node:path';
import type { RecordingFolder } from '../../../local/run/recording-folder.ts';
import type { ExecutionDescription } from '../../../local/states/execution-description.ts';
import { type Change, timeOf, withMetadata } from './sample-copies.ts';
import type { Outcome, Parsed, Stage } from './stage.ts';

/** Channel of the sample. */
export const channelId = 'Qm4TzL9cWx2d';

/** So many hours before now. */
export const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000);

/** A recording that began so many hours ago, and of which no trigger tells; its end file is an hour old. */
export const missed = (
  stage: Stage,
  recordingId: string,
  hours: number,
  change: Change = () => {},
): Promise<RecordingFolder> =>
  stage.addRecording(recordingId, (directory) => {
    withMetadata((metadata) => Object.assign(metadata, { recording_started_at: timeOf(hoursAgo(hours)) }))(directory);
    change(directory);
    utimesSync(path.join(directory, 'events/recording-ended.json'), hoursAgo(1), hoursAgo(1));
  });

/** Input of a reconciler's run until a little later than now: what failed a moment ago has been left alone long enough. */
export const reconciliation = () => ({
  since: '24h',
  until: timeOf(new Date(Date.now() + 20 * 60_000)),
  reconcile: true,
  exports: 'default',
});

/** The span of the recordings that began so many hours ago: each scenario of such a span needs hours of its own. */
export const around = (hours: number) => ({
  since: timeOf(hoursAgo(hours + 0.4)),
  until: timeOf(hoursAgo(hours - 0.4)),
});

/** Runs the state machine under a name whose second part tells task faults which execution they are for. */
export async function backfill(stage: Stage, id: string, input: object): Promise<ExecutionDescription> {
  const { engine, backfillRecordingsArn } = stage.system;
  const name = `backfill-${id}`;
  const { executionArn } = engine.startExecution({
    stateMachineArn: backfillRecordingsArn,
    name,
    input: JSON.stringify(input),
  });
  const ended = await engine.whenEnded(executionArn);
  await stage.system.settle();
  return ended;
}

/** What a run of the state machine says that it found and started. */
export const summaryOf = ({ output }: ExecutionDescription): Parsed => JSON.parse(output ?? '{}').summary;

/** Executions of process-recording for a recording, the first one first. */
export const runsOf = (stage: Stage, recordingId: string): ExecutionDescription[] =>
  stage.system.engine
    .listExecutions(stage.system.processRecordingArn)
    .filter(({ name }) => name.split('-')[1] === recordingId)
    .reverse();

/** A recording's items in the catalog. */
export const itemsOf = (stage: Stage, recordingId: string) =>
  stage.system.catalog.itemsOfRecording(recordingId) as Promise<Parsed[]>;

/** What happened, with the messages about this recording only. */
export async function outcomeOf(stage: Stage, { recordingId }: { recordingId: string }): Promise<Outcome> {
  const outcome = await stage.outcomeOf({ recordingId });
  return {
    ...outcome,
    messages: outcome.messages.filter(({ attributes }) => attributes.recordingId === recordingId),
  };
}
