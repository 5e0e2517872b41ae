import { expect, test } from '@jest/globals';
import {
  catalogExportSchema,
  catalogRecordingSchema,
  catalogTable,
  expiryAttribute,
} from '../../lambdas/shared/contract/catalog.ts';
import { bucketName } from './ivs-events.ts';
import { renderer } from './rendered-text.ts';
import { resourceOf, resourcesOf, retained, synthesize } from './synthesized-app.ts';
import { variants } from './variants.ts';

const app = synthesize();
const imported = synthesize(variants.importedBucket);

interface Statement {
  Sid?: string;
  Effect: string;
  Action: string;
  Principal: unknown;
  Resource: unknown;
  Condition: Record<string, Record<string, unknown>>;
}

const bucketPolicy = ({ storage } = app, id: string): Statement[] =>
  resourceOf(storage, 'AWS::S3::BucketPolicy', `${id}Policy`).Properties.PolicyDocument.Statement;

test.each(['Recordings', 'Exports'])('the bucket %s is private, TLS only, unversioned and retained', (id) => {
  const bucket = resourceOf(app.storage, 'AWS::S3::Bucket', id);

  expect(bucket).toMatchObject(retained);
  expect(bucket.Properties).toMatchObject({
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
  });
  expect(bucket.Properties.VersioningConfiguration).toBeUndefined();
  expect(bucketPolicy(app, id)).toContainEqual(
    expect.objectContaining({
      Effect: 'Deny',
      Action: 's3:*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    }),
  );
});

test.each(['Recordings', 'Exports'])(
  'an upload into the bucket %s that broke off is removed, a day after its execution can no longer be redriven',
  (id) => {
    const { LifecycleConfiguration } = resourceOf(app.storage, 'AWS::S3::Bucket', id).Properties;

    expect(LifecycleConfiguration.Rules).toMatchObject([
      { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 15 } },
    ]);
  },
);

test.each([
  ['Recordings', '<Recordings.Arn>/ivs/v1/*/media/*'],
  ['Exports', '<Exports.Arn>/*'],
])('our distribution alone may read %s, and only %s', (id, resource) => {
  const render = renderer(app);

  const allowed = bucketPolicy(app, id).filter(({ Effect }) => Effect === 'Allow');

  expect(allowed.map(({ Action, Principal }) => [Action, Principal])).toEqual([
    ['s3:GetObject', { Service: 'cloudfront.amazonaws.com' }],
  ]);
  expect(render(allowed[0]?.Resource)).toBe(resource);
  expect(render(allowed[0]?.Condition.StringEquals?.['AWS:SourceArn'])).toBe(
    'arn:aws:cloudfront::<AWS::AccountId>:distribution/<DeliveryDistribution>',
  );
});

test('an imported bucket is neither created nor given a policy that would replace its owner’s', () => {
  const buckets = resourcesOf(imported.storage, 'AWS::S3::Bucket').map(([, { Properties }]) => Properties);
  const policies = resourcesOf(imported.storage, 'AWS::S3::BucketPolicy').map(([id]) => id);

  expect(buckets).toHaveLength(1);
  expect(policies).toEqual([expect.stringMatching(/^ExportsPolicy/)]);
  // The bucket of the backfill's lists is the pipeline's own.
  expect(resourcesOf(imported.pipeline, 'AWS::S3::BucketPolicy').map(([id]) => id)).toEqual([
    expect.stringMatching(/^BackfillListsPolicy/),
  ]);
});

test('the statement that the owner of an imported bucket has to add is printed', () => {
  const { RecordingsBucketPolicyStatement: output } = imported.storage.Outputs;

  expect(JSON.parse(renderer(imported)(output?.Value))).toEqual({
    Sid: 'ReadByCloudFront',
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${bucketName}/ivs/v1/*/media/*`,
    Condition: {
      StringEquals: { 'AWS:SourceArn': 'arn:aws:cloudfront::<AWS::AccountId>:distribution/<DeliveryDistribution>' },
    },
  });
  expect(app.storage.Outputs).not.toHaveProperty('RecordingsBucketPolicyStatement');
});

test('the catalog has the keys and indexes of the contract', () => {
  const { KeySchema, GlobalSecondaryIndexes: indexes } = resourceOf(app.storage, 'AWS::DynamoDB::Table').Properties;
  const keys = (schema: { AttributeName: string }[]) => schema.map(({ AttributeName }) => AttributeName);

  expect(keys(KeySchema)).toEqual([catalogTable.partitionKey, catalogTable.sortKey]);
  expect(
    indexes.map((index: { IndexName: string; KeySchema: { AttributeName: string }[]; Projection: object }) => [
      index.IndexName,
      ...keys(index.KeySchema),
      index.Projection,
    ]),
  ).toEqual([
    ['byRecordingId', 'recordingId', 'recordingKey', { ProjectionType: 'ALL' }],
    ['byDay', 'day', 'startedAt', { ProjectionType: 'ALL' }],
    ['byAttention', 'attention', 'startedAt', { ProjectionType: 'ALL' }],
  ]);
});

// Not "except on create": CloudFormation cannot delete a protected table, and a roll-back that fails is worse than an
// empty table that costs nothing.
test('the catalog is paid on demand, can be restored to any second, is protected and retained', () => {
  const table = resourceOf(app.storage, 'AWS::DynamoDB::Table');

  expect(table).toMatchObject({
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
    },
  });
});

test('items of the catalog expire by the time that stands in them', () => {
  const { TimeToLiveSpecification } = resourceOf(app.storage, 'AWS::DynamoDB::Table').Properties;

  expect(TimeToLiveSpecification).toEqual({ AttributeName: expiryAttribute, Enabled: true });
  for (const { shape } of [catalogRecordingSchema, catalogExportSchema]) expect(shape).toHaveProperty(expiryAttribute);
});

test('access logs are written only where somebody wants them, and are forgotten in time', () => {
  const { storage } = synthesize(variants.ownDomain);
  const logged = ({ Properties }: { Properties: { LoggingConfiguration?: { LogFilePrefix: string } } }) =>
    Properties.LoggingConfiguration?.LogFilePrefix;

  const bucket = resourceOf(storage, 'AWS::S3::Bucket', 'AccessLogs');

  expect(bucket).toMatchObject(retained);
  expect(bucket.Properties.LifecycleConfiguration.Rules).toMatchObject([{ ExpirationInDays: 30, Status: 'Enabled' }]);
  expect(logged(resourceOf(storage, 'AWS::S3::Bucket', 'Recordings'))).toBe('recordings/');
  expect(logged(resourceOf(storage, 'AWS::S3::Bucket', 'Exports'))).toBe('exports/');
  const { Logging } = resourceOf(storage, 'AWS::CloudFront::Distribution').Properties.DistributionConfig;
  expect(Logging).toMatchObject({ Prefix: 'cloudfront/' });
  expect(resourcesOf(app.storage, 'AWS::S3::Bucket').map(([, bucket]) => logged(bucket))).toEqual([
    undefined,
    undefined,
  ]);
});

test('storage knows nothing of the pipeline, and the pipeline imports every name of storage', () => {
  expect(JSON.stringify(app.storage)).not.toContain('Fn::ImportValue');
  const exported = Object.values(app.storage.Outputs).flatMap(({ Export }) => (Export ? [Export.Name] : []));
  const pipeline = JSON.stringify(app.pipeline);
  expect(exported).toHaveLength(4);
  expect(exported.filter((name) => !pipeline.includes(name))).toEqual([]);
});
