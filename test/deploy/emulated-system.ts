/** The CDK app, deployed to MiniStack, as a system under test. */
import { CreateQueueCommand, GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { nameOfFunction } from './deployed-functions.ts';
import { CdkCommandLine, type LeftOut, type Outputs } from './deployment.ts';
import { accountId, clientSettings, region } from './emulator/account.ts';
import { leftOutResourceTypes } from './emulator/lacks.ts';
import type { MiniStack } from './emulator/start-ministack.ts';
import { placeholdersFor } from './local-system.ts';
import { makeClients, type SystemUnderTest } from './system-under-test.ts';

/** Types of messages that the second subscriber asks for. */
export const failureTypes = ['recording.failed', 'recording.start.failed', 'recording.export.failed'];

/** A deployment with two subscribers. */
export interface EmulatedSystem {
  readonly system: SystemUnderTest;
  /** Its queue receives {@link failureTypes} only, by a filter of the deployed subscription. */
  readonly failuresQueueUrl: string;
}

/** Deploys; `tell` hears of each step as it ends. */
export async function deployToEmulator(
  { url }: MiniStack,
  directory: string,
  configuration: Readonly<Record<string, unknown>>,
  tell: (step: string) => void,
): Promise<EmulatedSystem> {
  const endpoints = { s3: url, eventbridge: url, sfn: url, dynamodb: url, sns: url, sqs: url, lambda: url };
  const clients = makeClients(clientSettings(url), endpoints);
  const everything = await createQueue(clients.sqs, 'every-message');
  const failures = await createQueue(clients.sqs, 'failures-only');
  const subscriptions = [
    { protocol: 'sqs', endpoint: everything.arn },
    { protocol: 'sqs', endpoint: failures.arn, types: failureTypes },
  ];
  const cdk = new CdkCommandLine(directory, url);
  await cdk.synthesize({ ...configuration, subscriptions });
  tell(`cdk synth${describe(cdk.leaveOut(leftOutResourceTypes))}`);
  await cdk.bootstrap();
  tell('cdk bootstrap');
  const outputs = await cdk.deploy();
  tell('cdk deploy --all');
  const system = {
    clients,
    recordingsBucket: output(outputs, 'RecordingsBucketName'),
    catalogTableName: output(outputs, 'CatalogTableName'),
    processRecordingArn: output(outputs, 'ProcessRecordingArn'),
    exportRecordingArn: output(outputs, 'ExportRecordingArn'),
    serveApi: await nameOfFunction(clients.lambda, 'ServeApi'),
    servePage: await nameOfFunction(clients.lambda, 'ServePage'),
    expireThumbnailsArn: output(outputs, 'ExpireThumbnailsFunctionArn'),
    subscriberQueueUrl: everything.url,
    placeholders: placeholdersFor({
      recordingsBucket: output(outputs, 'RecordingsBucketName'),
      exportsBucket: output(outputs, 'ExportsBucketName'),
      processRecordingArn: output(outputs, 'ProcessRecordingArn'),
      exportRecordingArn: output(outputs, 'ExportRecordingArn'),
      playbackBaseUrl: output(outputs, 'PlaybackBaseUrl'),
    }),
  };
  return { system, failuresQueueUrl: failures.url };
}

const describe = (leftOut: readonly LeftOut[]): string =>
  leftOut.map(({ stackName, what }) => `\n           left out of ${stackName}: ${what}`).join('');

function output(outputs: Outputs, name: string): string {
  const value = outputs[name];
  if (value === undefined) throw new Error(`The deployment has no output ${name}.`);
  return value;
}

/** What a subscriber's queue has to say, whoever the subscriber is. */
const admitTopics = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: '*',
      Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:sns:${region}:${accountId}:*` } },
    },
  ],
};

async function createQueue(sqs: SQSClient, QueueName: string): Promise<{ url: string; arn: string }> {
  const policy = { Policy: JSON.stringify(admitTopics) };
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes: policy }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  return { url: QueueUrl, arn: Attributes?.QueueArn ?? '' };
}
