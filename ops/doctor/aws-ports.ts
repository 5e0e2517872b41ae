/** The ports of `doctor`, over clients that end with the context. */
import { CloudFrontClient, GetDistributionCommand } from '@aws-sdk/client-cloudfront';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetAccountSettingsCommand, GetPolicyCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueCommand, MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { DescribeStateMachineCommand, ListExecutionsCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { paginateListSubscriptionsByTopic, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { makeStepFunctionsClient } from '../../lambdas/shared/adapters/state-machine.ts';
import type { CommandContext } from '../frame/command-context.ts';
import { makeIvsPorts } from '../setup/ivs-ports.ts';
import { makeBucketPorts } from './bucket-ports.ts';
import type { CatalogTable, DoctorPorts, JobQueue, StateMachine, Subscription } from './doctor-ports.ts';
import { makeMetricPorts } from './metric-ports.ts';
import { ruleState, ruleTargets } from './rule-ports.ts';

/** See the file's comment. */
export function makeDoctorPorts(context: CommandContext): DoctorPorts {
  const { client, clock, programName } = context;
  const dynamodb = client((settings) => new DynamoDBClient(settings));
  const events = client((settings) => new EventBridgeClient(settings));
  const lambda = client((settings) => new LambdaClient(settings));
  const sns = client((settings) => new SNSClient(settings));
  const sqs = client((settings) => new SQSClient(settings));
  const states = client((settings) => makeStepFunctionsClient(settings));
  const cloudFront = client((settings) => new CloudFrontClient(settings));
  const mediaConvert = client((settings) => new MediaConvertClient(settings));
  return {
    ...makeIvsPorts(context),
    ...makeBucketPorts(context),
    ...makeMetricPorts(context),
    ruleState: (name) => ruleState(events, name),
    ruleTargets: (name) => ruleTargets(events, name),
    functionPolicy: (functionArn) => functionPolicy(lambda, functionArn),
    listSubscriptions: (topicArn) => listSubscriptions(sns, topicArn),
    countMessages: (queueUrl) => countMessages(sqs, queueUrl),
    stateMachine: (arn) => stateMachine(states, arn),
    latestExecutions: (arn) => latestExecutions(states, arn),
    catalogTable: (name) => catalogTable(dynamodb, name),
    distribution: async (Id) => {
      const { Distribution } = await cloudFront.send(new GetDistributionCommand({ Id }));
      return { status: Distribution?.Status ?? '', isEnabled: Distribution?.DistributionConfig?.Enabled === true };
    },
    jobQueue: (arn) => jobQueue(mediaConvert, arn),
    mostFunctionsAtOnce: async () => {
      const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
      return AccountLimit?.ConcurrentExecutions ?? 0;
    },
    now: () => clock.now(),
    programName,
  };
}

async function functionPolicy(lambda: LambdaClient, FunctionName: string): Promise<string | undefined> {
  try {
    return (await lambda.send(new GetPolicyCommand({ FunctionName }))).Policy;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

async function listSubscriptions(client: SNSClient, TopicArn: string): Promise<Subscription[]> {
  const found: Subscription[] = [];
  // A pending one has the word PendingConfirmation instead.
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn }))
    for (const { Protocol: protocol = '', Endpoint: endpoint = '', SubscriptionArn: arn = '' } of Subscriptions)
      found.push({ protocol, endpoint, isConfirmed: arn.startsWith('arn:') });
  return found;
}

/** Those under way as well: a dead letter that somebody looks at is one all the same. */
async function countMessages(sqs: SQSClient, QueueUrl: string): Promise<number> {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] }));
  return names.reduce((sum, name) => sum + Number(Attributes?.[name] ?? 0), 0);
}

async function stateMachine(states: SFNClient, stateMachineArn: string): Promise<StateMachine> {
  const { status = '', definition = '' } = await states.send(new DescribeStateMachineCommand({ stateMachineArn }));
  return { status, definition };
}

async function catalogTable(dynamodb: DynamoDBClient, TableName: string): Promise<CatalogTable> {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
  return {
    status: Table?.TableStatus ?? '',
    keyArn: Table?.SSEDescription?.KMSMasterKeyArn,
    keyMissedSince: Table?.SSEDescription?.InaccessibleEncryptionDateTime,
  };
}

async function latestExecutions(states: SFNClient, stateMachineArn: string) {
  const { executions = [] } = await states.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 100 }));
  return executions.map(({ name = '', status = '', startDate: startedAt = new Date(0) }) => ({
    name,
    status,
    startedAt,
  }));
}

/** @param arn `arn:…:queues/<name>` */
async function jobQueue(mediaConvert: MediaConvertClient, arn: string): Promise<JobQueue> {
  const Name = arn.slice(arn.indexOf('queues/') + 'queues/'.length);
  const { Queue } = await mediaConvert.send(new GetQueueCommand({ Name }));
  return {
    status: Queue?.Status ?? '',
    mostAtOnce: Queue?.ConcurrentJobs,
    running: Queue?.ProgressingJobsCount ?? 0,
    waiting: Queue?.SubmittedJobsCount ?? 0,
  };
}
