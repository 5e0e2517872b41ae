/** One running system for the scenarios of a test file: recordings go in, and what came of them is collected. */
import type { ReceivedMessage } from '../../../local/messaging/messaging.ts';
import type { RecordingFolder } from '../../../local/run/recording-folder.ts';
import type { ExecutionDescription } from '../../../local/states/execution-description.ts';
import type { HistoryEvent } from '../../../local/states/history-event.ts';
import type { RecordingDelivery } from '../../../local/system/add-recording.ts';
import type { LocalSystem } from '../../../local/system/start-system.ts';
import { type SystemOptions, startTestSystem, type TestSystem } from './a-system.ts';
import { type Change, SampleCopies } from './sample-copies.ts';
import { TaskFaults } from './task-faults.ts';

/** JSON that a test looks into without ado. */
export type Parsed = ReturnType<typeof JSON.parse>;

/** A message as a subscriber sees it. */
export interface Message extends ReceivedMessage {
  readonly body: Parsed;
}

/** An execution that has ended. */
export interface Ended extends ExecutionDescription {
  /** In the order entered; after a redrive only those entered since. */
  readonly states: readonly string[];
}

/** What a recording's execution and the exports of the recording have come to. */
export interface Outcome {
  readonly processed: Ended;
  /** Every export execution of the recording, the first one first. */
  readonly exports: readonly Ended[];
  /** Sent since the last outcome. */
  readonly messages: readonly Message[];
  readonly item: Parsed;
  /** By export name. */
  readonly exportItems: Readonly<Record<string, Parsed>>;
}

/** See the file's comment. */
export class Stage {
  readonly system: LocalSystem;
  readonly faults: TaskFaults;
  readonly #test: TestSystem;
  readonly #copies = new SampleCopies();

  constructor(test: TestSystem, faults: TaskFaults) {
    this.#test = test;
    this.system = test.system;
    this.faults = faults;
  }

  static async start(options: Omit<SystemOptions, 'interceptTask'> = {}): Promise<Stage> {
    const faults = new TaskFaults();
    return new Stage(await startTestSystem({ ...options, interceptTask: faults.intercept }), faults);
  }

  async stop(): Promise<void> {
    await this.#test.stop();
    this.#copies.remove();
  }

  /** A copy of the sample, in the bucket, of which nobody has been told unless `delivery` says so. */
  async addRecording(
    recordingId: string,
    change?: Change,
    delivery: RecordingDelivery = 'silent',
  ): Promise<RecordingFolder> {
    const folder = this.#copies.make(recordingId, change);
    await this.system.addRecording(folder, delivery);
    return folder;
  }

  /** Starts process-recording as start-processing would, under the recording's own name unless another is given. */
  start({ prefix, recordingId }: RecordingFolder, input: object = {}, name = nameOf({ prefix, recordingId })): string {
    const whole = { recording: { bucket: this.system.recordingsBucket, prefix }, ...input };
    const { executionArn } = this.system.engine.startExecution({
      stateMachineArn: this.system.processRecordingArn,
      name,
      input: JSON.stringify(whole),
    });
    return executionArn;
  }

  async run(folder: RecordingFolder, input?: object, name?: string): Promise<Outcome> {
    this.start(folder, input, name);
    return this.outcomeOf(folder);
  }

  /** Runs an execution of export-recording alone. */
  async runExport(recordingId: string, input: string, name: string): Promise<Outcome> {
    this.system.engine.startExecution({ stateMachineArn: this.system.exportRecordingArn, name, input });
    return this.outcomeOf({ recordingId });
  }

  async redrive(executionArn: string, recording: { recordingId: string }): Promise<Outcome> {
    this.system.engine.redriveExecution(executionArn);
    return this.outcomeOf(recording);
  }

  /** Waits until all is quiet about a recording. */
  async outcomeOf({ recordingId }: { recordingId: string }): Promise<Outcome> {
    const { catalog, messaging, processRecordingArn, exportRecordingArn } = this.system;
    await this.system.settle();
    const processed = (await this.#ended(processRecordingArn, recordingId)).at(-1);
    if (processed === undefined) throw new Error(`Nothing was started for ${recordingId}.`);
    const exports = await this.#ended(exportRecordingArn, recordingId);
    await this.system.settle();
    const items = (await catalog.itemsOfRecording(recordingId)) as Parsed[];
    return {
      processed,
      exports,
      messages: await messaging.receive(),
      item: items.find(({ type }) => type === 'recording'),
      exportItems: Object.fromEntries(
        items.filter(({ type }) => type === 'export').map((item) => [item.exportName, item]),
      ),
    };
  }

  /** The recording's executions, the first one first, once they have ended. */
  async #ended(stateMachineArn: string, recordingId: string): Promise<Ended[]> {
    const { engine } = this.system;
    const executions = engine.listExecutions(stateMachineArn).filter(({ name }) => name.split('-')[1] === recordingId);
    return Promise.all(
      executions.reverse().map(async ({ executionArn }) => ({
        ...(await engine.whenEnded(executionArn)),
        states: statesEntered(engine.executionHistory(executionArn)),
      })),
    );
  }
}

/** Name of a recording's one automatic execution. */
export const nameOf = ({ prefix, recordingId }: Pick<RecordingFolder, 'prefix' | 'recordingId'>): string =>
  `${prefix.split('/')[3]}-${recordingId}`;

function statesEntered(events: readonly HistoryEvent[]): string[] {
  const redriven = events.findLastIndex(({ type }) => type === 'ExecutionRedriven');
  return events
    .slice(redriven + 1)
    .flatMap(({ stateEnteredEventDetails: entered }) => (entered === undefined ? [] : [entered.name]));
}

/** Types of messages in the order sent. */
export const typesOf = (messages: readonly Message[]): string[] => messages.map(({ body }) => body.type);

/** The one message of a type. */
export function only(messages: readonly Message[], type: string): Message {
  const found = messages.filter(({ body }) => body.type === type);
  if (found.length === 1) return found[0]!;
  const errors = messages.flatMap(({ body: { error } }) =>
    error === undefined ? [] : [`${error.name}: ${error.message}`],
  );
  throw new Error(`Expected one ${type}, found ${found.length} in ${typesOf(messages)}. ${errors.join(' ')}`);
}
