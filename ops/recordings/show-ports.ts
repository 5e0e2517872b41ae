/** What `recordings show` and `recordings check` ask of AWS. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IvsClient } from '@aws-sdk/client-ivs';
import {
  GetExecutionHistoryCommand,
  type GetExecutionHistoryCommandOutput,
  type HistoryEvent,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { makeReadChannel } from '../../lambdas/shared/adapters/channel-reader.ts';
import { findExecution, makeListExecutions } from '../../lambdas/shared/adapters/execution-lists.ts';
import { makeExportStorage } from '../../lambdas/shared/adapters/export-storage.ts';
import { makeRecordingStorage } from '../../lambdas/shared/adapters/recording-storage.ts';
import { makeS3Client } from '../../lambdas/shared/adapters/s3-client.ts';
import { makeStepFunctionsClient } from '../../lambdas/shared/adapters/state-machine.ts';
import { readMetadata } from '../../lambdas/shared/recording/read-metadata.ts';
import { makeCatalogPages } from '../catalog/catalog-pages.ts';
import { outputOf } from '../deployment/deployment.ts';
import { callsPerSecond } from '../executions/execution-ports.ts';
import type { CommandContext } from '../frame/command-context.ts';
import { makePace } from '../setup/pace.ts';
import type { CheckPorts } from './check-recording.ts';
import type { DescribePorts } from './describe-recording.ts';
import type { RecordingExecution } from './recording-executions.ts';
import type { PublishEvent } from './sent-messages.ts';

/** Ports of `recordings show`. */
export async function makeDescribePorts(context: CommandContext): Promise<DescribePorts> {
  const { client, clock, signal } = context;
  const deployment = await context.deployment();
  const dynamodb = client((settings) => new DynamoDBClient(settings));
  const sfn = client((settings) => makeStepFunctionsClient(settings));
  const s3 = client((settings) => makeS3Client(settings));
  const storage = makeRecordingStorage(s3);
  const pace = makePace({ clock, signal }, callsPerSecond);
  return {
    pages: makeCatalogPages(dynamodb, outputOf(deployment, 'CatalogTableName')),
    readMetadata: ({ bucket, location }) =>
      readMetadata({ bucket, ...location }, undefined, { ...storage, now: () => clock.now() }),
    findExport: makeExportStorage(s3).findExport,
    describe: (executionArn) => describe(sfn, executionArn),
    listNames: async function* (stateMachineArn) {
      const list = makeListExecutions(sfn, stateMachineArn, { beforeCall: () => pace('ListExecutions') });
      for await (const page of list()) yield page.map(({ name }) => name);
    },
    readPublishEvents: (executionArn) => readPublishEvents(sfn, executionArn),
    processRecordingArn: outputOf(deployment, 'ProcessRecordingArn'),
    exportRecordingArn: outputOf(deployment, 'ExportRecordingArn'),
    signal,
  };
}

/** Ports of `recordings check`. */
export async function makeCheckPorts(context: CommandContext): Promise<CheckPorts> {
  const { client, clock } = context;
  const deployment = await context.deployment();
  const now = () => clock.now();
  return {
    ...makeRecordingStorage(client((settings) => makeS3Client(settings))),
    readChannel: makeReadChannel(
      client((settings) => new IvsClient(settings)),
      now,
    ),
    now,
    playbackBaseUrl: outputOf(deployment, 'PlaybackBaseUrl'),
    exportsBucket: outputOf(deployment, 'ExportsBucketName'),
  };
}

async function describe(sfn: SFNClient, executionArn: string): Promise<RecordingExecution | undefined> {
  const answer = await findExecution(sfn, executionArn);
  if (answer === undefined) return undefined;
  const { stateMachineArn = '', name = '', status = '', startDate = new Date(0), redriveCount = 0 } = answer;
  const { stopDate, redriveStatus, error, cause, input, output } = answer;
  const ended = { stopDate, redriveStatus, error, cause, input, output };
  return { executionArn, stateMachineArn, name, status, startDate, redriveCount, ...ended };
}

/** Ours have some hundreds of events. */
const mostPages = 5;

async function readPublishEvents(sfn: SFNClient, executionArn: string): Promise<PublishEvent[]> {
  const events: PublishEvent[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const command = new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, nextToken });
    const answer: GetExecutionHistoryCommandOutput = await sfn.send(command);
    events.push(...(answer.events ?? []).map(toPublishEvent));
    nextToken = answer.nextToken;
    if (nextToken === undefined) break;
  }
  return events;
}

function toPublishEvent({ id = 0, previousEventId = 0, timestamp: at = new Date(0), ...event }: HistoryEvent) {
  const { taskScheduledEventDetails: scheduled, taskSucceededEventDetails: succeeded } = event;
  const base = { id, previousEventId, at };
  if (scheduled?.resourceType === 'sns') return { ...base, kind: 'scheduled', text: scheduled.parameters } as const;
  if (succeeded?.resourceType === 'sns') return { ...base, kind: 'succeeded', text: succeeded.output } as const;
  return { ...base, kind: 'other', text: undefined } as const;
}
