/** Everything that is known of one recording, from wherever it is known. */
import type { CatalogExport } from '../../lambdas/shared/contract/catalog.ts';
import { recordingExecutionName } from '../../lambdas/shared/contract/execution-name.ts';
import { notificationId } from '../../lambdas/shared/contract/notification.ts';
import type { EndedRecording } from '../../lambdas/shared/recording/read-metadata.ts';
import type { FindExport } from '../../lambdas/shared/recording/storage-ports.ts';
import type { CatalogPages } from '../catalog/catalog-pages.ts';
import { executionNameOf } from '../executions/execution-arn.ts';
import type { FoundRecording } from '../named-recording/find-recording.ts';
import { type CatalogEntry, groupItems } from './catalog-entry.ts';
import { type ExecutionFinderPorts, findRecordingExecutions, type RecordingExecution } from './recording-executions.ts';
import { messagesOf, type PublishEvent, type SentMessage } from './sent-messages.ts';

/** What could be read, or why it could not be. */
export type Reading<Value> = { readonly value: Value } | { readonly problem: string };

/** What was read; `undefined` when it could not be. */
export const valueIn = <Value>(reading: Reading<Value>): Value | undefined =>
  'value' in reading ? reading.value : undefined;

/** Why it could not be read. */
export const problemIn = (reading: Reading<unknown>): string | undefined =>
  'problem' in reading ? reading.problem : undefined;

/** An export, and whether its file lies where the catalog says. */
export interface DescribedExport extends CatalogExport {
  /** Bytes of the file that is there now, `undefined` when there is none; a text when nobody may look. */
  readonly fileNow: Reading<number | undefined> | undefined;
}

/** See the file's comment. */
export interface RecordingDescription extends FoundRecording {
  /** Absent when the catalog knows nothing of it. */
  readonly entry: CatalogEntry | undefined;
  readonly metadata: Reading<EndedRecording>;
  readonly exports: readonly DescribedExport[];
  /** The first one first. */
  readonly executions: readonly RecordingExecution[];
  /** The first one first. */
  readonly messages: readonly SentMessage[];
  /** State machine of the exports: what is none of it processes the recording. */
  readonly exportRecordingArn: string;
}

/** What describing needs. */
export interface DescribePorts extends ExecutionFinderPorts {
  readonly pages: Pick<CatalogPages, 'ofRecording'>;
  readMetadata(recording: FoundRecording): Promise<EndedRecording>;
  readonly findExport: FindExport;
  /** What an execution has published; see {@link messagesOf}. */
  readPublishEvents(executionArn: string): Promise<readonly PublishEvent[]>;
  readonly processRecordingArn: string;
  readonly exportRecordingArn: string;
  readonly signal: AbortSignal;
}

/** Describes it. What one place does not tell, or may not be asked, does not hide what the others do. */
export async function describeRecording(
  recording: FoundRecording,
  isExhaustive: boolean,
  ports: DescribePorts,
): Promise<RecordingDescription> {
  const { location } = recording;
  const [entry, metadata] = await Promise.all([
    readEntry(recording, ports),
    attempt(() => ports.readMetadata(recording)),
  ]);
  ports.signal.throwIfAborted();
  const exports = await Promise.all((entry?.exports ?? []).map((item) => lookAtFile(item, ports)));
  const items = [entry?.recording, ...(entry?.exports ?? [])];
  const executions = await findRecordingExecutions(
    {
      channelId: location.channelId,
      recordingId: location.recordingId,
      processRecordingArn: ports.processRecordingArn,
      exportRecordingArn: ports.exportRecordingArn,
      notedArns: items.flatMap((item) => [item?.run, item?.failure?.run].flatMap((run) => run?.executionArn ?? [])),
      exportNames: exports.map(({ exportName }) => exportName),
      isExhaustive,
    },
    ports,
  );
  ports.signal.throwIfAborted();
  const published = await Promise.all(executions.map((execution) => readMessages(execution, ports)));
  const messages = [...published.flat(), ...reportedFailures(entry)];
  return {
    ...recording,
    entry,
    metadata,
    exports,
    executions,
    messages: messages.sort((one, other) => one.at.getTime() - other.at.getTime()),
    exportRecordingArn: ports.exportRecordingArn,
  };
}

async function readEntry({ location }: FoundRecording, { pages }: DescribePorts): Promise<CatalogEntry | undefined> {
  const { channelId, recordingId } = location;
  for await (const entry of groupItems(pages.ofRecording({ channelId, recordingId }), () => {})) return entry;
  return undefined;
}

async function lookAtFile(item: CatalogExport, { findExport }: DescribePorts): Promise<DescribedExport> {
  if (item.export === undefined) return { ...item, fileNow: undefined };
  const { bucket, key } = item.export;
  return { ...item, fileNow: await attempt(async () => (await findExport({ bucket, key }))?.sizeBytes) };
}

async function readMessages({ executionArn }: RecordingExecution, ports: DescribePorts): Promise<SentMessage[]> {
  return messagesOf(executionArn, await ports.readPublishEvents(executionArn));
}

/** A Lambda notes the failure, publishes it right after and notes that it did; only the notes can be seen. */
function reportedFailures(entry: CatalogEntry | undefined): SentMessage[] {
  return [entry?.recording, ...(entry?.exports ?? [])].flatMap((item) => {
    if (item?.failure === undefined || item.failure.announced === false) return [];
    const { executionArn, redriveCount } = item.failure.run;
    const type = item.type === 'recording' ? 'recording.failed' : 'recording.export.failed';
    const id = notificationId(
      `${item.channelId}/${item.recordingId}`,
      type,
      executionNameOf(executionArn),
      redriveCount,
    );
    return [{ at: new Date(item.failure.at), type, id, messageId: undefined, executionArn }];
  });
}

/** Refusals of storage and of the metadata file are part of the answer; an interruption is not. */
async function attempt<Value>(read: () => Promise<Value>): Promise<Reading<Value>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (!(error instanceof Error) || !isOfARead(error)) throw error;
    return { problem: `${error.name}: ${error.message}` };
  }
}

/** Errors of the contract, and of S3. */
const isOfARead = ({ name }: Error): boolean => /^(Recording|Storage|NoSuch|AccessDenied)/.test(name);

/** Whether anything at all is known of it. */
export const isKnown = ({ entry, metadata, executions }: RecordingDescription): boolean =>
  entry !== undefined || 'value' in metadata || executions.length > 0;

/** Name of the recording's one automatic execution, for advice. */
export const automaticNameOf = ({ location }: FoundRecording): string => recordingExecutionName(location);
