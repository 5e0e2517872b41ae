/** The whole system on one machine: the synthesized template, run against embedded services on loopback. */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { environmentNames } from '../../lambdas/shared/contract/environment.ts';
import { metadataFileKey } from '../../lambdas/shared/contract/object-keys.ts';
import type { CatalogDatabase } from '../catalog/catalog-database.ts';
import { EventBus } from '../events/event-bus.ts';
import { startEventsApi } from '../events/events-api.ts';
import { updateItemIntegration } from '../integrations/dynamodb.ts';
import { lambdaIntegration } from '../integrations/lambda.ts';
import { createJobIntegration } from '../integrations/mediaconvert.ts';
import { publishIntegration } from '../integrations/sns.ts';
import { LambdaRuntime } from '../lambda/lambda-runtime.ts';
import type { Messaging } from '../messaging/messaging.ts';
import type { RecordingFolder } from '../run/recording-folder.ts';
import { startStatesApi } from '../states/api.ts';
import { StatesEngine } from '../states/engine.ts';
import { createFileJournal } from '../states/file-journal.ts';
import type { HistoryEvent } from '../states/history-event.ts';
import type { TaskIntegration, TaskIntegrations } from '../states/integration.ts';
import type { FunctionModel, SystemModel } from '../template/system-model.ts';
import { functionsToNotify } from './bucket-notifications.ts';
import { type EmbeddedServices, StartedParts, startEmbeddedServices } from './embedded-services.ts';
import { type Endpoints, endpointEnvironment } from './endpoints.ts';
import { FunctionLog } from './function-log.ts';
import { functionOf, type KnownResources, knownResources, localEnvironment } from './local-system-model.ts';
import { makeSdkConfiguration, type SdkConfiguration } from './sdk-configuration.ts';
import { uploadFolder } from './upload-folder.ts';
import { WorkUnderWay } from './work-under-way.ts';

/** What a local system is started with. */
export interface LocalSystemOptions {
  readonly model: SystemModel;
  /** Folder for objects, journal, logs and scratch files; made when missing, left behind. */
  readonly directory: string;
  /** Told every event of every execution as it happens. */
  readonly onHistoryEvent?: (executionArn: string, event: HistoryEvent) => void;
  /** Every back-off of a Retry is multiplied by it; 1 unless given. */
  readonly retryDelayScale?: number;
  /** Stands between the workflows and the services: what a switch panel or a test uses to make a service fail. */
  readonly interceptTask?: InterceptTask;
}

/** May replace the integration of a Task's resource, or hand it back as it is. */
export type InterceptTask = (resource: string, integration: TaskIntegration) => TaskIntegration;

/** How a recording gets into the bucket. */
export interface AddRecordingOptions {
  /** Uploaded, or served in place where it lies. */
  readonly isCopied: boolean;
  /** Whether S3 notifies of the metadata file. */
  readonly isAnnounced: boolean;
}

/** A running system. */
export interface LocalSystem extends KnownResources {
  readonly model: SystemModel;
  readonly endpoints: Endpoints;
  /** Variables by which an SDK or the AWS CLI talks to it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly sdk: SdkConfiguration;
  readonly playbackUrl: string;
  readonly engine: StatesEngine;
  readonly lambda: LambdaRuntime;
  readonly messaging: Messaging;
  readonly catalog: CatalogDatabase;
  readonly s3: S3Client;
  /** ARN of a step's function, by its stem (`StartProcessing`). */
  functionArn(stem: string): string;
  /** The last lines that a step logged, by its stem. */
  logOf(stem: string): readonly string[];
  addRecording(folder: RecordingFolder, options: AddRecordingOptions): Promise<void>;
  /** Resolves when no event is on its way and no asynchronous invocation is under way. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

// Lambda waits 1 min and then 2 min before it tries an event again; on a laptop nobody wants to.
const waitBeforeRetry = (attempt: number): Promise<void> => sleep(attempt * 250);

/** Functions know the playback server as their distribution. */
function withPlaybackUrl(model: FunctionModel, playbackUrl: string): FunctionModel {
  const name = environmentNames.playbackBaseUrl;
  return name in model.environment ? { ...model, environment: { ...model.environment, [name]: playbackUrl } } : model;
}

function taskIntegrations(
  lambda: LambdaRuntime,
  services: EmbeddedServices,
  sdk: SdkConfiguration,
  intercept: InterceptTask = (_resource, integration) => integration,
): TaskIntegrations {
  const integrations = new Map([
    ['arn:aws:states:::dynamodb:updateItem', updateItemIntegration(sdk, services.catalog.url)],
    ['arn:aws:states:::sns:publish', publishIntegration(sdk, services.messaging.url)],
    ['arn:aws:states:::mediaconvert:createJob.sync', createJobIntegration(sdk, services.mediaconvert.url)],
  ]);
  return {
    resolve: (resource) => {
      const integration =
        integrations.get(resource) ?? (lambda.has(resource) ? lambdaIntegration(lambda, resource) : undefined);
      return integration === undefined ? undefined : intercept(resource, integration);
    },
  };
}

/** Starts everything; when a part does not start, what had been started is stopped again. */
export async function startSystem(options: LocalSystemOptions): Promise<LocalSystem> {
  const parts = new StartedParts();
  return parts.orStop(() => assemble(options, parts));
}

async function assemble(options: LocalSystemOptions, parts: StartedParts): Promise<LocalSystem> {
  const { model, directory } = options;
  const known = knownResources(model);
  const sdk = makeSdkConfiguration(localEnvironment.region);
  const work = new WorkUnderWay();
  const log = new FunctionLog(path.join(directory, 'logs'));
  const reportTrouble = (error: unknown) =>
    log.add('local-system', error instanceof Error ? (error.stack ?? error.message) : String(error));

  const services = parts.keep(
    await startEmbeddedServices(model, directory, (event) => {
      for (const functionArn of functionsToNotify(model.notifications, event)) {
        lambda.invokeAsynchronously(functionArn, event.body);
      }
    }),
  );
  // Containers start with their first event, when every endpoint is known.
  const functionEnvironment: Record<string, string> = {};
  const lambda: LambdaRuntime = parts.keep(
    new LambdaRuntime({
      functions: model.functions.map((fn) => withPlaybackUrl(fn, services.playback.url)),
      environment: functionEnvironment,
      sendToDeadLetters: (queueArn, body, attributes) => services.messaging.send(queueArn, body, attributes),
      waitBeforeRetry,
      logLine: (functionName, line) => log.add(functionName, line),
    }),
  );
  const bus = new EventBus(
    model.rules,
    async (targetArn, event) => {
      // The one other kind of target is the log group, which keeps what the journal keeps here.
      if (targetArn.includes(':lambda:')) lambda.invokeAsynchronously(targetArn, event);
    },
    (queueArn, event, attributes) => services.messaging.send(queueArn, JSON.stringify(event), attributes),
  );
  const engine = new StatesEngine({
    journal: createFileJournal(path.join(directory, 'executions')),
    integrations: taskIntegrations(lambda, services, sdk, options.interceptTask),
    onStatusChange: (event) => work.add(bus.put(event), reportTrouble),
    ...(options.onHistoryEvent === undefined ? {} : { onHistoryEvent: options.onHistoryEvent }),
    ...(options.retryDelayScale === undefined ? {} : { retryDelayScale: options.retryDelayScale }),
  });
  parts.keep({ stop: () => engine.close() });
  for (const machine of model.stateMachines) engine.registerStateMachine(machine);
  engine.resume();

  const statesApi = await startStatesApi(engine);
  parts.keep({ stop: () => statesApi.close() });
  const eventsApi = parts.keep(await startEventsApi(bus, localEnvironment, () => new Date()));
  const endpoints: Endpoints = {
    s3: services.s3.url,
    sns: services.messaging.url,
    sqs: services.messaging.url,
    dynamodb: services.catalog.url,
    mediaconvert: services.mediaconvert.url,
    sfn: statesApi.endpoint,
    eventbridge: eventsApi.url,
  };
  const environment = endpointEnvironment(endpoints, localEnvironment.region);
  Object.assign(functionEnvironment, environment);
  const s3 = new S3Client({ ...sdk, endpoint: services.s3.url, forcePathStyle: true });

  return {
    ...known,
    model,
    endpoints,
    environment,
    sdk,
    playbackUrl: services.playback.url,
    engine,
    lambda,
    messaging: services.messaging,
    catalog: services.catalog,
    s3,
    functionArn: (stem) => functionOf(model, stem).arn,
    logOf: (stem) => log.linesOf(stem === 'local-system' ? stem : functionOf(model, stem).name),
    addRecording: (folder, wish) => addRecording(services, s3, known.recordingsBucket, folder, wish),
    settle: async () => {
      await work.settle();
      await lambda.settle();
    },
    stop: () => parts.stop(),
  };
}

async function addRecording(
  services: EmbeddedServices,
  s3: S3Client,
  bucket: string,
  folder: RecordingFolder,
  { isCopied, isAnnounced }: AddRecordingOptions,
): Promise<void> {
  if (!isCopied || !isAnnounced) {
    await services.s3.mount({ bucket, prefix: folder.prefix, directory: folder.directory });
    const key = metadataFileKey(folder.prefix, folder.metadataFileName);
    if (isAnnounced) await services.s3.announce(bucket, key);
  } else {
    await uploadFolder(s3, { directory: folder.directory, bucket, prefix: folder.prefix });
  }
}
