/** What the local system has to run, read from the deployed resources. Whatever matters and is unknown is an error. */
import type { LocalStack } from '../cloudformation/server.ts';
import type { SeededChannel, SeededConfiguration } from '../ivs/ivs-resources.ts';
import type { AddedHeaders } from '../playback/added-headers.ts';
import type { TrustedKeys } from '../playback/signatures.ts';
import type { DeployedResource, Deployment } from './deployment.ts';
import { isObject, TemplateUnsupportedError } from './intrinsics.ts';
import {
  channelProperties,
  distributionProperties,
  functionProperties,
  functionUrlProperties,
  invokeConfigProperties,
  notificationProperties,
  readProperties,
  recordingConfigurationProperties,
  ruleProperties,
  scheduleProperties,
  stateMachineProperties,
  tableProperties,
} from './resource-properties.ts';
import { readHeadersPolicies, readKeyGroups } from './viewer-rules.ts';

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
  readonly arn: string;
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly targets: readonly TargetModel[];
}

/** A schedule of EventBridge Scheduler, which starts executions or invokes a function asynchronously. */
export interface ScheduleModel {
  readonly name: string;
  /** Such as `rate(1 hour)`. */
  readonly expression: string;
  /** Of a state machine or a function. */
  readonly targetArn: string;
  /** JSON. */
  readonly input: string;
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
export type BehaviourModel = {
  readonly pathPattern: string;
  /** What viewers have to sign with; absent: they need no signature. */
  readonly trustedKeys?: TrustedKeys;
  /** By its response-headers policy; nothing without one. */
  readonly added: AddedHeaders;
} & ({ readonly bucket: string } | { readonly functionArn: string });

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
  /** Those that are switched on. */
  readonly schedules: readonly ScheduleModel[];
  readonly behaviours: readonly BehaviourModel[];
  readonly recordingConfigurations: readonly SeededConfiguration[];
  readonly channels: readonly SeededChannel[];
  /** Their outputs, as far as they are texts. */
  readonly stacks: readonly LocalStack[];
}

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
  'AWS::Lambda::Url',
  'AWS::StepFunctions::StateMachine',
  'AWS::Events::Rule',
  'AWS::Scheduler::Schedule',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::KeyGroup',
  'AWS::CloudFront::PublicKey',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::IVS::RecordingConfiguration',
  'AWS::IVS::Channel',
  notificationType,
]);

/** Whether the local system needs the properties of resources of this type. */
export const isModelled = (type: string): boolean => modelledTypes.has(type);

function readFunctions(of: ResourcesByType, deployment: Deployment): FunctionModel[] {
  const retries = new Map(
    of('AWS::Lambda::EventInvokeConfig').map((resource) => {
      const config = readProperties(invokeConfigProperties, resource);
      return [config.FunctionName, config.MaximumRetryAttempts] as const;
    }),
  );
  return of('AWS::Lambda::Function').flatMap((resource) => {
    // Functions with inline code are CDK's own custom resources, which act at deployment only.
    if (isObject(resource.properties.Code) && 'ZipFile' in resource.properties.Code) return [];
    const properties = readProperties(functionProperties, resource);
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
  const properties = readProperties(stateMachineProperties, resource);
  const definition = properties.DefinitionString.replaceAll(/\$\{([A-Za-z0-9]+)\}/g, (whole, name: string) => {
    const value = properties.DefinitionSubstitutions[name];
    if (value === undefined) throw new TemplateUnsupportedError(`${resource.logicalId} has no value for ${whole}.`);
    return value;
  });
  return { name: resource.attributes.Name ?? '', arn: resource.ref, roleArn: properties.RoleArn, definition };
}

function readRule(resource: DeployedResource): RuleModel[] {
  const properties = readProperties(ruleProperties, resource);
  if (properties.State === 'DISABLED') return [];
  const targets = properties.Targets.map(({ Arn, DeadLetterConfig }) => ({
    arn: Arn,
    ...(DeadLetterConfig === undefined ? {} : { deadLetterQueueArn: DeadLetterConfig.Arn }),
  }));
  return [{ name: resource.ref, arn: resource.attributes.Arn ?? '', pattern: properties.EventPattern, targets }];
}

function readSchedule(resource: DeployedResource): ScheduleModel[] {
  const { State, ScheduleExpression: expression, Target } = readProperties(scheduleProperties, resource);
  if (State === 'DISABLED') return [];
  return [{ name: resource.ref, expression, targetArn: Target.Arn, input: Target.Input }];
}

function readNotifications(resource: DeployedResource): BucketNotificationModel[] {
  const { BucketName, NotificationConfiguration } = readProperties(notificationProperties, resource);
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
  const properties = readProperties(tableProperties, resource);
  return {
    name: resource.ref,
    attributes: properties.AttributeDefinitions,
    keySchema: properties.KeySchema,
    indexes: properties.GlobalSecondaryIndexes.map((index) => ({ name: index.IndexName, keySchema: index.KeySchema })),
  };
}

function readBehaviours(
  resource: DeployedResource,
  functionUrls: readonly DeployedResource[],
  keyGroups: ReadonlyMap<string, TrustedKeys>,
  headersPolicies: ReadonlyMap<string, AddedHeaders>,
): BehaviourModel[] {
  const config = readProperties(distributionProperties, resource).DistributionConfig;
  const sourceOf = (originId: string): { bucket: string } | { functionArn: string } => {
    const domain = config.Origins.find(({ Id }) => Id === originId)?.DomainName;
    const url = functionUrls.find(({ attributes }) => attributes.FunctionUrl === `https://${domain}/`);
    if (url !== undefined) return { functionArn: readProperties(functionUrlProperties, url).TargetFunctionArn };
    const bucket = /^(.+)\.s3[.-].*amazonaws\.com$/.exec(domain ?? '')?.[1];
    if (bucket !== undefined) return { bucket };
    throw new TemplateUnsupportedError(
      `${resource.logicalId} has the origin ${domain ?? originId}, which is no bucket and no function.`,
    );
  };
  const behaviours = [...config.CacheBehaviors, config.DefaultCacheBehavior];
  return behaviours.map(({ PathPattern, TargetOriginId, TrustedKeyGroups, ResponseHeadersPolicyId = '' }) => ({
    pathPattern: PathPattern ?? '*',
    ...sourceOf(TargetOriginId),
    added: headersPolicies.get(ResponseHeadersPolicyId) ?? { fixed: {} },
    ...(TrustedKeyGroups.length > 0 && {
      trustedKeys: Object.assign({}, ...TrustedKeyGroups.map((group) => keyGroups.get(group))),
    }),
  }));
}

function readRecordingConfiguration(resource: DeployedResource): SeededConfiguration {
  const properties = readProperties(recordingConfigurationProperties, resource);
  const { ThumbnailConfiguration: thumbnails, RenditionConfiguration: renditions } = properties;
  return {
    arn: resource.attributes.Arn ?? '',
    name: properties.Name,
    destinationConfiguration: { s3: { bucketName: properties.DestinationConfiguration.S3.BucketName } },
    recordingReconnectWindowSeconds: properties.RecordingReconnectWindowSeconds,
    thumbnailConfiguration: {
      recordingMode: thumbnails.RecordingMode,
      targetIntervalSeconds: thumbnails.TargetIntervalSeconds,
      resolution: thumbnails.Resolution,
      storage: thumbnails.Storage,
    },
    renditionConfiguration: {
      renditionSelection: renditions.RenditionSelection,
      renditions: renditions.Renditions,
    },
  };
}

function readChannel(resource: DeployedResource): SeededChannel {
  const properties = readProperties(channelProperties, resource);
  return {
    arn: resource.attributes.Arn ?? '',
    name: properties.Name,
    type: properties.Type,
    latencyMode: properties.LatencyMode,
    recordingConfigurationArn: properties.RecordingConfigurationArn,
    tags: Object.fromEntries(properties.Tags.map(({ Key, Value }) => [Key, Value])),
  };
}

function textsOf(outputs: ReadonlyMap<string, unknown>): Record<string, string> {
  return Object.fromEntries([...outputs].flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])));
}

/** The deployed resources of some types. */
export type ResourcesByType = (...types: string[]) => DeployedResource[];

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
    schedules: of('AWS::Scheduler::Schedule').flatMap(readSchedule),
    behaviours: of('AWS::CloudFront::Distribution').flatMap((distribution) =>
      readBehaviours(distribution, of('AWS::Lambda::Url'), readKeyGroups(of), readHeadersPolicies(of)),
    ),
    recordingConfigurations: of('AWS::IVS::RecordingConfiguration').map(readRecordingConfiguration),
    channels: of('AWS::IVS::Channel').map(readChannel),
    stacks: [...deployment.outputs].map(([name, outputs]) => ({ name, outputs: textsOf(outputs) })),
  };
}
