/** The whole system on one machine: the synthesized template, run against embedded services on loopback. */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import type { CatalogDatabase } from '../catalog/catalog-database.ts';
import { startCloudFormationApi } from '../cloudformation/server.ts';
import { type CloudFrontApi, startCloudFrontApi } from '../cloudfront/server.ts';
import { type BusEvent, EventBus } from '../events/event-bus.ts';
import { startEventsApi } from '../events/events-api.ts';
import { FaultPanel } from '../faults/fault-panel.ts';
import type { FaultRules } from '../faults/fault-rules.ts';
import { startGateway } from '../gateway/server.ts';
import { type InterceptTask, taskIntegrations } from '../integrations/task-integrations.ts';
import type { IvsServer } from '../ivs/server.ts';
import { startInvokeApi } from '../lambda/invoke-api.ts';
import { LambdaRuntime } from '../lambda/lambda-runtime.ts';
import { makeTargetLogGroups, writeEvent } from '../logs/recorded-events.ts';
import { startLogsApi } from '../logs/server.ts';
import type { Messaging } from '../messaging/messaging.ts';
import { RunChanges } from '../page/run-routes.ts';
import type { RecordingFolder } from '../run/recording-folder.ts';
import { sendSample } from '../run/send-sample.ts';
import { startStatesApi } from '../states/api.ts';
import { StatesEngine } from '../states/engine.ts';
import { createFileJournal } from '../states/file-journal.ts';
import type { HistoryEvent } from '../states/history-event.ts';
import type { SystemModel } from '../template/system-model.ts';
import { addRecording, type RecordingDelivery } from './add-recording.ts';
import { functionsToNotify } from './bucket-notifications.ts';
import { deployedStacks } from './deployed-stacks.ts';
import { StartedParts, startEmbeddedServices } from './embedded-services.ts';
import { type Endpoints, endpointEnvironment, gatewayTargets } from './endpoints.ts';
import { FunctionLog } from './function-log.ts';
import { withLocalVariables } from './function-variables.ts';
import { guardServices, makeGuard } from './guarded-services.ts';
import { addChannelOf } from './local-ivs.ts';
import { functionOf, type KnownResources, knownResources, localEnvironment } from './local-system-model.ts';
import { makeSdkConfiguration, type SdkConfiguration } from './sdk-configuration.ts';
import { WorkUnderWay } from './work-under-way.ts';

/** What a local system is started with. */
export interface LocalSystemOptions {
  readonly model: SystemModel;
  /** Folder for objects, journal, logs and scratch files; made when missing, left behind. */
  readonly directory: string;
  /** Told every event of every execution as it happens. */
  readonly onHistoryEvent?: (executionArn: string, event: HistoryEvent) => void;
  /** Every back-off of a Retry and every Wait is multiplied by it; 1 unless given. */
  readonly retryDelayScale?: number;
  /** Stands between the workflows and the services: what a switch panel or a test uses to make a service fail. */
  readonly interceptTask?: InterceptTask;
  /** A function's container is replaced after so many events; never unless given. */
  readonly eventsPerContainer?: number;
  /** How long workflows wait for a service's answer, but for Lambda's; 10 s unless given. */
  readonly answerTimeoutMs?: number;
  /** Every call of a service, by functions and by workflows, passes these switches, at some cost in time. */
  readonly faults?: FaultRules;
}

/** A running system. */
export interface LocalSystem extends KnownResources {
  readonly model: SystemModel;
  readonly endpoints: Endpoints;
  /** One address for all of them, for `--endpoint-url`. */
  readonly gatewayUrl: string;
  /** Variables by which an SDK or the AWS CLI talks to it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly sdk: SdkConfiguration;
  readonly playbackUrl: string;
  /** Of the page; absent when it has not been built. */
  readonly pageUrl?: string;
  readonly engine: StatesEngine;
  readonly lambda: LambdaRuntime;
  readonly messaging: Messaging;
  readonly catalog: CatalogDatabase;
  readonly s3: S3Client;
  readonly ivs: IvsServer;
  readonly cloudFront: CloudFrontApi;
  /** ARN of a step's function, by its stem (`StartProcessing`). */
  functionArn(stem: string): string;
  /** The last lines that a step logged, by its stem. */
  logOf(stem: string): readonly string[];
  /** Starts or invokes what each schedule would, which no clock does here; gives the executions' ARNs. */
  fireSchedules(): string[];
  addRecording(folder: RecordingFolder, delivery: RecordingDelivery): Promise<void>;
  /** Resolves when no event is on its way and no asynchronous invocation is under way. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

// Lambda waits 1 min and then 2 min before it tries an event again; on a laptop nobody wants to.
const waitBeforeRetry = (attempt: number): Promise<void> => sleep(attempt * 250);

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
  const changes = new RunChanges();
  const panel = new FaultPanel(() => changes.tell('faults'));
  const log = new FunctionLog(path.join(directory, 'logs'));
  const reportTrouble = (error: unknown) =>
    log.add('local-system', error instanceof Error ? (error.stack ?? error.message) : String(error));

  const services = parts.keep(
    await startEmbeddedServices(model, directory, {
      onObjectCreated: (event) => {
        for (const functionArn of functionsToNotify(model.notifications, event)) {
          lambda.invokeAsynchronously(functionArn, event.body);
        }
      },
      invokeFunction: (functionArn, event) => lambda.invoke(functionArn, event),
      runs: { engine: () => engine, changes },
      faults: { panel, sendSample: () => sendSample(system) },
      failureOfJob: panel.failureOfJob,
    }),
  );
  // Containers start with their first event, when every endpoint is known.
  const functionEnvironment: Record<string, string> = {};
  const lambda: LambdaRuntime = parts.keep(
    new LambdaRuntime({
      functions: model.functions.map((fn) => withLocalVariables(fn, services.playback.url)),
      environment: functionEnvironment,
      sendToDeadLetters: (queueArn, body, attributes) => services.messaging.send(queueArn, body, attributes),
      waitBeforeRetry,
      logLine: (functionName, line) => log.add(functionName, line),
      ...(options.eventsPerContainer === undefined ? {} : { eventsPerContainer: options.eventsPerContainer }),
    }),
  );
  const logGroups = makeTargetLogGroups(model.rules, directory);
  const bus = new EventBus(
    model.rules,
    async (targetArn, event) => {
      if (!writeEvent(logGroups, targetArn, event, new Date())) lambda.invokeAsynchronously(targetArn, event);
    },
    async (queueArn, event, attributes) => {
      if (queueArn === undefined) reportTrouble(`Undelivered and lost: ${JSON.stringify({ attributes, event })}`);
      else await services.messaging.send(queueArn, JSON.stringify(event), attributes);
    },
  );
  const guard = makeGuard(options.faults, parts);
  const guarded = await guardServices(services, panel, guard, parts);
  const engine: StatesEngine = new StatesEngine({
    journal: createFileJournal(path.join(directory, 'executions')),
    integrations: taskIntegrations(
      {
        sdk: options.answerTimeoutMs === undefined ? sdk : { ...sdk, answerTimeoutMs: options.answerTimeoutMs },
        dynamodbUrl: guarded.dynamodb,
        snsUrl: guarded.sns,
        mediaconvertUrl: guarded.mediaconvert,
        s3Url: guarded.s3,
        lambda,
        engine: () => engine,
        ...(options.faults === undefined ? {} : { apis: { lambdaUrl: () => called.lambda, sfnUrl: () => called.sfn } }),
      },
      options.interceptTask,
    ),
    onStatusChange: (event) => work.add(bus.put(event), reportTrouble),
    onHistoryEvent: (executionArn, event) => {
      changes.tell(executionArn);
      options.onHistoryEvent?.(executionArn, event);
    },
    ...(options.retryDelayScale === undefined ? {} : { retryDelayScale: options.retryDelayScale }),
  });
  parts.keep({ stop: () => engine.close() });
  for (const machine of model.stateMachines) engine.registerStateMachine(machine);

  const statesApi = await startStatesApi(engine);
  parts.keep({ stop: () => statesApi.close() });
  const invokeApi = parts.keep(await startInvokeApi(lambda));
  const unreliableBus = { put: async (event: BusEvent) => (panel.loses(event) ? undefined : bus.put(event)) };
  const eventsApi = parts.keep(await startEventsApi(unreliableBus, localEnvironment, () => new Date()));
  const cloudFormation = parts.keep(await startCloudFormationApi(deployedStacks(model, services), localEnvironment));
  const cloudFront = parts.keep(await startCloudFrontApi());
  const logsApi = parts.keep(await startLogsApi(logGroups));
  const endpoints: Endpoints = {
    s3: services.s3.url,
    sns: services.messaging.url,
    sqs: services.messaging.url,
    dynamodb: services.catalog.url,
    mediaconvert: services.mediaconvert.url,
    sfn: statesApi.endpoint,
    eventbridge: eventsApi.url,
    lambda: invokeApi.url,
    ivs: services.ivs.url,
    cloudformation: cloudFormation.url,
    logs: logsApi.url,
    cloudfront: cloudFront.url,
  };
  const called: Endpoints = {
    ...guarded,
    sfn: await guard('sfn', endpoints.sfn),
    eventbridge: await guard('eventbridge', endpoints.eventbridge),
    lambda: await guard('lambda', endpoints.lambda),
    ivs: await guard('ivs', endpoints.ivs),
    // No function asks these.
    cloudformation: endpoints.cloudformation,
    logs: endpoints.logs,
    cloudfront: endpoints.cloudfront,
  };
  const gateway = parts.keep(await startGateway(gatewayTargets(endpoints)));
  Object.assign(functionEnvironment, endpointEnvironment(called, gateway.url, localEnvironment.region));
  // Not before functions know where everything is.
  engine.resume();
  const s3 = new S3Client({ ...sdk, endpoint: services.s3.url, forcePathStyle: true });

  const system: LocalSystem = {
    ...known,
    model,
    endpoints,
    gatewayUrl: gateway.url,
    environment: endpointEnvironment(endpoints, gateway.url, localEnvironment.region),
    sdk,
    playbackUrl: services.playback.url,
    ...(services.hasPage && { pageUrl: `${services.playback.url}/` }),
    engine,
    lambda,
    messaging: services.messaging,
    catalog: services.catalog,
    s3,
    ivs: services.ivs,
    cloudFront,
    functionArn: (stem) => functionOf(model, stem).arn,
    logOf: (stem) => log.linesOf(stem === 'local-system' ? stem : functionOf(model, stem).name),
    fireSchedules: () =>
      model.schedules.flatMap(({ targetArn, input }) => {
        if (targetArn.includes(':states:'))
          return [engine.startExecution({ stateMachineArn: targetArn, input }).executionArn];
        lambda.invokeAsynchronously(targetArn, JSON.parse(input));
        return [];
      }),
    addRecording: async (folder, delivery) => {
      addChannelOf(folder, services.ivs);
      await addRecording({ server: services.s3, client: s3, bucket: known.recordingsBucket }, folder, delivery);
    },
    settle: async () => {
      // A function may start an execution, whose status is an event again.
      while (work.isBusy || lambda.isBusy) {
        await work.settle();
        await lambda.settle();
      }
    },
    stop: () => parts.stop(),
  };
  return system;
}
