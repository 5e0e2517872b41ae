// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation writes its placeholders so.
import { describe, expect, test } from '@jest/globals';
import { isModelled, readSystemModel, type SystemModel } from '../../../local/template/system-model.ts';
import { deploy, makeStack, type ResourceParts } from './stacks.ts';

const modelOf = (resources: Record<string, ResourceParts>, assets: Record<string, string> = {}): SystemModel =>
  readSystemModel(deploy(makeStack('Stack', resources, { assets })));

const fn = (Properties: Record<string, unknown> = {}): ResourceParts => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Code: { S3Key: 'abc.zip' }, Handler: 'index.handler', Runtime: 'nodejs24.x', ...Properties },
});
const rule = (Properties: Record<string, unknown> = {}): ResourceParts => ({
  Type: 'AWS::Events::Rule',
  Properties: {
    EventPattern: { source: ['aws.ivs'] },
    Targets: [{ Id: 'Target0', Arn: { 'Fn::GetAtt': ['Fn', 'Arn'] } }],
    ...Properties,
  },
});
const assets = { abc: '/assets/abc' };
const fnArn = 'arn:aws:lambda:us-west-2:000000000000:function:Stack-Fn';

describe('a function', () => {
  test('is read with its bundle, environment, limits and what becomes of events that it fails on', () => {
    const { functions } = modelOf(
      {
        Fn: fn({
          Timeout: 60,
          MemorySize: 256,
          Environment: { Variables: { QUEUE: { 'Fn::GetAtt': ['Letters', 'Arn'] } } },
          DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': ['Letters', 'Arn'] } },
        }),
        Letters: { Type: 'AWS::SQS::Queue' },
        Config: {
          Type: 'AWS::Lambda::EventInvokeConfig',
          Properties: { FunctionName: { Ref: 'Fn' }, Qualifier: '$LATEST', MaximumRetryAttempts: 1 },
        },
      },
      assets,
    );

    expect(functions).toEqual([
      {
        name: 'Stack-Fn',
        arn: fnArn,
        directory: '/assets/abc',
        handler: 'index.handler',
        environment: { QUEUE: 'arn:aws:sqs:us-west-2:000000000000:Stack-Letters' },
        timeoutSeconds: 60,
        memoryMb: 256,
        asynchronous: { retries: 1, deadLetterQueueArn: 'arn:aws:sqs:us-west-2:000000000000:Stack-Letters' },
      },
    ]);
  });

  test("has Lambda's own limits where the template says nothing", () => {
    const { functions } = modelOf({ Fn: fn() }, assets);

    expect(functions).toMatchObject([
      { environment: {}, timeoutSeconds: 3, memoryMb: 128, asynchronous: { retries: 2 } },
    ]);
  });

  test("with inline code is one of the CDK's own and is not run", () => {
    const { functions } = modelOf({ Fn: fn({ Code: { ZipFile: 'def handler(): …' }, Runtime: 'python3.13' }) });

    expect(functions).toEqual([]);
  });

  test.each([
    ['without its asset', fn({ Code: { S3Key: 'other.zip' } }), /The code of Fn \(other.zip\) is no asset here/],
    ['of another language', fn({ Runtime: 'python3.13' }), /Stack\/Fn .*Runtime: only Node.js functions run here/],
    ['without a handler', fn({ Handler: undefined }), /cannot run Stack\/Fn \(AWS::Lambda::Function\)/],
  ])('%s is refused by name', (_name, resource, expected) => {
    expect(() => modelOf({ Fn: resource }, assets)).toThrow(expected);
  });

  test('with a destination for failed events is refused, since nothing would be sent there', () => {
    const config = {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: { FunctionName: { Ref: 'Fn' }, Qualifier: '$LATEST', DestinationConfig: {} },
    };

    expect(() => modelOf({ Fn: fn(), Config: config }, assets)).toThrow(/DestinationConfig/);
  });
});

describe('a state machine', () => {
  const machine = (Properties: Record<string, unknown>): Record<string, ResourceParts> => ({
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: { RoleArn: 'arn:aws:iam::000000000000:role/r', ...Properties },
    },
    Topic: { Type: 'AWS::SNS::Topic' },
  });

  test('is read with its placeholders replaced', () => {
    const { stateMachines } = modelOf(
      machine({
        DefinitionString: '{"TopicArn":"${TopicArn}"}',
        DefinitionSubstitutions: { TopicArn: { Ref: 'Topic' } },
      }),
    );

    expect(stateMachines).toMatchObject([
      {
        name: 'Stack-Machine',
        arn: 'arn:aws:states:us-west-2:000000000000:stateMachine:Stack-Machine',
        definition: '{"TopicArn":"arn:aws:sns:us-west-2:000000000000:Stack-Topic"}',
      },
    ]);
  });

  test.each([
    ['with a placeholder that nobody fills', { DefinitionString: '${Missing}' }, 'Machine has no value for ${Missing}'],
    ['of the Express kind', { DefinitionString: '{}', StateMachineType: 'EXPRESS' }, 'StateMachineType'],
    ['whose definition lies in S3', { DefinitionS3Location: {} }, 'DefinitionString'],
  ])('%s is refused by name', (_name, properties, expected) => {
    expect(() => modelOf(machine(properties))).toThrow(expected);
  });
});

describe('a rule', () => {
  test('is read with its pattern, its targets and where undelivered events go', () => {
    const { rules } = modelOf(
      {
        Fn: fn(),
        Letters: { Type: 'AWS::SQS::Queue' },
        Rule: rule({
          Targets: [
            {
              Id: 'Target0',
              Arn: { 'Fn::GetAtt': ['Fn', 'Arn'] },
              DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Letters', 'Arn'] } },
              RetryPolicy: { MaximumRetryAttempts: 185 },
            },
          ],
        }),
      },
      assets,
    );

    expect(rules).toEqual([
      {
        name: 'Stack-Rule',
        arn: 'arn:aws:events:us-west-2:000000000000:rule/Stack-Rule',
        pattern: { source: ['aws.ivs'] },
        targets: [{ arn: fnArn, deadLetterQueueArn: 'arn:aws:sqs:us-west-2:000000000000:Stack-Letters' }],
      },
    ]);
  });

  test('that is switched off is none', () => {
    expect(modelOf({ Fn: fn(), Rule: rule({ State: 'DISABLED' }) }, assets).rules).toEqual([]);
  });

  test.each([
    ['on a schedule', { EventPattern: undefined, ScheduleExpression: 'rate(1 day)' }, 'EventPattern'],
    ['that changes what its target gets', { Targets: [{ Id: 'a', Arn: fnArn, InputPath: '$.detail' }] }, 'InputPath'],
    ['with another kind of target', { Targets: [{ Id: 'a', Arn: 'arn:aws:sqs:us-west-2:1:q' }] }, 'log groups'],
  ])('%s is refused by name', (_name, properties, expected) => {
    expect(() => modelOf({ Fn: fn(), Rule: rule(properties) }, assets)).toThrow(expected);
  });
});

describe("a bucket's notification", () => {
  const notification = (configuration: Record<string, unknown>): Record<string, ResourceParts> => ({
    Notification: {
      Type: 'Custom::S3BucketNotifications',
      Properties: { BucketName: 'existing-bucket', NotificationConfiguration: configuration },
    },
  });

  test('is read with its filters, and names a bucket that the template does not make', () => {
    const FilterRules = [
      { Name: 'suffix', Value: '/events/recording-ended.json' },
      { Name: 'Prefix', Value: 'ivs/v1/' },
    ];
    const { notifications, buckets } = modelOf(
      notification({
        LambdaFunctionConfigurations: [
          { Events: ['s3:ObjectCreated:*'], Filter: { Key: { FilterRules } }, LambdaFunctionArn: fnArn },
        ],
      }),
    );

    expect(buckets).toEqual(['existing-bucket']);
    expect(notifications).toEqual([
      {
        bucket: 'existing-bucket',
        events: ['s3:ObjectCreated:*'],
        prefix: 'ivs/v1/',
        suffix: '/events/recording-ended.json',
        functionArn: fnArn,
      },
    ]);
  });

  test('of another kind is refused by name', () => {
    expect(() => modelOf(notification({ LambdaFunctionConfigurations: [], QueueConfigurations: [] }))).toThrow(
      'QueueConfigurations',
    );
  });
});

describe('a table', () => {
  const table = (Properties: Record<string, unknown> = {}): Record<string, ResourceParts> => ({
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        ...Properties,
      },
    },
  });
  const index = (ProjectionType: string) => ({
    GlobalSecondaryIndexes: [
      { IndexName: 'byId', KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], Projection: { ProjectionType } },
    ],
  });

  test('is read with its keys and indexes', () => {
    expect(modelOf(table(index('ALL'))).tables).toEqual([
      {
        name: 'Stack-Table',
        attributes: [{ AttributeName: 'id', AttributeType: 'S' }],
        keySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        indexes: [{ name: 'byId', keySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] }],
      },
    ]);
  });

  test('with an index that leaves attributes out, or a local one, is refused', () => {
    expect(() => modelOf(table(index('KEYS_ONLY')))).toThrow('ProjectionType');
    expect(() => modelOf(table({ LocalSecondaryIndexes: [{}] }))).toThrow('LocalSecondaryIndexes');
  });
});

describe("a distribution's behaviours", () => {
  const distribution = (DomainName: unknown, headers: object = {}): Record<string, ResourceParts> => ({
    Policy: {
      Type: 'AWS::CloudFront::ResponseHeadersPolicy',
      Properties: {
        ResponseHeadersPolicyConfig: {
          Name: 'policy',
          SecurityHeadersConfig: {
            ContentTypeOptions: { Override: true },
            FrameOptions: { FrameOption: 'DENY', Override: true },
            ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
            StrictTransportSecurity: { AccessControlMaxAgeSec: 60, Override: true },
            ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'", Override: true },
          },
          ...headers,
        },
      },
    },
    Bucket: { Type: 'AWS::S3::Bucket' },
    Distribution: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: {
          Origins: [{ Id: 'o1', DomainName }],
          CacheBehaviors: [{ TargetOriginId: 'o1', PathPattern: 'ivs/*', ResponseHeadersPolicyId: { Ref: 'Policy' } }],
          DefaultCacheBehavior: { TargetOriginId: 'o1' },
        },
      },
    },
  });

  test('come in their order, the default last, with the bucket behind each', () => {
    expect(modelOf(distribution({ 'Fn::GetAtt': ['Bucket', 'RegionalDomainName'] })).behaviours).toEqual([
      expect.objectContaining({ pathPattern: 'ivs/*', bucket: 'stack-bucket' }),
      { pathPattern: '*', bucket: 'stack-bucket', added: { fixed: {} } },
    ]);
  });

  test('carry the headers that their policy adds; one that this would leave out is refused', () => {
    const domain = { 'Fn::GetAtt': ['Bucket', 'RegionalDomainName'] };
    const CorsConfig = {
      AccessControlAllowOrigins: { Items: ['https://app.example.com'] },
      AccessControlAllowCredentials: true,
    };

    const [behaviour] = modelOf(distribution(domain, { CorsConfig })).behaviours;

    expect(behaviour?.added).toEqual({
      fixed: {
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=60',
        'content-security-policy': "default-src 'none'",
      },
      cors: { origins: ['https://app.example.com'], allowsCredentials: true },
    });
    expect(() => modelOf(distribution(domain, { CustomHeadersConfig: { Items: [] } }))).toThrow('CustomHeadersConfig');
  });

  test('with an origin that is no bucket are refused', () => {
    expect(() => modelOf(distribution('www.example.com'))).toThrow('www.example.com, which is no bucket');
  });
});

test('roles, policies and keys have nothing to run', () => {
  expect(['AWS::IAM::Role', 'AWS::KMS::Key', 'AWS::Lambda::Version'].filter(isModelled)).toEqual([]);
});

describe('a schedule', () => {
  const machineArn = 'arn:aws:states:us-west-2:000000000000:stateMachine:Stack-Machine';
  const schedule = (Properties: Record<string, unknown>): Record<string, ResourceParts> => ({
    Hourly: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        ScheduleExpression: 'rate(1 hour)',
        Target: { Arn: machineArn, RoleArn: 'arn:role', Input: '{"since":"24h"}' },
        ...Properties,
      },
    },
  });

  test('is read with the state machine that it starts, and its input', () => {
    expect(modelOf(schedule({})).schedules).toEqual([
      {
        name: 'Stack-Hourly',
        expression: 'rate(1 hour)',
        targetArn: machineArn,
        input: '{"since":"24h"}',
      },
    ]);
  });

  test('that is switched off is left out', () => {
    expect(modelOf(schedule({ State: 'DISABLED' })).schedules).toEqual([]);
  });

  test('may invoke a function, without an input of its own', () => {
    expect(modelOf(schedule({ Target: { Arn: fnArn } })).schedules).toMatchObject([{ targetArn: fnArn, input: '{}' }]);
  });

  test('of anything else is refused', () => {
    expect(() => modelOf(schedule({ Target: { Arn: 'arn:aws:sqs:us-west-2:000000000000:queue' } }))).toThrow(
      'only state machines and functions are targets of schedules',
    );
  });
});
