/** Faults of what is around the pipeline: channels, delivery, messages, quotas. */
import type { Case } from './a-case.ts';
import { aBucketPolicy, aChannel, aConfiguration, queueArn } from './a-deployment.ts';

const subscription = (isConfirmed: boolean) => ({ protocol: 'email', endpoint: 'ops@example.com', isConfirmed });
const keyArn = 'arn:aws:kms:us-west-2:123456789012:key/11111111-2222-3333-4444-555555555555';
const queue = { status: 'ACTIVE', mostAtOnce: 10, running: 1, waiting: 0 };

export const surroundingsCases: Readonly<Record<string, Case>> = {
  'no channel at all': {
    check: 'channels',
    ports: { listChannels: async () => [] },
    verdict: 'fault',
    found: 'there is no channel',
    advice: 'ivs-recordings setup channel <arn or name>',
  },
  'channels that are recorded nowhere or elsewhere': {
    check: 'channels',
    ports: {
      listChannels: async () => [
        aChannel({ recordingConfigurationArn: '' }),
        aChannel({ recordingConfigurationArn: 'arn:other' }),
      ],
    },
    verdict: 'fault',
    found: '0 recorded to my-recordings, 1 not recorded, 1 to other buckets',
  },
  'channels that record to another bucket as well': {
    check: 'channels',
    ports: {
      listChannels: async () => [
        aChannel(),
        ...Array.from({ length: 6 }, (_, index) =>
          aChannel({ name: `c${index}`, recordingConfigurationArn: 'arn:other' }),
        ),
      ],
    },
    verdict: 'warning',
    found: '1 recorded to my-recordings, 0 not recorded, 6 channels to other buckets: c0, c1, c2, c3, c4 and 1 more',
  },
  'channels of another configuration for the same bucket': {
    check: 'channels',
    ports: {
      listChannels: async () => [aChannel({ recordingConfigurationArn: 'arn:older' })],
      listConfigurations: async () => [aConfiguration(), aConfiguration({ arn: 'arn:older' })],
    },
    verdict: 'ok',
    found: '1 recorded to my-recordings, 0 not recorded',
  },
  'a bucket without a policy': {
    check: 'exports-bucket-policy',
    ports: { bucketPolicy: async () => undefined },
    verdict: 'fault',
    found: 'my-exports: CloudFront may not read *, so that viewers get 403',
    advice: '"Resource":"arn:aws:s3:::my-exports/*","Condition":{"StringEquals":{"AWS:SourceArn":"arn:aws:cloudfront',
  },
  'a policy for another distribution': {
    check: 'recordings-bucket-policy',
    ports: {
      bucketPolicy: async () =>
        aBucketPolicy('arn:aws:s3:::my-recordings/*', { StringEquals: { 'AWS:SourceArn': 'arn:other' } }),
    },
    verdict: 'fault',
    found: 'my-recordings: CloudFront may not read ivs/v1/*/media/*, so that viewers get 403',
  },
  'a policy that demands more': {
    check: 'recordings-bucket-policy',
    ports: {
      bucketPolicy: async () =>
        aBucketPolicy('arn:aws:s3:::my-recordings/*', {
          StringEquals: {
            'AWS:SourceArn': 'arn:aws:cloudfront::123456789012:distribution/E2EXAMPLE',
            'aws:other': 'x',
          },
        }),
    },
    verdict: 'fault',
    found: 'my-recordings: CloudFront may not read ivs/v1/*/media/*, so that viewers get 403',
  },
  'a policy for fewer keys': {
    check: 'recordings-bucket-policy',
    ports: { bucketPolicy: async () => aBucketPolicy('arn:aws:s3:::my-recordings/ivs/v1/*/media/hls/*') },
    verdict: 'fault',
    found: 'my-recordings: CloudFront may not read ivs/v1/*/media/*, so that viewers get 403',
  },
  'a policy for every distribution': {
    check: 'recordings-bucket-policy',
    ports: { bucketPolicy: async () => aBucketPolicy('arn:aws:s3:::my-recordings/*', {}) },
    verdict: 'warning',
    found: 'my-recordings: any distribution of anybody may read ivs/v1/*/media/*',
  },
  'a policy in other words': {
    check: 'recordings-bucket-policy',
    ports: {
      bucketPolicy: async () =>
        aBucketPolicy('arn:aws:s3:::my-recordings/*', {
          ArnLike: { 'aws:sourcearn': ['arn:aws:cloudfront::123456789012:distribution/*'] },
        }),
    },
    verdict: 'ok',
    found: 'my-recordings: CloudFront may read ivs/v1/*/media/*',
  },
  'a distribution that is disabled': {
    check: 'distribution',
    ports: { distribution: async () => ({ status: 'Deployed', isEnabled: false }) },
    verdict: 'fault',
    found: 'E2EXAMPLE is disabled',
  },
  'a distribution under way': {
    check: 'distribution',
    ports: { distribution: async () => ({ status: 'InProgress', isEnabled: true }) },
    verdict: 'warning',
    found: 'E2EXAMPLE is InProgress',
  },
  'no subscriber': {
    check: 'subscriptions',
    ports: { listSubscriptions: async () => [] },
    verdict: 'warning',
    found: 'nobody is subscribed',
  },
  'a subscriber who has not agreed': {
    check: 'subscriptions',
    ports: { listSubscriptions: async () => [subscription(true), subscription(false)] },
    verdict: 'warning',
    found: '1 of 2 not confirmed: email ops@example.com',
    advice: 'confirm',
  },
  'alarms that nobody hears': {
    check: 'alarm-subscriptions',
    ports: { listSubscriptions: async (topicArn) => (topicArn.endsWith(':alarms') ? [] : [subscription(true)]) },
    verdict: 'warning',
    found: 'nobody is subscribed',
    advice: 'observability.alarmEmail',
  },
  'a catalog whose key is disabled': {
    check: 'catalog',
    ports: {
      catalogTable: async () => ({ status: 'ACTIVE', keyArn, keyMissedSince: new Date('2026-06-25T09:00:00Z') }),
    },
    verdict: 'fault',
    found: `catalog: its key ${keyArn} could not be used since 2026-06-25T09:00:00.000Z`,
    advice: `aws kms describe-key --region us-west-2 --key-id ${keyArn}`,
  },
  'a catalog that cannot be read for want of its key': {
    check: 'catalog',
    ports: {
      catalogTable: async () => ({
        status: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS',
        keyArn,
        keyMissedSince: undefined,
      }),
    },
    verdict: 'fault',
    found: `catalog: its key ${keyArn} could not be used`,
    advice: 'within seven days',
  },
  'a catalog under a key of its own': {
    check: 'catalog',
    ports: { catalogTable: async () => ({ status: 'ACTIVE', keyArn, keyMissedSince: undefined }) },
    verdict: 'ok',
    found: `catalog is ACTIVE, under ${keyArn}`,
  },
  'a catalog that is archived': {
    check: 'catalog',
    ports: { catalogTable: async () => ({ status: 'ARCHIVED', keyArn, keyMissedSince: new Date(0) }) },
    verdict: 'fault',
    found: 'catalog is ARCHIVED',
    advice: 'DynamoDB’s console',
  },
  'a catalog that is being changed': {
    check: 'catalog',
    ports: { catalogTable: async () => ({ status: 'UPDATING', keyArn: undefined, keyMissedSince: undefined }) },
    verdict: 'warning',
    found: 'catalog is UPDATING',
    advice: 'Look again',
  },
  'thumbnails that nobody looked for': {
    check: 'thumbnail-expiry',
    ports: {
      thumbnailRuns: async (_machine, since, until) => (until.getTime() - since.getTime() === 48 * 3_600_000 ? 0 : 1),
    },
    verdict: 'warning',
    found: 'has not run in the last 48 h',
    advice: 'its schedule: daily',
  },
  'dead letters': {
    check: 'dead-letters',
    ports: { countMessages: async (url) => (url.endsWith('/start') ? 3 : 0) },
    verdict: 'fault',
    found: 'about 3 in StartProcessingDeadLetters',
    advice: 'ivs-recordings dead-letters replay',
  },
  'functions near the quota': {
    check: 'quota-lambda',
    ports: { functionsAtOnce: async () => 800 },
    verdict: 'warning',
    found: '800 of 1000 executions at once in the last 24 h',
    advice: 'Events wait',
  },
  'a new account': {
    check: 'quota-lambda',
    ports: { mostFunctionsAtOnce: async () => 10, functionsAtOnce: async () => undefined },
    verdict: 'warning',
    found: '0 of 10 executions at once in the last 24 h',
    advice: 'a new account has less',
  },
  'a queue that is paused': {
    check: 'quota-mediaconvert',
    ports: { jobQueue: async () => ({ ...queue, status: 'PAUSED' }) },
    verdict: 'fault',
    found: `${queueArn} is PAUSED`,
  },
  'a full queue': {
    check: 'quota-mediaconvert',
    ports: { jobQueue: async () => ({ ...queue, running: 8 }) },
    verdict: 'warning',
    found: '8 jobs run and 0 wait, of 10 at once',
  },
  'a long queue': {
    check: 'quota-mediaconvert',
    ports: { jobQueue: async () => ({ ...queue, waiting: 11 }) },
    verdict: 'warning',
    found: '1 jobs run and 11 wait, of 10 at once',
  },
  'a queue that does not tell': {
    check: 'quota-mediaconvert',
    ports: { jobQueue: async () => ({ ...queue, mostAtOnce: undefined }) },
    verdict: 'unknown',
    found: '1 jobs run and 0 wait; MediaConvert does not tell how many may run',
    advice: 'Look in MediaConvert’s console',
  },
  'a definition without a queue': {
    check: 'quota-mediaconvert',
    ports: { stateMachine: async () => ({ status: 'ACTIVE', definition: '{}' }) },
    verdict: 'unknown',
    found: 'arn:aws:states:us-west-2:123456789012:stateMachine:export names no queue',
  },
  'throttled executions': {
    check: 'quota-step-functions',
    ports: { throttledTransitions: async (arn) => (arn.endsWith(':export') ? 4 : 0) },
    verdict: 'warning',
    found: 'executions had to wait 4 times in the last 24 h',
  },
};
