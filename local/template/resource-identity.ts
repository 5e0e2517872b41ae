/**
 * What `Ref` and `Fn::GetAtt` of a resource answer on the laptop, by resource type. A physical name is the one that the
 * template gives, else stack and logical id, as CloudFormation would make it without the random part.
 */
import { TemplateUnsupportedError } from './intrinsics.ts';

/** Account and Region that the laptop pretends to be. */
export interface LocalEnvironment {
  readonly accountId: string;
  readonly region: string;
}

/** What the identity of one resource is made from; `properties` are resolved when asked for. */
export interface IdentitySource {
  readonly type: string;
  readonly stackName: string;
  readonly logicalId: string;
  readonly environment: LocalEnvironment;
  property(name: string): unknown;
}

/** `ref` is the answer to Ref, `attributes` those to Fn::GetAtt. */
export interface ResourceIdentity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Host name that the local CloudFront distribution has in the template; the playback server stands in its place. */
export const localDistributionDomain = 'd111111abcdef8.cloudfront.net';

type IdentityOf = (source: IdentitySource) => ResourceIdentity;

const nameOf = (source: IdentitySource, property: string): string => {
  const given = source.property(property);
  return typeof given === 'string' ? given : `${source.stackName}-${source.logicalId}`;
};

const arn = (source: IdentitySource, service: string, resource: string): string =>
  `arn:aws:${service}:${source.environment.region}:${source.environment.accountId}:${resource}`;

/** Identity of a resource whose Ref is its name and whose Arn is `prefix` + name. */
const named =
  (nameProperty: string, service: string, prefix = '', more: Readonly<Record<string, string>> = {}): IdentityOf =>
  (source) => {
    const name = nameOf(source, nameProperty);
    return { ref: name, attributes: { Arn: arn(source, service, `${prefix}${name}`), ...more } };
  };

/** Identity of a resource of which nothing but its name is ever asked. */
const nameOnly: IdentityOf = (source) => ({ ref: `${source.stackName}-${source.logicalId}`, attributes: {} });

const bucket: IdentityOf = (source) => {
  const name = nameOf(source, 'BucketName').toLowerCase();
  const domain = `${name}.s3.${source.environment.region}.amazonaws.com`;
  return { ref: name, attributes: { Arn: `arn:aws:s3:::${name}`, DomainName: domain, RegionalDomainName: domain } };
};

const role: IdentityOf = (source) => {
  const name = nameOf(source, 'RoleName');
  return {
    ref: name,
    attributes: {
      Arn: `arn:aws:iam::${source.environment.accountId}:role/${name}`,
      RoleId: `AROA${source.logicalId.toUpperCase().slice(0, 16)}`,
    },
  };
};

const stateMachine: IdentityOf = (source) => {
  const name = nameOf(source, 'StateMachineName');
  const machineArn = arn(source, 'states', `stateMachine:${name}`);
  return { ref: machineArn, attributes: { Arn: machineArn, Name: name } };
};

const queue: IdentityOf = (source) => {
  const name = nameOf(source, 'QueueName').slice(-80);
  return { ref: `queue:${name}`, attributes: { Arn: arn(source, 'sqs', name), QueueName: name } };
};

const topic: IdentityOf = (source) => {
  const topicArn = arn(source, 'sns', nameOf(source, 'TopicName'));
  return { ref: topicArn, attributes: { TopicArn: topicArn, TopicName: nameOf(source, 'TopicName') } };
};

const version: IdentityOf = (source) => {
  const functionArn = arn(source, 'lambda', `function:${String(source.property('FunctionName'))}`);
  return { ref: `${functionArn}:1`, attributes: { FunctionArn: `${functionArn}:1`, Version: '1' } };
};

const identities: Record<string, IdentityOf> = {
  'AWS::S3::Bucket': bucket,
  'AWS::IAM::Role': role,
  'AWS::StepFunctions::StateMachine': stateMachine,
  'AWS::SQS::Queue': queue,
  'AWS::SNS::Topic': topic,
  'AWS::Lambda::Version': version,
  'AWS::Lambda::Function': named('FunctionName', 'lambda', 'function:'),
  'AWS::Lambda::Url': (source) => ({
    ref: source.logicalId,
    attributes: {
      FunctionUrl: `https://${source.logicalId.toLowerCase()}.lambda-url.${source.environment.region}.on.aws/`,
    },
  }),
  'AWS::DynamoDB::Table': named('TableName', 'dynamodb', 'table/'),
  'AWS::DynamoDB::GlobalTable': named('TableName', 'dynamodb', 'table/'),
  'AWS::Events::Rule': named('Name', 'events', 'rule/'),
  'AWS::Logs::LogGroup': named('LogGroupName', 'logs', 'log-group:'),
  'AWS::KMS::Key': named('KeyId', 'kms', 'key/'),
  'AWS::CloudFront::Distribution': (source) => ({
    ref: `E${source.logicalId.toUpperCase().slice(0, 13)}`,
    attributes: { DomainName: localDistributionDomain },
  }),
  'AWS::CloudFront::OriginAccessControl': (source) => ({
    ref: source.logicalId,
    attributes: { Id: source.logicalId },
  }),
  'AWS::IVS::RecordingConfiguration': (source) => {
    const configurationArn = arn(source, 'ivs', 'recording-configuration/LocalConfig1');
    return { ref: configurationArn, attributes: { Arn: configurationArn, State: 'ACTIVE' } };
  },
  'AWS::IVS::Channel': (source) => {
    const channelArn = arn(source, 'ivs', 'channel/LocalChannel1');
    return { ref: channelArn, attributes: { Arn: channelArn, IngestEndpoint: '', PlaybackUrl: '' } };
  },
};

/** The identity of a resource; types without a special one have a name, and their attributes are refused by name. */
export function identifyResource(source: IdentitySource): ResourceIdentity {
  return (identities[source.type] ?? nameOnly)(source);
}

/** Reads an attribute, or says which one the local system lacks. */
export function attributeOf(identity: ResourceIdentity, source: IdentitySource, attributeName: string): string {
  const value = identity.attributes[attributeName];
  if (value !== undefined) return value;
  throw new TemplateUnsupportedError(
    `${source.stackName}/${source.logicalId} (${source.type}) has no attribute ${attributeName} in the local system: add it in local/template/resource-identity.ts.`,
  );
}
