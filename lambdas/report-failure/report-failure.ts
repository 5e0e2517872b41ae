/**
 * Reports executions that failed, timed out or were aborted, and recordings that IVS could not begin: first to the
 * catalog, then to the subscribers, and then notes in the catalog that they know. The definitions have no Catch for this,
 * so that a redrive resumes at the state that failed (docs/adr/0004). When a redrive has succeeded, it takes the failure
 * out of the catalog again.
 */
import * as z from 'zod/mini';
import {
  type CatalogWrite,
  type ConditionalUpdate,
  expiryAttribute,
  expiryOf,
  type Run,
} from '../shared/contract/catalog.ts';
import { EventUnreadableError } from '../shared/contract/errors.ts';
import {
  type ExecutionFailureEvent,
  type ExecutionHistoryEvent,
  type ExecutionStatusEvent,
  executionStatusEventSchema,
  ivsRecordingEventSchema,
} from '../shared/contract/events.ts';
import { jsonExcerptOf } from '../shared/contract/json-text.ts';
import {
  type Notification,
  type NotifiedError,
  notificationId,
  notificationSchemaVersion,
} from '../shared/contract/notification.ts';
import { parseWith } from '../shared/recording/schema-faults.ts';
import { describeFailure } from './describe-failure.ts';
import { type ConfiguredExports, type FailedInput, readFailedInput } from './failed-input.ts';
import { findFailure } from './failing-state.ts';
import { exportFailureUpdates, type Failure, recordingFailureUpdates, recoveryUpdates } from './failure-update.ts';
import { makeStartFailureNotification } from './report-start-failure.ts';
import type { ReportFailureOutput } from './schema.ts';

/** What report-failure needs of the world. */
export interface ReportFailurePorts extends ConfiguredExports {
  readonly processRecordingArn: string;
  readonly exportRecordingArn: string;
  /** Days until the catalog may forget a failure; null: never. */
  readonly catalogExpireAfterDays: number | null;
  describeExecution(executionArn: string): Promise<{ input?: string | undefined }>;
  /** Newest event first. */
  readHistoryBackwards(executionArn: string): Promise<readonly ExecutionHistoryEvent[]>;
  updateCatalog(update: ConditionalUpdate): Promise<CatalogWrite>;
  publishNotification(notification: Notification): Promise<void>;
  /** Notes that the failure of that attempt was announced, where the item still tells of it. */
  noteAnnounced(key: ConditionalUpdate['key'], run: Run): Promise<void>;
  now(): Date;
  log(report: ReportFailureOutput): void;
}

/**
 * Writes the failure into the catalog and publishes it, unless something newer is known.
 *
 * @param event A status event of an ended execution of either state machine, or IVS's `Recording Start Failure`.
 * @throws {@link EventUnreadableError} for anything else.
 */
export async function reportFailure(event: unknown, ports: ReportFailurePorts): Promise<ReportFailureOutput> {
  const isFromIvs = z.object({ source: z.literal('aws.ivs') }).safeParse(event).success;
  const report = isFromIvs
    ? await publish(makeStartFailureNotification(parse(ivsRecordingEventSchema, event), ports.now()), ports)
    : await reportExecution(parse(executionStatusEventSchema, event), ports);
  ports.log(report);
  return report;
}

async function publish(notification: Notification, ports: ReportFailurePorts): Promise<ReportFailureOutput> {
  await ports.publishNotification(notification);
  return { outcome: 'reported', notificationId: notification.id };
}

async function reportExecution(event: ExecutionStatusEvent, ports: ReportFailurePorts): Promise<ReportFailureOutput> {
  const { executionArn, input } = event.detail;
  const type = notificationTypeOf(event, ports);
  // Left out of the event when it is large.
  const inputText = input ?? (await ports.describeExecution(executionArn)).input ?? '';
  const readable = readFailedInput(inputText, ports);
  return isFailure(event)
    ? reportExecutionFailure(type, event, readable, ports)
    : reportRecovery(type, event, readable, ports);
}

const isFailure = (event: ExecutionStatusEvent): event is ExecutionFailureEvent => event.detail.status !== 'SUCCEEDED';

async function reportExecutionFailure(
  type: FailureType,
  event: ExecutionFailureEvent,
  failed: FailedInput,
  ports: ReportFailurePorts,
): Promise<ReportFailureOutput> {
  const { executionArn, status } = event.detail;
  const redriveCount = event.detail.redriveCount ?? 0;
  const found = findFailure(await ports.readHistoryBackwards(executionArn), { status, redriveCount });
  const error = describeFailure(event, found);
  const expiresAt = expiryOf(ports.now(), ports.catalogExpireAfterDays);
  // Without a history to tell, the end is all that is known.
  const lookedAt = found.lookedAt ?? endOf(event);
  const updates = makeUpdates(type, event, failed, { error, lookedAt }).map((update) => withExpiry(update, expiresAt));
  const written = await writeAll(updates, ports);
  const playbackStands = written.at(-1)?.status === 'playable';
  const notification = makeNotification(type, event, failed, error, { now: ports.now(), playbackStands });
  if (updates.length > 0 && written.length === 0) {
    return { outcome: 'superseded', notificationId: notification.id, executionArn };
  }
  const report = await publish(notification, ports);
  // Last, so that the reconciler takes up what could not be published; a second message has the same id.
  const [first] = updates;
  if (first !== undefined) await ports.noteAnnounced(first.key, runOf(event));
  return { ...report, executionArn };
}

/** What nothing else is known of than a failure has to go as well; without a time, whatever stands in the item stays. */
const withExpiry = (update: ConditionalUpdate, expiresAt: number | null): ConditionalUpdate =>
  expiresAt === null ? update : { ...update, set: { ...update.set, [expiryAttribute]: expiresAt } };

/** One after the other, since the first may make the item; gives those that were written. */
async function writeAll(updates: readonly ConditionalUpdate[], { updateCatalog }: ReportFailurePorts) {
  const written: Extract<CatalogWrite, { outcome: 'written' }>[] = [];
  for (const update of updates) {
    const write = await updateCatalog(update);
    if (write.outcome === 'written') written.push(write);
  }
  return written;
}

async function reportRecovery(
  type: FailureType,
  event: ExecutionStatusEvent,
  { location, exportName }: FailedInput,
  ports: ReportFailurePorts,
): Promise<ReportFailureOutput> {
  const { executionArn } = event.detail;
  if ((event.detail.redriveCount ?? 0) === 0) {
    throw new EventUnreadableError(`${executionArn} succeeded without a redrive: narrow the rule, nothing had failed.`);
  }
  const name = type === 'recording.failed' ? undefined : exportName;
  if (location === undefined || (type === 'recording.export.failed' && name === undefined)) {
    throw new EventUnreadableError(`The input of ${executionArn}, which succeeded, names no recording or no export.`);
  }
  const updates = recoveryUpdates({ location, asOf: endOf(event), run: runOf(event) }, name);
  const written = await writeAll(updates, ports);
  return { outcome: written.length > 0 ? 'recovered' : 'superseded', executionArn };
}

const endOf = ({ detail, time }: ExecutionStatusEvent): string => new Date(detail.stopDate ?? time).toISOString();

const runOf = ({ detail: { executionArn, startDate, redriveCount } }: ExecutionStatusEvent): Run => ({
  executionArn,
  startedAt: new Date(startDate).toISOString(),
  redriveCount: redriveCount ?? 0,
});

type FailureType = 'recording.failed' | 'recording.export.failed';

function notificationTypeOf({ detail }: ExecutionStatusEvent, ports: ReportFailurePorts): FailureType {
  if (detail.stateMachineArn === ports.processRecordingArn) return 'recording.failed';
  if (detail.stateMachineArn === ports.exportRecordingArn) return 'recording.export.failed';
  throw new EventUnreadableError(
    `Execution ${detail.executionArn} is of ${detail.stateMachineArn}, expected ${ports.processRecordingArn} or ${ports.exportRecordingArn}; narrow the rule`,
  );
}

function makeUpdates(
  type: FailureType,
  event: ExecutionStatusEvent,
  { location, recording, exportName }: FailedInput,
  found: Pick<Failure, 'error' | 'lookedAt'>,
): ConditionalUpdate[] {
  if (location === undefined || recording === undefined) return [];
  const failure = { location, recording, ...found, asOf: endOf(event), run: runOf(event) };
  if (type === 'recording.failed') return recordingFailureUpdates(failure);
  return exportName === undefined ? [] : exportFailureUpdates(failure, exportName);
}

function makeNotification(
  type: FailureType,
  { detail }: ExecutionStatusEvent,
  { recording, exportName, metadata }: FailedInput,
  error: NotifiedError,
  { now, playbackStands }: { now: Date; playbackStands: boolean },
): Notification {
  const redriveCount = detail.redriveCount ?? 0;
  const subject = recording === undefined ? 'execution' : `${recording.channelId}/${recording.recordingId}`;
  const common = {
    schemaVersion: notificationSchemaVersion,
    id: notificationId(subject, type, detail.name, redriveCount),
    time: now.toISOString(),
    recording,
    error,
    metadata,
    execution: { arn: detail.executionArn, redriveCount },
  } as const;
  if (type === 'recording.failed') return { type, ...common, playbackStands };
  return { type, ...common, export: exportName === undefined ? undefined : { name: exportName } };
}

function parse<Schema extends z.ZodMiniType>(schema: Schema, event: unknown): z.output<Schema> {
  const parsed = parseWith(schema, event, 'the event');
  if ('value' in parsed) return parsed.value;
  throw new EventUnreadableError(
    `Expected the status event of an execution that did not succeed, or IVS's "Recording Start Failure": ${parsed.faults}. Found: ${jsonExcerptOf(event, 1000)}`,
  );
}
