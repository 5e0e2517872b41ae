/** What a step needs: from the commands in its bundle, and from how its function is set up. */
import { catalogTable } from '../../../lambdas/shared/contract/catalog.ts';
import { environmentNames } from '../../../lambdas/shared/contract/environment.ts';
import { bucketKey, keyNeeds, tableKey } from './key-needs.ts';
import type { UsedCommand } from './sdk-commands.ts';
import { attributeOf, type PlacedResource, type TemplateView } from './template-view.ts';

interface S3Actions {
  readonly object?: string;
  readonly bucket?: string;
  /** What is done under the bucket's key, where it has one. */
  readonly key?: 'read' | 'write' | 'write in parts';
}

/**
 * Actions by command of S3, where they are not called like the command. Reading takes the right to list: without it S3
 * answers a missing key with 403, and the steps tell a missing object from a forbidden one.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
const s3Actions: Readonly<Record<string, S3Actions>> = {
  GetObject: { object: 'GetObject', bucket: 'ListBucket', key: 'read' },
  HeadObject: { object: 'GetObject', bucket: 'ListBucket', key: 'read' },
  ListObjectsV2: { bucket: 'ListBucket' },
  PutObject: { object: 'PutObject', key: 'write' },
  CreateMultipartUpload: { object: 'PutObject', key: 'write in parts' },
  UploadPart: { object: 'PutObject', key: 'write in parts' },
  CompleteMultipartUpload: { object: 'PutObject', key: 'write in parts' },
  AbortMultipartUpload: { object: 'AbortMultipartUpload' },
  DeleteObjects: { object: 'DeleteObject' },
};

type Bucket = 'recordings' | 'exports' | 'lists';

/** Which bucket an adapter is for. */
const bucketOfAdapter: Readonly<Record<string, Bucket>> = {
  'recording-storage.ts': 'recordings',
  'list-objects.ts': 'recordings',
  'list-folders.ts': 'recordings',
  'thumbnail-storage.ts': 'recordings',
  'fetch-stretch.ts': 'recordings',
  'export-storage.ts': 'exports',
  'multipart-upload.ts': 'exports',
  'playlist-storage.ts': 'exports',
  'write-lines.ts': 'lists',
};

/** Actions of Step Functions on executions; the others are on state machines. */
const executionActions = ['DescribeExecution', 'GetExecutionHistory', 'RedriveExecution', 'StopExecution'];

/** ARN pattern of a machine's executions. */
export const executionsOf = (machine: string, label = ''): string =>
  `arn:aws:states:…:execution:${attributeOf(machine, 'Name')}${label}:*`;

/** ARN of a table, by its name: the pipeline knows no more of it, and in its own stack it is the table's attribute. */
export const tableArn = (name: string): string =>
  name.startsWith('<storage ') ? `arn:aws:dynamodb:…:table/${name}` : attributeOf(name, 'Arn');

/** To publish: also to have the message encrypted, where the topic has a key. */
export function publishNeeds(view: TemplateView, topic: string): string[] {
  const { Properties } = view.ofType('AWS::SNS::Topic').find((one) => view.ref(one) === topic) ?? {};
  const key = Properties?.KmsMasterKeyId;
  return [`sns:Publish on ${topic}`, ...keyNeeds(view, key, 'sns', 'send')];
}

/** Values of the buckets, as any step's environment has them. */
export function bucketNames(view: TemplateView): Record<Bucket, string> {
  const variables = Object.assign({}, ...view.ofType('AWS::Lambda::Function').map(environmentOf));
  const [recordings] = JSON.parse(view.render(variables[environmentNames.recordingsBuckets]));
  return {
    recordings,
    exports: view.render(variables[environmentNames.exportsBucket]),
    lists: view.render(variables[environmentNames.listsBucket]),
  };
}

const environmentOf = ({ Properties }: PlacedResource): Record<string, unknown> =>
  Properties.Environment?.Variables ?? {};

/** Everything that the role of a step's function needs. */
export function stepNeeds(view: TemplateView, fn: PlacedResource, commands: readonly UsedCommand[]): string[] {
  return [...functionNeeds(view, fn), ...commands.flatMap((command) => commandNeeds(view, fn, command))];
}

/** What a function needs to log. */
export function logNeeds(view: TemplateView, { Properties }: PlacedResource): string[] {
  const logGroup = view.referred(Properties.LoggingConfig.LogGroup);
  if (logGroup === undefined) throw new Error('A function has a log group of its own.');
  const log = attributeOf(view.ref(logGroup), 'Arn');
  return [
    `logs:CreateLogStream on ${log}`,
    `logs:PutLogEvents on ${log}`,
    ...keyNeeds(view, logGroup.Properties.KmsKeyId, 'logs', 'log'),
  ];
}

/** What a step needs however it is written: its own log, its dead letters, its traces. */
function functionNeeds(view: TemplateView, fn: PlacedResource): string[] {
  const { Properties } = fn;
  return [
    ...logNeeds(view, fn),
    ...(Properties.DeadLetterConfig ? deadLetterNeeds(view, Properties.DeadLetterConfig.TargetArn) : []),
    ...(Properties.TracingConfig?.Mode === 'Active'
      ? ['xray:PutTraceSegments on *', 'xray:PutTelemetryRecords on *']
      : []),
  ];
}

function deadLetterNeeds(view: TemplateView, queueArn: unknown): string[] {
  const key = view.referred(queueArn)?.Properties.KmsMasterKeyId;
  return [`sqs:SendMessage on ${view.render(queueArn)}`, ...keyNeeds(view, key, 'sqs', 'send')];
}

function commandNeeds(view: TemplateView, fn: PlacedResource, used: UsedCommand): string[] {
  const variable = (name: string) => view.render(environmentOf(fn)[name]);
  switch (used.client) {
    case 's3':
      return storageNeeds(view, used);
    case 'sfn':
      return [environmentNames.processRecordingArn, environmentNames.exportRecordingArn]
        .filter((name) => name in environmentOf(fn))
        .map(variable)
        .map((machine) => (executionActions.includes(used.command) ? executionsOf(machine) : machine))
        .map((resource) => `states:${used.command} on ${resource}`);
    case 'dynamodb':
      return [
        `dynamodb:${used.command} on ${tableArn(variable(environmentNames.catalogTableName))}${indexOf(used)}`,
        ...keyNeeds(view, tableKey(view), 'dynamodb', 'read'),
      ];
    case 'sns':
      return publishNeeds(view, variable(environmentNames.notificationTopicArn));
    case 'ivs':
      return channelsServed(channelArnsOf(view)).map((arn) => `ivs:${used.command} on ${arn}`);
    default:
      throw new Error(`Say here what ${used.command} of client-${used.client} needs.`);
  }
}

function storageNeeds(view: TemplateView, { command, adapter }: UsedCommand): string[] {
  const kind = bucketOfAdapter[adapter];
  const actions = s3Actions[command];
  if (kind === undefined) throw new Error(`Say in bucketOfAdapter which bucket ${adapter} is for.`);
  if (actions === undefined) throw new Error(`Say in s3Actions what ${command} needs.`);
  const bucket = bucketNames(view)[kind];
  return [
    ...(actions.object === undefined ? [] : [`s3:${actions.object} on objects of ${bucket}`]),
    ...(actions.bucket === undefined ? [] : [`s3:${actions.bucket} on ${bucket}`]),
    ...(actions.key === undefined ? [] : keyNeeds(view, bucketKey(view, bucket), 's3', actions.key)),
  ];
}

/** A query names its index, `catalogTable.<index>`. */
function indexOf({ command, adapterText }: UsedCommand): string {
  const [, name] = /IndexName: catalogTable\.(\w+)/.exec(adapterText) ?? [];
  if (command !== 'Query' || name === undefined) return '';
  return `/index/${catalogTable[name as keyof typeof catalogTable]}`;
}

/** The same for all steps; one that asks for the channel of what it is given need not know it. */
function channelArnsOf(view: TemplateView): string {
  const variables = Object.assign({}, ...view.ofType('AWS::Lambda::Function').map(environmentOf));
  return view.render(variables[environmentNames.channelArns]);
}

/** No list means every channel of the account. @param channelArns JSON, as in the variable */
function channelsServed(channelArns: string): string[] {
  const listed: string[] = JSON.parse(channelArns);
  return listed.length > 0 ? listed : ['arn:aws:ivs:…:channel/*'];
}
