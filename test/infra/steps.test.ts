import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { parseConfig } from '../../infra/config.ts';
import { environmentNames } from '../../lambdas/shared/contract/environment.ts';
import { remuxCapacity } from '../../lambdas/shared/contract/export-engine.ts';
import { channelArn } from './ivs-events.ts';
import { renderer } from './rendered-text.ts';
import { resourceOf, resourcesOf, retained, synthesize } from './synthesized-app.ts';
import { longestConfiguration, otherConfigurations, variants } from './variants.ts';

const app = synthesize();
const functionOf = (step: string, { pipeline } = app) =>
  resourceOf(pipeline, 'AWS::Lambda::Function', `${step}Function`).Properties;

const environmentOf = (step: string, of = app) =>
  Object.fromEntries(
    Object.entries(functionOf(step, of).Environment.Variables).map(([name, value]) => [name, renderer(of)(value)]),
  );

const shapes = {
  StartProcessing: { MemorySize: 256, Timeout: 60 },
  ValidateRecording: { MemorySize: 1024, Timeout: 300 },
  PlanExport: { MemorySize: 512, Timeout: 60 },
  RemuxExport: { MemorySize: 1769, Timeout: 900 },
  VerifyExport: { MemorySize: 512, Timeout: 60 },
  ReportFailure: { MemorySize: 256, Timeout: 60 },
  ListRecordings: { MemorySize: 512, Timeout: 900 },
  FindUnreportedFailures: { MemorySize: 256, Timeout: 300 },
};
const steps = Object.keys(shapes);

test('there are these steps, and one function of CDK that puts the notifications', () => {
  const functions = resourcesOf(app.pipeline, 'AWS::Lambda::Function').map(([id]) =>
    id.replace(/Function[0-9A-F]{8}$/, ''),
  );

  expect(functions.filter((id) => !id.startsWith('BucketNotificationsHandler')).sort()).toEqual([...steps].sort());
  expect(functions).toHaveLength(steps.length + 1);
});

test.each(Object.entries(shapes))(
  '%s runs on arm64 and Node 24, and logs JSON to a group of its own',
  (step, shape) => {
    const properties = functionOf(step);

    expect(properties).toMatchObject({
      ...shape,
      Architectures: ['arm64'],
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
    });
    expect(properties.LoggingConfig).toMatchObject({ LogFormat: 'JSON' });
    expect(renderer(app)(properties.LoggingConfig.LogGroup)).toBe(`<${step}Logs>`);
    expect(resourceOf(app.pipeline, 'AWS::Logs::LogGroup', `${step}Logs`).Properties.RetentionInDays).toBe(90);
  },
);

test('logs are kept as long as configured', () => {
  const groups = resourcesOf(synthesize(variants.otherExports).pipeline, 'AWS::Logs::LogGroup');

  expect(groups.length).toBeGreaterThan(steps.length);
  expect(new Set(groups.map(([, { Properties }]) => Properties.RetentionInDays))).toEqual(new Set([7]));
});

test.each(steps)(
  'the published versions of %s are retained, but not one of a deployment that is rolled back',
  (step) => {
    const version = resourceOf(app.pipeline, 'AWS::Lambda::Version', `${step}Function`);

    expect(version).toMatchObject(retained);
  },
);

const served = { RECORDINGS_BUCKETS: '["<storage Recordings>"]', CHANNEL_ARNS: '[]' };
const wanted = { EXPORT_PROFILES: '{"archive":{"rendition":"highest"}}', DEFAULT_EXPORTS: '["archive"]' };
const forever = { CATALOG_EXPIRE_AFTER_DAYS: 'null' };
const playback = {
  PLAYBACK_BASE_URL: 'https://<storage DeliveryDistribution.DomainName>',
  PLAYBACK_POLICY: '{"isSigned":false,"privateChannels":"withhold","deletedChannels":"withhold"}',
};

test.each([
  [
    'StartProcessing',
    { ...served, PROCESS_RECORDING_ARN: '<ProcessRecording>', CATALOG_TABLE_NAME: '<storage Catalog>' },
  ],
  ['ValidateRecording', { ...served, ...wanted, ...playback, ...forever, EXPORTS_BUCKET: '<storage Exports>' }],
  [
    'PlanExport',
    {
      ...served,
      ...wanted,
      EXPORTS_BUCKET: '<storage Exports>',
      EXPORT_ENGINE: 'mediaconvert',
      EXPORT_LIMITS: '{"automatic":true}',
      MEDIA_CONVERT_SETTINGS: '{"priority":0,"acceleration":"DISABLED","statusIntervalSeconds":60}',
      REMUX_BYTES_PER_SECOND: '62500000',
      ...forever,
    },
  ],
  ['RemuxExport', { UPLOAD_PART_SIZE_BYTES: '16777216' }],
  ['VerifyExport', { ...playback, ...forever }],
  [
    'ReportFailure',
    {
      ...wanted,
      ...forever,
      PROCESS_RECORDING_ARN: '<ProcessRecording>',
      EXPORT_RECORDING_ARN: '<ExportRecording>',
      NOTIFICATION_TOPIC_ARN: '<NotificationsTopic>',
      CATALOG_TABLE_NAME: '<storage Catalog>',
    },
  ],
  [
    'ListRecordings',
    {
      ...served,
      ...wanted,
      EXPORT_ENGINE: 'mediaconvert',
      CATALOG_TABLE_NAME: '<storage Catalog>',
      LISTS_BUCKET: '<BackfillLists>',
      PROCESS_RECORDING_ARN: '<ProcessRecording>',
    },
  ],
  [
    'FindUnreportedFailures',
    {
      PROCESS_RECORDING_ARN: '<ProcessRecording>',
      EXPORT_RECORDING_ARN: '<ExportRecording>',
      CATALOG_TABLE_NAME: '<storage Catalog>',
    },
  ],
])('%s is told exactly what it needs', (step, expected) => {
  const { NODE_OPTIONS, ...environment } = environmentOf(step);

  expect(environment).toEqual(expected);
  expect(NODE_OPTIONS).toBe('--enable-source-maps');
});

/** The keys that a handler picks of the environment's schema. */
function readByHandler(step: string): string[] {
  const folder = step.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
  const handler = readFileSync(path.resolve(import.meta.dirname, `../../lambdas/${folder}/handler.ts`), 'utf8');
  const [, picked = ''] = /z\.pick\(environmentSchema, \{([^}]*)\}/.exec(handler) ?? [];
  return [...picked.matchAll(/(\w+): true/g)].map(([, key]) => environmentNames[key as keyof typeof environmentNames]);
}

test.each(steps)('%s has every variable that its handler reads, and no other', (step) => {
  const { NODE_OPTIONS: _, ...environment } = environmentOf(step);

  expect(Object.keys(environment).sort()).toEqual(readByHandler(step).sort());
});

test('the configured channels reach the steps that check them, with the channel that storage made', () => {
  const { CHANNEL_ARNS: configured } = environmentOf('StartProcessing', synthesize(variants.limitedToChannels));
  const { CHANNEL_ARNS: withOwn } = environmentOf('PlanExport', synthesize(variants.limitedToChannelsWithOwnChannel));

  expect(configured).toBe(JSON.stringify([channelArn]));
  expect(withOwn).toBe(JSON.stringify([channelArn, '<storage IvsRecordingChannel.Arn>']));
});

test('the longest configuration fits into the 4 KB of an environment', () => {
  const longest = synthesize(otherConfigurations.longest);

  for (const step of steps) {
    const environment = Object.entries(environmentOf(step, longest)).flat().join('');
    expect(environment.length).toBeLessThan(4096);
  }
  expect(() => parseConfig(longestConfiguration(9))).toThrow("a Lambda's environment has room for");
});

test('limits and settings of jobs reach the step that plans exports', () => {
  const { EXPORT_LIMITS = '', MEDIA_CONVERT_SETTINGS = '' } = environmentOf(
    'PlanExport',
    synthesize(variants.otherExports),
  );

  expect(JSON.parse(EXPORT_LIMITS)).toEqual(variants.otherExports.exportLimits);
  expect(JSON.parse(MEDIA_CONVERT_SETTINGS)).toEqual(variants.otherExports.mediaConvert);
});

test('the configured engine reaches the step that plans exports, with those of the profiles', () => {
  const { EXPORT_ENGINE, EXPORT_PROFILES = '' } = environmentOf('PlanExport', synthesize(variants.otherExports));

  expect(EXPORT_ENGINE).toBe('auto');
  expect(JSON.parse(EXPORT_PROFILES)).toMatchObject({ mobile: { engine: 'remux' } });
});

test('what planning takes for possible, remux has the time for, and 100 s to spare', () => {
  const { memoryMb, timeoutSeconds, usableSeconds, bytesPerSecond } = remuxCapacity;
  const hours13AtMostOfIvs = (13 * 3600 * 8_500_000) / 8;

  expect(functionOf('RemuxExport')).toMatchObject({ MemorySize: memoryMb, Timeout: timeoutSeconds });
  expect(timeoutSeconds - usableSeconds).toBeGreaterThanOrEqual(100);
  expect(usableSeconds * bytesPerSecond).toBeGreaterThan(hours13AtMostOfIvs);
});

test('the own domain is where exports and playlists are announced', () => {
  expect(environmentOf('VerifyExport', synthesize(variants.ownDomain)).PLAYBACK_BASE_URL).toBe('https://v.example.com');
});

test.each(['StartProcessing', 'ReportFailure'])('%s tries an event three times, then keeps it whole', (step) => {
  const config = resourceOf(app.pipeline, 'AWS::Lambda::EventInvokeConfig', `${step}Function`).Properties;

  expect(config).toMatchObject({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 6 * 3600, Qualifier: '$LATEST' });
  expect(renderer(app)(functionOf(step).DeadLetterConfig.TargetArn)).toBe(`<${step}DeadLetters.Arn>`);
});

test.each([
  'ValidateRecording',
  'PlanExport',
  'RemuxExport',
  'VerifyExport',
  'ListRecordings',
  'FindUnreportedFailures',
])('%s is invoked by the workflow only', (step) => {
  expect(functionOf(step).DeadLetterConfig).toBeUndefined();
  const permissions = resourcesOf(app.pipeline, 'AWS::Lambda::Permission');
  const admitted = permissions.map(([, { Properties }]) => renderer(app)(Properties.FunctionName));
  expect(admitted.filter((name) => name.startsWith(`<${step}`))).toEqual([]);
});

test('every queue keeps messages for 14 days, encrypted, and refuses plain HTTP', () => {
  const { pipeline } = synthesize(variants.subscribers);
  const queues = resourcesOf(pipeline, 'AWS::SQS::Queue');
  const policies = resourcesOf(pipeline, 'AWS::SQS::QueuePolicy');

  // Two steps, four rules, three subscribers.
  expect(queues).toHaveLength(9);
  for (const [, { Properties }] of queues)
    expect(Properties).toMatchObject({ MessageRetentionPeriod: 14 * 24 * 3600, SqsManagedSseEnabled: true });
  expect(policies.map(([, { Properties }]) => Properties.Queues[0].Ref).sort()).toEqual(
    queues.map(([id]) => id).sort(),
  );
  for (const [, { Properties }] of policies)
    expect(Properties.PolicyDocument.Statement[0]).toMatchObject({
      Effect: 'Deny',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
});
