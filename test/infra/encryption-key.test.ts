/** What is under a customer-managed key (`encryption.key`), and who may use it. What roles may is in least-privilege.test.ts. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { keyName } from './least-privilege/key-needs.ts';
import { list } from './least-privilege/template-view.ts';
import { policyLength } from './policy-length.ts';
import { renderer, withoutHash } from './rendered-text.ts';
import { type Resource, resourcesOf, type SynthesizedApp, synthesize } from './synthesized-app.ts';
import { keyArn, variants } from './variants.ts';

const created = synthesize(variants.ownKey);
const existing = synthesize(variants.existingKey);
const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/security.md'), 'utf8');

/** The key of each resource of a type by the resource's id, as text. */
function keysOf(app: SynthesizedApp, type: string, keyOf: (properties: Resource['Properties']) => unknown) {
  const render = renderer(app);
  const resources = [app.storage, app.pipeline].flatMap((template) => resourcesOf(template, type));
  return Object.fromEntries(
    resources.map(([id, { Properties }]) => {
      const key = keyOf(Properties);
      return [withoutHash(id), key === undefined ? undefined : keyName(render(key))];
    }),
  );
}

describe.each([
  ['a key that the stack makes', created, '<EncryptionKey.Arn>'],
  ['a key that exists', existing, keyArn],
])('with %s', (_name, app, key) => {
  test('it encrypts the buckets that IVS and access logs do not write to, by a key of the bucket', () => {
    const buckets = keysOf(app, 'AWS::S3::Bucket', ({ BucketEncryption }) => {
      const [{ ServerSideEncryptionByDefault: byDefault, BucketKeyEnabled }] =
        BucketEncryption.ServerSideEncryptionConfiguration;
      expect([byDefault.SSEAlgorithm, BucketKeyEnabled]).toEqual(
        byDefault.KMSMasterKeyID === undefined ? ['AES256', undefined] : ['aws:kms', true],
      );
      return byDefault.KMSMasterKeyID;
    });

    const accessLogs = app === created ? { AccessLogs: undefined } : {};
    expect(buckets).toEqual({ Recordings: undefined, ...accessLogs, Exports: key, BackfillLists: key });
  });

  test('it encrypts the catalog, the messages, every queue and every log', () => {
    const catalog = keysOf(app, 'AWS::DynamoDB::Table', ({ SSESpecification }) => SSESpecification.KMSMasterKeyId);
    const topics = keysOf(app, 'AWS::SNS::Topic', ({ KmsMasterKeyId }) => KmsMasterKeyId);
    const queues = keysOf(app, 'AWS::SQS::Queue', ({ KmsMasterKeyId }) => KmsMasterKeyId);
    const logs = keysOf(app, 'AWS::Logs::LogGroup', ({ KmsKeyId }) => KmsKeyId);

    expect(catalog).toEqual({ Catalog: key });
    expect(topics.NotificationsTopic).toBe(key);
    expect(Object.keys(queues).length).toBeGreaterThan(6);
    expect(new Set(Object.values(queues))).toEqual(new Set([key]));
    expect(Object.keys(logs).length).toBeGreaterThan(11);
    expect(new Set(Object.values(logs))).toEqual(new Set([key]));
  });

  test('alarms are told under another key, so that they are told when this one is disabled', () => {
    const topics = keysOf(app, 'AWS::SNS::Topic', ({ KmsMasterKeyId }) => KmsMasterKeyId);
    const { KeyPolicy } = resourcesOf(app.pipeline, 'AWS::KMS::Key')[0]?.[1].Properties ?? {};
    const [, ...users] = KeyPolicy.Statement;

    expect(topics.AlarmsTopic).toBe('<AlarmsKey.Arn>');
    expect(resourcesOf(app.pipeline, 'AWS::KMS::Key')).toHaveLength(1);
    expect(users).toMatchObject([{ Principal: { Service: 'cloudwatch.amazonaws.com' } }]);
  });

  test('what is to be attached to roles outside stays small enough for IAM', () => {
    for (const [, { Properties }] of resourcesOf(app.pipeline, 'AWS::IAM::ManagedPolicy'))
      expect(policyLength(Properties.PolicyDocument)).toBeLessThan(6144);
  });
});

interface Statement {
  Sid: string;
  Action: string | string[];
  Principal: { AWS?: unknown; Service?: unknown };
  Condition?: Record<string, Record<string, unknown>>;
}

/** `<who> <actions> if <condition>`, by the statement's id. */
function describeStatements(app: SynthesizedApp, statements: readonly Statement[]): Record<string, string> {
  const text = (value: unknown) =>
    list(value).map(renderer(app)).join(' ').replaceAll('<AWS::Region>:<AWS::AccountId>', '…');
  return Object.fromEntries(
    statements.map(({ Sid, Action, Principal, Condition = {} }) => {
      const conditions = Object.entries(Condition).flatMap(([operator, terms]) =>
        Object.entries(terms).map(([name, value]) => ` if ${operator} ${name} ${text(value)}`),
      );
      return [Sid, `${text(Object.values(Principal))}: ${list(Action).sort().join(' ')}${conditions.join()}`];
    }),
  );
}

test('of a key that the stack makes, the policy admits roles by way of services, and services for what is ours', () => {
  const [[, key] = []] = resourcesOf(created.storage, 'AWS::KMS::Key');
  const [administration, ...users] = key?.Properties.KeyPolicy.Statement ?? [];

  const via = (...services: string[]) =>
    ` if StringEquals kms:ViaService ${services.map((service) => `${service}.<AWS::Region>.amazonaws.com`).join(' ')}`;
  const account = 'arn:aws:iam::<AWS::AccountId>:root';
  const logGroups = ['IvsRecordingsStorage', 'IvsRecordingsPipeline'].flatMap((name) => [
    `${name}-*`,
    `/aws/vendedlogs/states/${name}-*`,
    `/aws/events/${name}/*`,
  ]);
  expect(describeStatements(created, users)).toEqual({
    UseThroughServices: `${account}: kms:Decrypt kms:GenerateDataKey${via('dynamodb', 'logs', 's3', 'sns', 'sqs')}`,
    UseThroughTableAndLogs: `${account}: kms:DescribeKey kms:Encrypt kms:GenerateDataKeyWithoutPlaintext kms:ReEncryptFrom kms:ReEncryptTo${via('dynamodb', 'logs')}`,
    GrantToTable: `${account}: kms:CreateGrant${via('dynamodb')}`,
    EncryptLogs: `logs.<AWS::Region>.amazonaws.com: kms:Decrypt kms:Describe* kms:Encrypt kms:GenerateDataKey* kms:ReEncrypt* if ArnLike kms:EncryptionContext:aws:logs:arn ${logGroups.map((name) => `arn:aws:logs:…:log-group:${name}`).join(' ')}`,
    ReadByCloudFront:
      'cloudfront.amazonaws.com: kms:Decrypt if ArnLike aws:SourceArn arn:aws:cloudfront::<AWS::AccountId>:distribution/*',
    UndeliveredEvents:
      'events.amazonaws.com: kms:Decrypt kms:GenerateDataKey if ArnLike aws:SourceArn arn:aws:events:…:rule/*',
    UndeliveredMessages: 'sns.amazonaws.com: kms:Decrypt kms:GenerateDataKey if ArnLike aws:SourceArn arn:aws:sns:…:*',
  });
  // Who manages the key can give it to others by its policy, in sight of all; not by a grant, and not use it.
  const uses = administration.Action.filter((action: string) =>
    /^kms:(\*|Decrypt|Encrypt|Generate|ReEncrypt|Create(?!Alias))/.test(action),
  );
  expect(uses).toEqual([]);
});

test('whomever of a service the key’s policy leaves open, the policy of the bucket or queue names', () => {
  const render = renderer(created);
  const policies = [created.storage, created.pipeline].flatMap((template) =>
    ['AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy'].flatMap((type) => resourcesOf(template, type)),
  );

  const sources = policies.flatMap(([, { Properties }]) =>
    (Properties.PolicyDocument.Statement as Statement[])
      .filter(({ Principal }) => /^(cloudfront|events|sns)\./.test(String(Principal.Service)))
      .map(({ Condition = {} }) => Object.values(Condition).map((terms) => Object.values(terms).map(render)))
      .map((values) => values.flat().join()),
  );

  // Both buckets that are read, each rule that invokes a step, and the subscriber.
  expect(sources).toHaveLength(7);
  expect(sources.filter((source) => !/^(arn:aws:cloudfront:.*)?<\w+(\.Arn)?>$/.test(source))).toEqual([]);
});

test('the names of the logs begin as the key’s policy says', () => {
  const groups = [created.storage, created.pipeline].flatMap((template) =>
    resourcesOf(template, 'AWS::Logs::LogGroup'),
  );

  const named = groups.flatMap(([, { Properties }]) => Properties.LogGroupName ?? []);

  // CloudFormation names all others after their stack.
  expect(named.length).toBeLessThan(groups.length);
  for (const name of named)
    expect(name).toMatch(/^\/aws\/(vendedlogs\/states\/IvsRecordingsPipeline-|events\/IvsRecordingsPipeline\/)/);
});

test('a key that the stack makes is rotated, and kept when it leaves the stack or a deployment is rolled back', () => {
  const [[, key] = []] = resourcesOf(created.storage, 'AWS::KMS::Key');

  const kept = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
  expect(key).toMatchObject({ ...kept, Properties: { EnableKeyRotation: true } });
  expect(renderer(created)(created.storage.Outputs.EncryptionKeyArn?.Value)).toBe('<EncryptionKey.Arn>');
});

test('what the policy of an existing key has to say is printed, and stands in docs/security.md', () => {
  const { EncryptionKeyArn, EncryptionKeyPolicyStatements: printed } = existing.storage.Outputs;
  const [, onPage = ''] = /^```json\n(\[[\s\S]*?"UseThroughServices"[\s\S]*?\])\n```$/m.exec(page) ?? [];

  const statements = renderer(existing)(printed?.Value)
    .replaceAll('<AWS::Region>', 'us-west-2')
    .replaceAll('<AWS::AccountId>', '123456789012')
    .replaceAll('<DeliveryDistribution>', 'EDFDVBD6EXAMPLE');

  expect(JSON.parse(onPage)).toEqual(JSON.parse(statements));
  // CloudFormation takes no more as the value of an output.
  expect(statements.length).toBeLessThan(4096);
  expect(EncryptionKeyArn?.Value).toBe(keyArn);
  expect(resourcesOf(existing.storage, 'AWS::KMS::Key')).toEqual([]);
});
