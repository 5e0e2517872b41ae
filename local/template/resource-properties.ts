/** Properties of the resources that are run, as far as they matter here. What would be run wrongly is refused. */
import * as z from 'zod/mini';
import { parseWith } from '../../lambdas/shared/recording/schema-faults.ts';
import type { DeployedResource } from './deployment.ts';
import { TemplateUnsupportedError } from './intrinsics.ts';

/** Parses a resource's properties; throws {@link TemplateUnsupportedError} with its name and every fault. */
export function readProperties<Schema extends z.ZodMiniType>(
  schema: Schema,
  { stackName, logicalId, type, properties }: DeployedResource,
): z.output<Schema> {
  const parsed = parseWith(schema, properties, 'its properties');
  if ('value' in parsed) return parsed.value;
  throw new TemplateUnsupportedError(
    `The local system cannot run ${stackName}/${logicalId} (${type}): ${parsed.faults}`,
  );
}

const ivsResolution = z.enum(['FULL_HD', 'HD', 'SD', 'LOWEST_RESOLUTION']);
const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));

export const functionProperties = z.object({
  Code: z.object({ S3Key: z.string() }),
  Handler: z.string(),
  Runtime: z.string().check(z.startsWith('nodejs', { error: 'only Node.js functions run here' })),
  Timeout: z._default(z.number(), 3),
  MemorySize: z._default(z.number(), 128),
  Environment: z._default(z.object({ Variables: z.record(z.string(), z.string()) }), { Variables: {} }),
  DeadLetterConfig: z.optional(z.object({ TargetArn: z.string() })),
});
/** The event's maximum age is of no use here: nothing waits that long. Destinations are refused. */
export const invokeConfigProperties = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.string(),
  MaximumRetryAttempts: z._default(z.number(), 2),
  MaximumEventAgeInSeconds: z.optional(z.number()),
});
/** A URL that anybody may call, or that streams, is refused. */
export const functionUrlProperties = z.object({
  AuthType: z.literal('AWS_IAM'),
  TargetFunctionArn: z.string(),
  InvokeMode: z._default(z.literal('BUFFERED'), 'BUFFERED'),
  Cors: z.optional(z.never('comes from the distribution here')),
});
export const stateMachineProperties = z.object({
  StateMachineType: z._default(z.literal('STANDARD'), 'STANDARD'),
  DefinitionString: z.string(),
  DefinitionSubstitutions: z._default(z.record(z.string(), z.string()), {}),
  RoleArn: z.string(),
});
export const ruleProperties = z.object({
  EventPattern: z.record(z.string(), z.unknown()),
  State: z._default(z.enum(['ENABLED', 'DISABLED']), 'ENABLED'),
  // Strict, since a target that changes its input (InputPath, InputTransformer) would be run wrongly in silence.
  Targets: z.array(
    z.strictObject({
      Id: z.string(),
      Arn: z
        .string()
        .check(z.regex(/^arn:[^:]+:(lambda|logs):/, { error: 'only functions and log groups are targets' })),
      DeadLetterConfig: z.optional(z.object({ Arn: z.string() })),
      RetryPolicy: z.optional(z.unknown()),
    }),
  ),
});
export const scheduleProperties = z.object({
  ScheduleExpression: z.string(),
  State: z._default(z.enum(['ENABLED', 'DISABLED']), 'ENABLED'),
  Target: z.object({
    Arn: z
      .string()
      .check(
        z.regex(/^arn:[^:]+:(states|lambda):/, { error: 'only state machines and functions are targets of schedules' }),
      ),
    Input: z._default(z.string(), '{}'),
  }),
});
export const notificationProperties = z.object({
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
export const tableProperties = z.object({
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z._default(
    z.array(
      z.object({
        IndexName: z.string(),
        KeySchema: keySchema,
        Projection: z.object({ ProjectionType: z.literal('ALL') }),
      }),
    ),
    [],
  ),
  LocalSecondaryIndexes: z.optional(z.never('has no local index here')),
});
/** In the words of the API, which CloudFormation capitalizes; whatever is left out is as IVS makes it by default. */
export const recordingConfigurationProperties = z.object({
  Name: z._default(z.string(), ''),
  DestinationConfiguration: z.object({ S3: z.object({ BucketName: z.string() }) }),
  RecordingReconnectWindowSeconds: z._default(z.number(), 0),
  ThumbnailConfiguration: z._default(
    z.object({
      RecordingMode: z._default(z.enum(['INTERVAL', 'DISABLED']), 'INTERVAL'),
      TargetIntervalSeconds: z.optional(z.number()),
      Resolution: z.optional(ivsResolution),
      Storage: z.optional(z.array(z.enum(['SEQUENTIAL', 'LATEST']))),
    }),
    { RecordingMode: 'INTERVAL', TargetIntervalSeconds: 60 },
  ),
  RenditionConfiguration: z._default(
    z.object({
      RenditionSelection: z._default(z.enum(['ALL', 'CUSTOM', 'NONE']), 'ALL'),
      Renditions: z._default(z.array(ivsResolution), []),
    }),
    { RenditionSelection: 'ALL', Renditions: [] },
  ),
});
export const channelProperties = z.object({
  Name: z._default(z.string(), ''),
  Type: z._default(z.enum(['BASIC', 'STANDARD', 'ADVANCED_SD', 'ADVANCED_HD']), 'STANDARD'),
  LatencyMode: z._default(z.enum(['NORMAL', 'LOW']), 'LOW'),
  RecordingConfigurationArn: z._default(z.string(), ''),
  Tags: z._default(z.array(z.object({ Key: z.string(), Value: z.string() })), []),
});
const behaviour = z.object({
  TargetOriginId: z.string(),
  PathPattern: z.optional(z.string()),
  ResponseHeadersPolicyId: z.optional(z.string()),
  TrustedKeyGroups: z._default(z.array(z.string()), []),
});
export const publicKeyProperties = z.object({ PublicKeyConfig: z.object({ EncodedKey: z.string() }) });
export const keyGroupProperties = z.object({ KeyGroupConfig: z.object({ Items: z.array(z.string()) }) });
/** Strict, since a header that is left out would be missed in the cloud only. */
export const headersPolicyProperties = z.object({
  ResponseHeadersPolicyConfig: z.strictObject({
    Name: z.string(),
    CorsConfig: z.optional(
      z.object({
        AccessControlAllowOrigins: z.object({ Items: z.array(z.string()) }),
        AccessControlAllowCredentials: z.boolean(),
      }),
    ),
    SecurityHeadersConfig: z.strictObject({
      ContentTypeOptions: z.optional(z.object({})),
      FrameOptions: z.optional(z.object({ FrameOption: z.string() })),
      ReferrerPolicy: z.optional(z.object({ ReferrerPolicy: z.string() })),
      StrictTransportSecurity: z.optional(z.object({ AccessControlMaxAgeSec: z.number() })),
      ContentSecurityPolicy: z.optional(z.object({ ContentSecurityPolicy: z.string() })),
    }),
  }),
});
export const distributionProperties = z.object({
  DistributionConfig: z.object({
    Origins: z.array(z.object({ Id: z.string(), DomainName: z.string() })),
    CacheBehaviors: z._default(z.array(behaviour), []),
    DefaultCacheBehavior: behaviour,
  }),
});
