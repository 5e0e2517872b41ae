/** Sends one recording through the running system and collects what came of it. */
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import * as z from 'zod/mini';
import { type CatalogExport, type CatalogItem, catalogItemSchema } from '../../lambdas/shared/contract/catalog.ts';
import type { PlainItem } from '../catalog/catalog-database.ts';
import type { ReceivedMessage } from '../messaging/messaging.ts';
import type { HistoryEvent } from '../states/history-event.ts';
import type { LocalSystem } from '../system/start-system.ts';
import { ivsEventDetail, type RecordingFolder } from './recording-folder.ts';

/** What to export: nothing, the highest rendition, or one by name. */
export interface RunWish {
  readonly isExportWanted: boolean;
  readonly rendition?: string;
}

/** How a recording is run. */
export interface RunOptions {
  /** An operator's wish; without one the IVS event sets the run off and the deployment's default holds. */
  readonly wish?: RunWish;
  /** Whether the recording is uploaded, or served in place where it lies. */
  readonly isCopied: boolean;
}

/** One execution that the run brought about. */
export interface EndedExecution {
  readonly executionArn: string;
  readonly machine: string;
  readonly status: string;
  readonly error?: string;
  readonly cause?: string;
}

/** Everything that a subscriber, a viewer or an operator would see of the run. */
export interface RunResult {
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly executionName: string;
  readonly executions: readonly EndedExecution[];
  /** Names in the order entered, of both machines. */
  readonly states: readonly string[];
  readonly notifications: readonly ReceivedMessage[];
  /** The recording's item with its exports by name; absent when nothing was registered. */
  readonly catalogItem?: PlainItem;
  readonly playbackUrl?: string;
  /** Those that are there, whole and verified. */
  readonly exports: readonly ReadyExport[];
  /** Those that wait until somebody asks for them. */
  readonly heldExports: readonly { readonly name: string; readonly reason: string }[];
  readonly failedExports: readonly { readonly name: string; readonly error: string; readonly message: string }[];
}

/** What the catalog knows of an export that is there. */
export type ReadyExport = NonNullable<CatalogExport['export']>;

/** No execution came of the event. The log of start-processing says why. */
export class NothingStartedError extends Error {
  override readonly name = 'NothingStartedError';
}

/** Puts the event onto the bus that IVS would have sent. */
export async function sendIvsEvent(
  system: Pick<LocalSystem, 'sdk' | 'endpoints' | 'recordingsBucket'>,
  folder: RecordingFolder,
): Promise<void> {
  const client = new EventBridgeClient({ ...system.sdk, endpoint: system.endpoints.eventbridge });
  await client.send(
    new PutEventsCommand({
      Entries: [
        {
          Source: 'aws.ivs',
          DetailType: 'IVS Recording State Change',
          Resources: [folder.channelArn],
          Detail: JSON.stringify(ivsEventDetail(folder, system.recordingsBucket)),
        },
      ],
    }),
  );
  client.destroy();
}

const outcomesSchema = z.object({ outcomes: z.array(z.object({ executionName: z.optional(z.string()) })) });

/** A wish is an operator's: start-processing gets the input that one would type, and nothing else sets a run off. */
async function startWithWish(system: LocalSystem, folder: RecordingFolder, wish: RunWish): Promise<string> {
  await system.addRecording(folder, 'silent');
  const exports = wish.isExportWanted ? [{ rendition: wish.rendition ?? 'highest' }] : [];
  const input = { recording: { bucket: system.recordingsBucket, prefix: folder.prefix }, exports };
  const answer = await system.lambda.invoke(system.functionArn('StartProcessing'), input);
  const executionName = outcomesSchema.parse(answer).outcomes[0]?.executionName;
  const started = system.engine.listExecutions(system.processRecordingArn).find(({ name }) => name === executionName);
  if (started === undefined) throw new NothingStartedError(`start-processing answered ${JSON.stringify(answer)}.`);
  return started.executionArn;
}

async function startByEvents(system: LocalSystem, folder: RecordingFolder, isCopied: boolean): Promise<string> {
  await system.addRecording(folder, isCopied ? 'uploaded' : 'announced');
  await sendIvsEvent(system, folder);
  await system.settle();
  const [execution] = system.engine.listExecutions(system.processRecordingArn);
  if (execution !== undefined) return execution.executionArn;
  throw new NothingStartedError(
    `The event started no execution. What start-processing said: ${system.logOf('StartProcessing').slice(-5).join(' ')}`,
  );
}

const startedExportSchema = z.object({ executionArn: z.string() });

/** The children that an execution started, as its history has them. */
function startedExports(events: readonly HistoryEvent[]): string[] {
  return events
    .filter(({ type, stateExitedEventDetails: exit }) => type === 'TaskStateExited' && exit?.name === 'StartExport')
    .map(({ stateExitedEventDetails: exit }) => startedExportSchema.safeParse(JSON.parse(exit?.output ?? 'null')))
    .flatMap(({ data }) => (data === undefined ? [] : [data.executionArn]));
}

const enteredStates = (events: readonly HistoryEvent[]): { name: string; at: string }[] =>
  events.flatMap(({ stateEnteredEventDetails: entered, timestamp }) =>
    entered === undefined ? [] : [{ name: entered.name, at: timestamp }],
  );

async function whenEnded(system: LocalSystem, executionArn: string): Promise<EndedExecution> {
  const { status, error, cause, stateMachineArn } = await system.engine.whenEnded(executionArn);
  return {
    executionArn,
    machine: stateMachineArn === system.processRecordingArn ? 'process-recording' : 'export-recording',
    status,
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}

/** The recording's item with its exports' items inside, by name. */
function foldCatalog(items: readonly PlainItem[]): PlainItem | undefined {
  const parsed = items.map((item) => catalogItemSchema.parse(item));
  const recording = parsed.find(({ type }) => type === 'recording');
  const exports = parsed.flatMap((item) => (item.type === 'export' ? [[item.exportName, item] as const] : []));
  return recording === undefined && exports.length === 0
    ? undefined
    : { ...recording, exports: Object.fromEntries(exports) };
}

/** See the file's comment. */
export async function runRecording(
  system: LocalSystem,
  folder: RecordingFolder,
  { wish, isCopied }: RunOptions,
): Promise<RunResult> {
  const processArn = await (wish === undefined
    ? startByEvents(system, folder, isCopied)
    : startWithWish(system, folder, wish));
  const processed = await whenEnded(system, processArn);
  const exported = await Promise.all(
    startedExports(system.engine.executionHistory(processArn)).map((arn) => whenEnded(system, arn)),
  );
  await system.settle();
  return collect(system, folder, [processed, ...exported]);
}

async function collect(
  system: LocalSystem,
  folder: RecordingFolder,
  executions: readonly EndedExecution[],
): Promise<RunResult> {
  const states = executions
    .flatMap(({ executionArn }) => enteredStates(system.engine.executionHistory(executionArn)))
    .sort((one, other) => one.at.localeCompare(other.at))
    .map(({ name }) => name);
  const items = (await system.catalog.itemsOfRecording(folder.recordingId)).map((item) =>
    catalogItemSchema.parse(item),
  );
  const catalogItem = foldCatalog(items);
  const playbackUrl = items.flatMap((item) => (item.type === 'recording' ? (item.playback?.url ?? []) : []))[0];
  return {
    status: executions.every(({ status }) => status === 'SUCCEEDED') ? 'SUCCEEDED' : 'FAILED',
    executionName: executions[0]?.executionArn.split(':').at(-1) ?? '',
    executions,
    states,
    notifications: await system.messaging.receive(),
    ...(catalogItem === undefined ? {} : { catalogItem }),
    ...(playbackUrl === undefined ? {} : { playbackUrl }),
    ...sortExports(items),
  };
}

/** Exports by what became of them. */
function sortExports(items: readonly CatalogItem[]): Pick<RunResult, 'exports' | 'heldExports' | 'failedExports'> {
  const exports = items.filter((item) => item.type === 'export');
  const of = (status: CatalogExport['status']) => exports.filter((item) => item.status === status);
  return {
    exports: of('ready').flatMap((item) => item.export ?? []),
    heldExports: of('held').map(({ exportName, hold }) => ({ name: exportName, reason: hold?.message ?? 'no reason' })),
    failedExports: of('failed').map(({ exportName, failure }) => {
      return { name: exportName, error: failure?.name ?? 'unknown', message: failure?.message ?? '' };
    }),
  };
}
