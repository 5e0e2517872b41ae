import { expect, test } from '@jest/globals';
import { bucketName } from './ivs-events.ts';
import { renderer } from './rendered-text.ts';
import { resourceOf, resourcesOf, synthesize } from './synthesized-app.ts';
import { variants } from './variants.ts';

interface FilterRule {
  Name: 'prefix' | 'suffix';
  Value: string;
}

const app = synthesize(variants.importedBucket);
const notifications = resourceOf(app.pipeline, 'Custom::S3BucketNotifications').Properties;
const configurations = notifications.NotificationConfiguration.LambdaFunctionConfigurations as {
  Events: string[];
  Filter: { Key: { FilterRules: FilterRule[] } };
  LambdaFunctionArn: unknown;
}[];

const notified = (key: string): number =>
  configurations.filter(({ Filter }) =>
    Filter.Key.FilterRules.every(({ Name, Value }) =>
      Name === 'prefix' ? key.startsWith(Value) : key.endsWith(Value),
    ),
  ).length;

const prefix = 'ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/j8Z9O91ndcVs';

test.each(['recording-ended.json', 'recording-failed.json'])('S3 tells start-processing once of %s', (fileName) => {
  expect(notified(`${prefix}/events/${fileName}`)).toBe(1);
});

test.each([
  'events/recording-started.json',
  'events/ivs-check',
  'media/hls/master.m3u8',
  'media/hls/720p30/0.ts',
  'media/recording-ended.json',
])('S3 keeps quiet about %s', (name) => {
  expect(notified(`${prefix}/${name}`)).toBe(0);
});

test('metadata files outside ivs/v1/ are not ours', () => {
  expect(notified('copies/events/recording-ended.json')).toBe(0);
});

test('every created object counts, and start-processing is the destination', () => {
  expect(configurations.map(({ Events }) => Events)).toEqual([['s3:ObjectCreated:*'], ['s3:ObjectCreated:*']]);
  expect(new Set(configurations.map(({ LambdaFunctionArn }) => renderer(app)(LambdaFunctionArn)))).toEqual(
    new Set(['<StartProcessingFunction.Arn>']),
  );
});

test('CDK’s function logs into a group of the template, which forgets as all others', () => {
  const handler = resourceOf(app.pipeline, 'AWS::Lambda::Function', 'BucketNotificationsHandler');
  const group = resourceOf(app.pipeline, 'AWS::Logs::LogGroup', 'MetadataNotificationsLogs');

  expect(renderer(app)(handler.Properties.LoggingConfig.LogGroup)).toBe('<MetadataNotificationsLogs>');
  expect(group.Properties.RetentionInDays).toBe(90);
});

test('notifications that others put on the bucket are kept', () => {
  expect(notifications).toMatchObject({ BucketName: bucketName, Managed: false });
});

test('only S3, for this bucket of this account, may invoke start-processing that way', () => {
  const [permission, ...more] = resourcesOf(app.pipeline, 'AWS::Lambda::Permission').filter(
    ([, { Properties }]) => Properties.Principal === 's3.amazonaws.com',
  );

  expect(more).toEqual([]);
  expect(renderer(app)(permission?.[1].Properties.SourceArn)).toBe(`arn:aws:s3:::${bucketName}`);
  expect(permission?.[1].Properties.SourceAccount).toEqual({ Ref: 'AWS::AccountId' });
});
