/** Starts a local system for a test, on the real template and bundles, in a folder of its own. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ReceivedMessage } from '../../../local/messaging/messaging.ts';
import { type RecordingFolder, readRecordingFolder } from '../../../local/run/recording-folder.ts';
import type { HistoryEvent } from '../../../local/states/history-event.ts';
import { loadSystemModel } from '../../../local/system/local-system-model.ts';
import { type InterceptTask, type LocalSystem, startSystem } from '../../../local/system/start-system.ts';
import type { SystemModel } from '../../../local/template/system-model.ts';

const sample = path.resolve(import.meta.dirname, '../../../local/sample/h7RkV3sNp8Ya');

let loading: Promise<SystemModel> | undefined;

/** Synthesized once for a test file. */
export function model(): Promise<SystemModel> {
  loading ??= loadSystemModel(mkdtempSync(path.join(tmpdir(), 'ivs-recordings-cdk-')));
  return loading;
}

/** Runs `act` against a system and cleans up after it. Back-off of Retry is shortened to a thousandth. */
export async function withSystem(
  act: (system: LocalSystem) => Promise<void>,
  options: { interceptTask?: InterceptTask } = {},
): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-test-'));
  const system = await startSystem({ model: await model(), directory, retryDelayScale: 0.001, ...options });
  try {
    await act(system);
  } finally {
    await system.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A copy of the sample that `change` may damage, under an id of its own. */
export function copyOfSample(
  change: (directory: string) => void,
  recordingId = 'h7RkV3sNp8Ya',
): { folder: RecordingFolder; remove: () => void } {
  const parent = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-copy-'));
  const directory = path.join(parent, recordingId);
  cpSync(sample, directory, { recursive: true });
  change(directory);
  return {
    folder: readRecordingFolder(directory),
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

/** The sample as it is. */
export const sampleFolder = (): RecordingFolder => readRecordingFolder(sample);

/** Names of the states in the order entered. */
export const statesEntered = (events: readonly HistoryEvent[]): string[] =>
  events.flatMap(({ stateEnteredEventDetails: entered }) => (entered === undefined ? [] : [entered.name]));

/** Body of a message, loosely typed for assertions. */
export const bodies = (messages: readonly ReceivedMessage[]): Record<string, never>[] =>
  messages.map(({ body }) => body as Record<string, never>);

/** ARN of an execution of process-recording or export-recording by its name. */
export const executionArn = (machineArn: string, name: string): string =>
  `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
