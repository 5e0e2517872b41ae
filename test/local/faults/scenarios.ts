/** What is set off in the cells: an execution, or an event for a function outside the workflows. */

import { ivsEventDetail } from '../../../local/run/recording-folder.ts';
import type { HistoryEvent } from '../../../local/states/history-event.ts';
import type { FaultStage } from './fault-stage.ts';
import type { News, Result, Scenario } from './matrix-row.ts';
import type { RecordingKind } from './recordings.ts';

/** Of the sample. */
export const channelId = 'Qm4TzL9cWx2d';

/** What a good end looks like. */
interface GoodEnd {
  /** Types of the messages that were sent, each under one id. */
  readonly messages: readonly string[];
  readonly status: string;
  /** Nobody's unless given. */
  readonly attention?: string;
  /** Name of the export whose item it is; the recording's own unless given. */
  readonly exportName?: string;
}

/** An execution of process-recording or export-recording. */
export interface ExecutionScenario extends GoodEnd {
  readonly machine: 'process' | 'export';
  readonly kind: RecordingKind;
  /** Besides `recording`. */
  readonly input: object;
}

const machineArn = ({ system }: FaultStage, machine: ExecutionScenario['machine']): string =>
  machine === 'process' ? system.processRecordingArn : system.exportRecordingArn;

export const executionArnOf = (stage: FaultStage, machine: ExecutionScenario['machine'], id: string): string =>
  `${machineArn(stage, machine).replace(':stateMachine:', ':execution:')}:${channelId}-${id}`;

/** The input of an execution of the recording. */
export const inputOf = (stage: FaultStage, kind: RecordingKind, id: string, more: object): string =>
  JSON.stringify({
    recording: { bucket: stage.system.recordingsBucket, prefix: stage.recordings.make(kind, id).prefix },
    ...more,
  });

/** Runs an execution, and redrives it once the fault is gone. */
export function execution(scenario: ExecutionScenario): Scenario {
  const { machine, kind, input } = scenario;
  const arnOf = (stage: FaultStage, id: string) => executionArnOf(stage, machine, id);
  return {
    prepare: (stage, id) => stage.system.addRecording(stage.recordings.make(kind, id), 'silent'),
    run: async (stage, id) => {
      const stateMachineArn = machineArn(stage, machine);
      const request = { stateMachineArn, name: `${channelId}-${id}`, input: inputOf(stage, kind, id, input) };
      await stage.system.engine.whenEnded(stage.system.engine.startExecution(request).executionArn);
      await stage.whenExportsEnded(id);
    },
    mend: async (stage, id) => {
      stage.system.engine.redriveExecution(arnOf(stage, id));
      await stage.system.engine.whenEnded(arnOf(stage, id));
      await stage.whenExportsEnded(id);
    },
    failureCount: (stage, id) => errorsIn(stage.system.engine.executionHistory(arnOf(stage, id))).length,
    result: (stage, id, news) => resultOf(stage, arnOf(stage, id), id, news, scenario),
  };
}

async function resultOf(stage: FaultStage, arn: string, id: string, news: News, good: GoodEnd): Promise<Result> {
  const { status, error } = stage.system.engine.describeExecution(arn);
  const items = await stage.itemsOf(id);
  const item = items.find(({ exportName }) => exportName === good.exportName);
  const history = stage.system.engine.executionHistory(arn);
  const errorsMet = errorsIn(history);
  if (status === 'SUCCEEDED') return { isGood: true, errorsMet, faults: faultsOfGoodEnd(item, news, good) };
  const { name, attempts } = lastState(history);
  const told = news.messages.find(({ error: told }) => told?.name === error);
  const faults = [
    ...(item?.attention === 'failed' && item.failure?.name === error && item.failure?.state === name
      ? []
      : [`the catalog has ${JSON.stringify(item?.failure)} instead of ${error} in ${name}`]),
    ...(told === undefined ? [`no message tells of ${error}`] : []),
  ];
  return { isGood: false, error: error ?? '', errorsMet, place: name, attempts, faults };
}

function faultsOfGoodEnd(
  item: { status?: string; attention?: string } | undefined,
  news: News,
  good: GoodEnd,
): string[] {
  const ids = new Map(news.messages.map(({ id, type }) => [id, type]));
  const types = [...ids.values()].filter((type) => !type.endsWith('.failed'));
  return [
    ...(item?.status === good.status && item.attention === good.attention
      ? []
      : [`the catalog has ${JSON.stringify(item)}`]),
    ...(types.sort().join() === [...good.messages].sort().join()
      ? []
      : [`it was announced as ${types.join() || 'nothing'}`]),
  ];
}

/** Names of the errors that Tasks failed with, in order. */
export const errorsIn = (events: readonly HistoryEvent[]): string[] =>
  events.flatMap((event) => {
    const failed = event.taskFailedEventDetails ?? event.lambdaFunctionFailedEventDetails;
    const timedOut = event.taskTimedOutEventDetails ?? event.lambdaFunctionTimedOutEventDetails;
    if (failed !== undefined) return [failed.error ?? ''];
    return timedOut === undefined ? [] : ['States.Timeout'];
  });

/** The state that was entered last, and how often its Task was tried. */
export function lastState(events: readonly HistoryEvent[]): { name: string; attempts: number } {
  const at = events.findLastIndex(({ stateEnteredEventDetails: entered }) => entered !== undefined);
  return {
    name: events[at]?.stateEnteredEventDetails?.name ?? '',
    attempts: events.slice(at).filter(({ type }) => type.endsWith('Scheduled')).length,
  };
}

/** What makes an event for one of the functions that events invoke; what fails ends as a dead letter, and is replayed. */
export interface EventScenario {
  /** Stem of the function. */
  readonly stem: string;
  readonly prepare: (stage: FaultStage, id: string) => Promise<void>;
  readonly run: (stage: FaultStage, id: string) => Promise<void> | void;
  /** What is missing of a good end; empty when all is there. */
  readonly missing: (stage: FaultStage, id: string, news: News) => Promise<readonly string[]>;
}

/** Has a function invoked asynchronously. */
export const asynchronousEvent = ({ stem, prepare, run, missing }: EventScenario): Scenario => ({
  prepare,
  run: async (stage, id) => run(stage, id),
  mend: async (stage, _id, { deadLetters }) => {
    for (const letter of deadLetters) stage.invoke(stem, letter.event);
  },
  result: async (stage, id, news) => {
    const [letter] = news.deadLetters.filter(({ queue }) => queue.includes(stem));
    if (letter === undefined) return { isGood: true, faults: await missing(stage, id, news) };
    // Both functions are tried three times, whatever the error.
    return { isGood: false, error: letter.reason.split(':')[0] ?? '', attempts: 3, faults: [] };
  },
});

/** Runs process-recording for a recording with an input that it refuses at once. */
export async function failAtOnce(stage: FaultStage, id: string): Promise<string> {
  await stage.system.addRecording(stage.recordings.make('empty', id), 'silent');
  const { executionArn } = stage.system.engine.startExecution({
    stateMachineArn: stage.system.processRecordingArn,
    name: `${channelId}-${id}`,
    input: inputOf(stage, 'empty', id, {
      exports: [
        { name: 'twice', rendition: 'highest' },
        { name: 'twice', rendition: 'lowest' },
      ],
    }),
  });
  await stage.system.engine.whenEnded(executionArn);
  return executionArn;
}

/** The event of IVS about a recording of which nothing is left to do, sent at a time. */
export const ivsEvent = (stage: FaultStage, id: string, time: Date): object => {
  const folder = stage.recordings.make('empty', id);
  return {
    id: `event-${id}`,
    source: 'aws.ivs',
    'detail-type': 'IVS Recording State Change',
    time: time.toISOString(),
    region: 'us-west-2',
    resources: [folder.channelArn],
    detail: ivsEventDetail(folder, stage.system.recordingsBucket),
  };
};

/** A recording that is processed, and exported not at all. */
export const playback = execution({
  machine: 'process',
  kind: 'whole',
  input: { exports: [] },
  messages: ['recording.playback.ready'],
  status: 'playable',
});
