/** What a scenario needs of a system: AWS's APIs and the names of a few resources. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';

/** The APIs that scenarios call. */
export interface Clients {
  readonly s3: S3Client;
  readonly eventBridge: EventBridgeClient;
  readonly stepFunctions: SFNClient;
  readonly dynamodb: DynamoDBClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly lambda: LambdaClient;
}

/** A deployment, wherever it runs. */
export interface SystemUnderTest {
  readonly clients: Clients;
  readonly recordingsBucket: string;
  readonly catalogTableName: string;
  readonly processRecordingArn: string;
  readonly exportRecordingArn: string;
  /** The functions of API and page. */
  readonly serveApi: string;
  readonly servePage: string;
  readonly expireThumbnailsArn: string;
  /** A queue that receives every message of the topic. */
  readonly subscriberQueueUrl: string;
  /** What each system calls otherwise, by what a comparison shall see instead. */
  readonly placeholders: Readonly<Record<string, string>>;
}

interface ClientSettings {
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Makes the clients, each with the endpoint of its service. */
export const makeClients = (
  settings: ClientSettings,
  endpoints: Readonly<Record<'s3' | 'eventbridge' | 'sfn' | 'dynamodb' | 'sns' | 'sqs' | 'lambda', string>>,
): Clients => ({
  s3: new S3Client({ ...settings, endpoint: endpoints.s3, forcePathStyle: true }),
  eventBridge: new EventBridgeClient({ ...settings, endpoint: endpoints.eventbridge }),
  stepFunctions: new SFNClient({ ...settings, endpoint: endpoints.sfn }),
  dynamodb: new DynamoDBClient({ ...settings, endpoint: endpoints.dynamodb }),
  sns: new SNSClient({ ...settings, endpoint: endpoints.sns }),
  sqs: new SQSClient({ ...settings, endpoint: endpoints.sqs }),
  lambda: new LambdaClient({ ...settings, endpoint: endpoints.lambda }),
});

/** Closes their connections. */
export function destroyClients(clients: Clients): void {
  for (const client of Object.values(clients)) client.destroy();
}
