/** A deployment in which everything is as it should be, and its doctor; a test makes something otherwise. */
import { metadataFileNames } from '../../../../lambdas/shared/contract/object-keys.ts';
import type { Deployment } from '../../../../ops/deployment/deployment.ts';
import { allChecks } from '../../../../ops/doctor/all-checks.ts';
import type { CheckResult } from '../../../../ops/doctor/check.ts';
import type { DoctorPorts } from '../../../../ops/doctor/doctor-ports.ts';
import { runChecks } from '../../../../ops/doctor/run-checks.ts';
import type { Channel } from '../../../../ops/setup/ivs-ports.ts';
import type { RecordingConfiguration } from '../../../../ops/setup/recording-settings.ts';

const arn = (service: string, resource: string) => `arn:aws:${service}:us-west-2:123456789012:${resource}`;
export const startProcessingArn = arn('lambda', 'function:start');
export const reportFailureArn = arn('lambda', 'function:report');
export const configurationArn = arn('ivs', 'recording-configuration/Deployed');
export const queueArn = arn('mediaconvert', 'queues/Default');
export const distributionArn = 'arn:aws:cloudfront::123456789012:distribution/E2EXAMPLE';
const queue = (name: string) => `https://sqs.us-west-2.amazonaws.com/123456789012/${name}`;

export const outputs = {
  RecordingsBucketName: 'my-recordings',
  ExportsBucketName: 'my-exports',
  CatalogTableName: 'catalog',
  PlaybackBaseUrl: 'https://v.example.com',
  DistributionId: 'E2EXAMPLE',
  RecordingConfigurationArn: configurationArn,
  ProcessRecordingArn: arn('states', 'stateMachine:process'),
  ExportRecordingArn: arn('states', 'stateMachine:export'),
  BackfillRecordingsArn: arn('states', 'stateMachine:backfill'),
  StartProcessingFunctionArn: startProcessingArn,
  ReportFailureFunctionArn: reportFailureArn,
  NotificationTopicArn: arn('sns', 'messages'),
  AlarmTopicArn: arn('sns', 'alarms'),
  RecordingEventLogName: '/aws/events/recordings',
  ReconcilerScheduleName: 'hourly',
  ThumbnailExpiryScheduleName: 'daily',
  RecordingEndedRuleName: 'ended',
  RecordingStartFailedRuleName: 'start-failed',
  ExecutionFailedRuleName: 'failed',
  ExecutionRecoveredRuleName: 'recovered',
  RecordingEventsRuleName: 'events',
  StartProcessingDeadLettersUrl: queue('start'),
  RecordingEndedUndeliveredUrl: queue('ended'),
};

export const aChannel = (given: Partial<Channel> = {}): Channel => ({
  arn: arn('ivs', 'channel/AsXego4U6tnj'),
  name: 'main',
  recordingConfigurationArn: configurationArn,
  tags: {},
  ...given,
});

export const aConfiguration = (given: Partial<RecordingConfiguration> = {}): RecordingConfiguration => ({
  arn: configurationArn,
  name: 'deployed',
  state: 'ACTIVE',
  bucketName: 'my-recordings',
  reconnectWindowSeconds: 0,
  thumbnails: 'off',
  renditions: 'all',
  ...given,
});

/** A policy that lets services do something. */
export const aPolicy = (services: readonly string[], action: string, more: object = {}): string =>
  JSON.stringify({ Statement: { Effect: 'Allow', Principal: { Service: services }, Action: action, ...more } });

/** The policy that our distribution needs of a bucket. */
export const aBucketPolicy = (
  resource: string,
  condition: object = { StringEquals: { 'AWS:SourceArn': distributionArn } },
) => aPolicy(['cloudfront.amazonaws.com'], 's3:GetObject', { Resource: resource, Condition: condition });

const targets: Readonly<Record<string, string>> = {
  ended: startProcessingArn,
  events: arn('logs', 'log-group:/aws/events/recordings'),
};

export const healthy: DoctorPorts = {
  ruleState: async () => 'ENABLED',
  ruleTargets: async (name) => [targets[name] ?? reportFailureArn],
  functionPolicy: async () => aPolicy(['events.amazonaws.com', 's3.amazonaws.com'], 'lambda:InvokeFunction'),
  bucketNotifications: async () =>
    metadataFileNames.map((name) => ({
      functionArn: startProcessingArn,
      events: ['s3:ObjectCreated:*'],
      prefix: 'ivs/v1/',
      suffix: `/events/${name}`,
    })),
  bucketPolicy: async (bucket) =>
    aBucketPolicy(
      bucket === 'my-exports' ? 'arn:aws:s3:::my-exports/*' : 'arn:aws:s3:::my-recordings/ivs/v1/*/media/*',
    ),
  findBucket: async () => ({ region: 'us-west-2' }),
  getConfiguration: async () => aConfiguration(),
  listConfigurations: async () => [aConfiguration()],
  listChannels: async () => [aChannel()],
  listSubscriptions: async () => [{ protocol: 'email', endpoint: 'ops@example.com', isConfirmed: true }],
  countMessages: async () => 0,
  stateMachine: async () => ({ status: 'ACTIVE', definition: `{"Queue":"${queueArn}"}` }),
  latestExecutions: async () => [
    { name: 'now', status: 'RUNNING', startedAt: new Date('2026-06-25T11:30:00Z') },
    { name: 'before', status: 'SUCCEEDED', startedAt: new Date('2026-06-25T10:30:00Z') },
  ],
  catalogTable: async () => ({ status: 'ACTIVE', keyArn: undefined, keyMissedSince: undefined }),
  thumbnailRuns: async () => 2,
  distribution: async () => ({ status: 'Deployed', isEnabled: true }),
  jobQueue: async () => ({ status: 'ACTIVE', mostAtOnce: 200, running: 3, waiting: 0 }),
  mostFunctionsAtOnce: async () => 1000,
  functionsAtOnce: async () => 12,
  throttledTransitions: async () => 0,
  now: () => new Date('2026-06-25T12:00:00Z'),
  programName: 'ivs-recordings',
};

/** Makes the checks; results in their order. */
export async function examineDeployment(
  ports: Partial<DoctorPorts> = {},
  deployment: Deployment = { outputs, source: 'both stacks' },
): Promise<CheckResult[]> {
  return runChecks(allChecks(deployment, { ...healthy, ...ports }), {
    signal: new AbortController().signal,
    onChecked: () => {},
  });
}
