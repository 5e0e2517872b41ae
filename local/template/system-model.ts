/** What the local system has to run, read from the deployed resources. Whatever matters and is unknown is an error. */
import * as z from 'zod/mini';
import type { DeployedResource, Deployment } from './deployment.ts';
import { TemplateUnsupportedError } from './intrinsics.ts';

/** A Lambda function with its bundle. */
export interface FunctionModel {
  readonly name: string;
  readonly arn: string;
  readonly directory: string;
  /** `index.handler`. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** What an asynchronous invocation does when the function fails. */
  readonly asynchronous: { readonly retries: number; readonly deadLetterQueueArn?: string };
}

/** A state machine with its definition, placeholders replaced. */
export interface StateMachineModel {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly definition: string;
}

/** A target of a rule. */
export interface TargetModel {
  readonly arn: string;
  readonly deadLetterQueueArn?: string;
}

/** An EventBridge rule. */
export interface RuleModel {
  readonly name: string;
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly targets: readonly TargetModel[];
}

/** One native notification of a bucket. */
export interface BucketNotificationModel {
  readonly bucket: string;
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
  readonly functionArn: string;
}

/** A DynamoDB table, in the words of CreateTable. */
export interface TableModel {
  readonly name: string;
  readonly attributes: readonly { AttributeName: string; AttributeType: 'S' | 'N' | 'B' }[];
  readonly keySchema: readonly { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[];
  readonly indexes: readonly {
    name: string;
    keySchema: readonly { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[];
  }[];
}

/** A behaviour of the distribution, in order; the default comes last with the pattern `*`. */
export interface BehaviourModel {
  readonly pathPattern: string;
  readonly bucket: string;
}

/** Everything that the local system runs. */
export interface SystemModel {
  readonly buckets: readonly string[];
  readonly notifications: readonly BucketNotificationModel[];
  readonly tables: readonly TableModel[];
  readonly topics: readonly { name: string; arn: string }[];
  readonly queues: readonly { name: string; arn: string }[];
  readonly functions: readonly FunctionModel[];
  readonly stateMachines: readonly StateMachineModel[];
  readonly rules: readonly RuleModel[];
  readonly behaviours: readonly BehaviourModel[];
}

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));

const functionProperties = z.object({
  Code: z.object({ S3Key: z.string() }),
  Handler: z.string(),
  Timeout: z._default(z.number(), 3),
  MemorySize: z._default(z.number(), 128),
  Environment: z._default(z.object({ Variables: z.record(z.string(), z.string()) }), { Variables: {} }),
  DeadLetterConfig: z.optional(z.object({ TargetArn: z.string() })),
});
const invokeConfigProperties = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: z._default(z.number(), 2),
});
const stateMachineProperties = z.object({
  DefinitionString: z.string(),
  DefinitionSubstitutions: z._default(z.record(z.string(), z.string()), {}),
  RoleArn: z.string(),
});
const ruleProperties = z.object({
  EventPattern: z.record(z.string(), z.unknown()),
  State: z._default(z.enum(['ENABLED', 'DISABLED']), 'ENABLED'),
  Targets: z.array(z.object({ Arn: z.string(), DeadLetterConfig: z.optional(z.object({ Arn: z.string() })) })),
});
const notificationProperties = z.object({
  BucketName: z.string(),
  NotificationConfiguration: z.strictObject({
    LambdaFunctionConfigurations: z.array(
      z.object({
        Events: z.array(z.string()),
        Filter: z.object({
          Key: z.object({ FilterRules: z.array(z.object({ Name: z.string(), Value: z.string() })) }),
        }),
        LambdaFunctionArn: z.string(),
      }),
    ),
  }),
});
const tableProperties = z.object({
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z._default(z.array(z.object({ IndexName: z.string(), KeySchema: keySchema })), []),
});
const behaviour = z.object({ TargetOriginId: z.string(), PathPattern: z.optional(z.string()) });
const distributionProperties = z.object({
  DistributionConfig: z.object({
    Origins: z.array(z.object({ Id: z.string(), DomainName: z.string() })),
    CacheBehaviors: z._default(z.array(behaviour), []),
    DefaultCacheBehavior: behaviour,
  }),
});

const notificationType = 'Custom::S3BucketNotifications';

/** Types that the local system runs; all others (roles, keys, log groups, …) have nothing to run. */
const modelledTypes: ReadonlySet<string> = new Set([
  'AWS::S3::Bucket',
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::Lambda::Function',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::StepFunctions::StateMachine',
  'AWS::Events::Rule',
  'AWS::CloudFront::Distribution',
  notificationType,
]);

/** Whether the local system needs the properties of resources of this type. */
export const isModelled = (type: string): boolean => modelledTypes.has(type);

function readFunctions(of: ResourcesByType, deployment: Deployment): FunctionModel[] {
  const retries = new Map(
    of('AWS::Lambda::EventInvokeConfig').map(({ properties }) => {
      const config = invokeConfigProperties.parse(properties);
      return [config.FunctionName, config.MaximumRetryAttempts] as const;
    }),
  );
  return of('AWS::Lambda::Function').flatMap((resource) => {
    // Functions with inline code are CDK's own custom resources, which act at deployment only.
    if (!z.object({ Code: z.object({ S3Key: z.string() }) }).safeParse(resource.properties).success) return [];
    const properties = functionProperties.parse(resource.properties);
    const directory = deployment.assetDirectories.get(properties.Code.S3Key.replace(/\.zip$/, ''));
    if (directory === undefined) {
      throw new TemplateUnsupportedError(
        `The code of ${resource.logicalId} (${properties.Code.S3Key}) is no asset here.`,
      );
    }
    const deadLetterQueueArn = properties.DeadLetterConfig?.TargetArn;
    return [
      {
        name: resource.ref,
        arn: resource.attributes.Arn ?? '',
        directory,
        handler: properties.Handler,
        environment: properties.Environment.Variables,
        timeoutSeconds: properties.Timeout,
        memoryMb: properties.MemorySize,
        asynchronous: {
          retries: retries.get(resource.ref) ?? 2,
          ...(deadLetterQueueArn === undefined ? {} : { deadLetterQueueArn }),
        },
      },
    ];
  });
}

function readStateMachine(resource: DeployedResource): StateMachineModel {
  const properties = stateMachineProperties.parse(resource.properties);
  const definition = properties.DefinitionString.replaceAll(/\$\{([A-Za-z0-9]+)\}/g, (whole, name: string) => {
    const value = properties.DefinitionSubstitutions[name];
    if (value === undefined) throw new TemplateUnsupportedError(`${resource.logicalId} has no value for ${whole}.`);
    return value;
  });
  return { name: resource.attributes.Name ?? '', arn: resource.ref, roleArn: properties.RoleArn, definition };
}

function readRule(resource: DeployedResource): RuleModel[] {
  const properties = ruleProperties.parse(resource.properties);
  if (properties.State === 'DISABLED') return [];
  const targets = properties.Targets.map(({ Arn, DeadLetterConfig }) => ({
    arn: Arn,
    ...(DeadLetterConfig === undefined ? {} : { deadLetterQueueArn: DeadLetterConfig.Arn }),
  }));
  return [{ name: resource.ref, pattern: properties.EventPattern, targets }];
}

function readNotifications(resource: DeployedResource): BucketNotificationModel[] {
  const { BucketName, NotificationConfiguration } = notificationProperties.parse(resource.properties);
  return NotificationConfiguration.LambdaFunctionConfigurations.map(({ Events, Filter, LambdaFunctionArn }) => {
    const rule = (name: string): string =>
      Filter.Key.FilterRules.find((candidate) => candidate.Name.toLowerCase() === name)?.Value ?? '';
    return {
      bucket: BucketName,
      events: Events,
      prefix: rule('prefix'),
      suffix: rule('suffix'),
      functionArn: LambdaFunctionArn,
    };
  });
}

function readTable(resource: DeployedResource): TableModel {
  const properties = tableProperties.parse(resource.properties);
  return {
    name: resource.ref,
    attributes: properties.AttributeDefinitions,
    keySchema: properties.KeySchema,
    indexes: properties.GlobalSecondaryIndexes.map((index) => ({ name: index.IndexName, keySchema: index.KeySchema })),
  };
}

function readBehaviours(resource: DeployedResource): BehaviourModel[] {
  const config = distributionProperties.parse(resource.properties).DistributionConfig;
  const bucketOf = (originId: string): string =>
    config.Origins.find(({ Id }) => Id === originId)?.DomainName.replace(/\.s3[.-].*$/, '') ?? '';
  return [...config.CacheBehaviors, config.DefaultCacheBehavior].map(({ PathPattern, TargetOriginId }) => ({
    pathPattern: PathPattern ?? '*',
    bucket: bucketOf(TargetOriginId),
  }));
}

type ResourcesByType = (...types: string[]) => DeployedResource[];

/** Reads the model of the whole system. */
export function readSystemModel(deployment: Deployment): SystemModel {
  const of: ResourcesByType = (...types) => deployment.resources.filter(({ type }) => types.includes(type));
  const withArn = (resource: DeployedResource, arnName: string, nameAttribute: string) => ({
    name: resource.attributes[nameAttribute] ?? '',
    arn: resource.attributes[arnName] ?? '',
  });
  const notifications = of(notificationType).flatMap(readNotifications);
  return {
    // An imported bucket is no resource; its notifications name it.
    buckets: [
      ...new Set([...of('AWS::S3::Bucket').map(({ ref }) => ref), ...notifications.map(({ bucket }) => bucket)]),
    ],
    notifications,
    tables: of('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').map(readTable),
    topics: of('AWS::SNS::Topic').map((topic) => withArn(topic, 'TopicArn', 'TopicName')),
    queues: of('AWS::SQS::Queue').map((queue) => withArn(queue, 'Arn', 'QueueName')),
    functions: readFunctions(of, deployment),
    stateMachines: of('AWS::StepFunctions::StateMachine').map(readStateMachine),
    rules: of('AWS::Events::Rule').flatMap(readRule),
    behaviours: of('AWS::CloudFront::Distribution').flatMap(readBehaviours),
  };
}
