/** Faults on the way of a recording to an execution. */
import type { Case } from './a-case.ts';
import { aConfiguration, aPolicy, outputs } from './a-deployment.ts';

export const triggerCases: Readonly<Record<string, Case>> = {
  'a rule that is off': {
    check: 'rule-recording-ended',
    ports: { ruleState: async (name) => (name === 'ended' ? 'DISABLED' : 'ENABLED') },
    verdict: 'fault',
    found: 'ended is DISABLED',
    advice: 'aws events enable-rule --region us-west-2 --name ended',
  },
  'a rule without a target': {
    check: 'rule-execution-failed',
    ports: { ruleTargets: async () => [] },
    verdict: 'fault',
    found: 'failed sends nowhere, not to arn:aws:lambda:us-west-2:123456789012:function:report',
    advice: 'aws events put-targets --region us-west-2 --rule failed --targets Id=Target0,Arn=arn:aws:lambda',
  },
  'a rule that sends to something else': {
    check: 'rule-recording-events',
    ports: { ruleTargets: async () => ['arn:other'] },
    verdict: 'fault',
    found: 'events sends to arn:other, not to arn:aws:logs:us-west-2:123456789012:log-group:/aws/events/recordings',
  },
  'a function that S3 may not invoke': {
    check: 'start-processing-permission',
    ports: { functionPolicy: async () => aPolicy(['events.amazonaws.com'], 'lambda:*') },
    verdict: 'fault',
    found: 's3.amazonaws.com may not invoke arn:aws:lambda:us-west-2:123456789012:function:start',
    advice: 'aws lambda get-policy --region us-west-2 --function-name start',
  },
  'a function without a policy': {
    check: 'report-failure-permission',
    ports: { functionPolicy: async () => undefined },
    verdict: 'fault',
    found: 'events.amazonaws.com may not invoke arn:aws:lambda:us-west-2:123456789012:function:report',
  },
  'notifications that somebody replaced': {
    check: 'bucket-notifications',
    ports: {
      bucketNotifications: async () => [
        { functionArn: 'arn:other', events: ['s3:ObjectCreated:*'], prefix: '', suffix: '' },
        {
          functionArn: outputs.StartProcessingFunctionArn,
          events: ['s3:ObjectCreated:*'],
          prefix: 'ivs/',
          suffix: 'ended.json',
        },
      ],
    },
    verdict: 'fault',
    found: 'my-recordings does not tell of /events/recording-failed.json',
    advice: 'prefix ivs/v1/, suffix /events/recording-failed.json',
  },
  'notifications of copies only': {
    check: 'bucket-notifications',
    ports: {
      bucketNotifications: async () => [
        { functionArn: outputs.StartProcessingFunctionArn, events: ['s3:ObjectCreated:Copy'], prefix: '', suffix: '' },
      ],
    },
    verdict: 'fault',
    found: 'my-recordings does not tell of /events/recording-ended.json and /events/recording-failed.json',
  },
  'a state machine that is going': {
    check: 'export-recording',
    ports: { stateMachine: async () => ({ status: 'DELETING', definition: '' }) },
    verdict: 'fault',
    found: 'arn:aws:states:us-west-2:123456789012:stateMachine:export is DELETING',
    advice: 'Deploy the pipeline stack again.',
  },
  'a reconciler that never ran, but as an operator’s backfill': {
    check: 'reconciler',
    ports: {
      latestExecutions: async () => [
        { name: 'operator-2026', status: 'SUCCEEDED', startedAt: new Date('2026-06-25T11:59:00Z') },
      ],
    },
    verdict: 'warning',
    found: 'has never run',
    advice: 'aws scheduler get-schedule --region us-west-2 --name hourly',
  },
  'a reconciler that stopped': {
    check: 'reconciler',
    ports: {
      latestExecutions: async () => [
        { name: 'last', status: 'SUCCEEDED', startedAt: new Date('2026-06-25T09:59:59Z') },
      ],
    },
    verdict: 'warning',
    found: 'ran last at 2026-06-25T09:59:59.000Z',
  },
  'a reconciler that fails': {
    check: 'reconciler',
    ports: {
      latestExecutions: async () => [
        { name: 'now', status: 'RUNNING', startedAt: new Date('2026-06-25T11:59:00Z') },
        { name: 'last', status: 'FAILED', startedAt: new Date('2026-06-25T11:00:00Z') },
      ],
    },
    verdict: 'warning',
    found: 'last ended as FAILED',
    advice: 'ivs-recordings follow last',
  },
  'a bucket that is gone': {
    check: 'recordings-bucket',
    ports: { findBucket: async () => 'missing' },
    verdict: 'fault',
    found: 'there is no bucket my-recordings',
  },
  'a bucket elsewhere': {
    check: 'recordings-bucket',
    ports: { findBucket: async () => ({ region: 'eu-west-1' }) },
    verdict: 'fault',
    found: 'my-recordings is in eu-west-1, the deployment in us-west-2',
    advice: 'Deploy to eu-west-1, or name a bucket of us-west-2',
  },
  'a bucket that may not be looked at': {
    check: 'recordings-bucket',
    ports: { findBucket: async () => 'forbidden' },
    verdict: 'unknown',
    found: 'my-recordings is of another account, or not to be looked at',
    advice: 's3:ListBucket',
  },
  'a recording configuration that failed': {
    check: 'recording-configuration',
    ports: { getConfiguration: async () => aConfiguration({ state: 'CREATE_FAILED' }) },
    verdict: 'fault',
    found: 'arn:aws:ivs:us-west-2:123456789012:recording-configuration/Deployed is CREATE_FAILED',
    advice: 'ivs-recordings setup recording-config',
  },
  'a recording configuration that is being made': {
    check: 'recording-configuration',
    ports: { getConfiguration: async () => aConfiguration({ state: 'CREATING' }) },
    verdict: 'warning',
    found: 'arn:aws:ivs:us-west-2:123456789012:recording-configuration/Deployed is CREATING',
  },
  'a recording configuration of another bucket': {
    check: 'recording-configuration',
    ports: { getConfiguration: async () => aConfiguration({ bucketName: 'other' }) },
    verdict: 'fault',
    found: 'arn:aws:ivs:us-west-2:123456789012:recording-configuration/Deployed records to other, not to my-recordings',
  },
};
