import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { AslStateMachine } from '../constructs/asl-state-machine.ts';
import { EncryptionKey, useKey } from '../constructs/encryption-key.ts';
import { logGroupArns } from '../constructs/log-group-names.ts';
import { AttachablePolicy, type Permission } from '../constructs/narrow-role.ts';
import { StepFunction } from '../constructs/step-function.ts';
import { decryptItemsOf, exportFilesOf } from '../constructs/step-permissions.ts';
import type { Machines } from './machines.ts';
import type { PipelineContext } from './pipeline-context.ts';

/** Policies for whoever works with the deployment from outside. */
export interface AttachablePolicies {
  /** For who starts, redrives and looks. */
  readonly operator: AttachablePolicy;
  /** For who subscribes to the messages and fetches the files that they name. */
  readonly subscriber: AttachablePolicy;
}

type AllMachines = Machines & { readonly backfillRecordings: AslStateMachine };

/** Creates both. Call it last: the operator may read every log and every queue of dead letters of the stack. */
export function createAttachablePolicies(
  context: PipelineContext,
  { processRecording, exportRecording, backfillRecordings }: AllMachines,
): AttachablePolicies {
  const { stack, catalogTable, exportsBucket, topic } = context;
  const operator = new AttachablePolicy(stack, 'OperatorPolicy', {
    description: 'Start, redrive and read: executions, recordings, catalog, logs, dead letters of IVS recordings',
    permissions: [
      ...operateMachines([processRecording, exportRecording, backfillRecordings]),
      ...followProgress(context, backfillRecordings),
      ...findDeployment(context),
      ...readRecordings(context),
      ...readCatalog(catalogTable),
      ...readLogs(context),
      ...readMetrics(),
      ...replayDeadLetters(context),
    ],
  });
  const subscriber = new AttachablePolicy(stack, 'SubscriberPolicy', {
    description: 'Subscribe to the messages about IVS recordings, and fetch the exports that they name',
    permissions: [
      // No sns:Unsubscribe: it is a right on the topic, and so on everybody's subscription (docs/security.md).
      {
        actions: ['sns:Subscribe', 'sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic'],
        resources: [topic.topic.topicArn],
      },
      {
        actions: ['s3:GetObject'],
        resources: exportFilesOf(exportsBucket),
        patternReason:
          'Messages name the keys of exports, those of private channels too: for backends that may have all.',
      },
      ...useKey(exportsBucket.encryptionKey, 's3', 'read'),
    ],
  });
  return { operator, subscriber };
}

function operateMachines(machines: readonly AslStateMachine[]): Permission[] {
  return [
    {
      actions: ['states:StartExecution', 'states:ListExecutions', 'states:DescribeStateMachine'],
      resources: machines.map(({ stateMachineArn }) => stateMachineArn),
    },
    {
      actions: ['states:DescribeExecution', 'states:GetExecutionHistory', 'states:RedriveExecution'],
      resources: machines.map(({ executionArns }) => executionArns),
      patternReason: 'Executions are named after recordings: those of our state machines only.',
    },
    {
      actions: ['states:ListStateMachines'],
      resources: ['*'],
      patternReason: 'The console lists before it shows, and this action knows no resources.',
    },
  ];
}

/** The percentages of `npm run ops -- follow` and `backfill`. */
const followProgress = ({ stack }: PipelineContext, { executionArnStem }: AslStateMachine): Permission[] => [
  {
    actions: ['states:DescribeMapRun'],
    // arn:…:mapRun:<state machine>/<label of the Map>:<id>
    resources: [`${executionArnStem.replace(':execution:', ':mapRun:')}/*`],
    patternReason: 'Step Functions makes up the names of Map runs: those of the backfill only.',
  },
  {
    actions: ['mediaconvert:GetJob'],
    resources: [stack.formatArn({ service: 'mediaconvert', resource: 'jobs', resourceName: '*' })],
    conditions: { StringEquals: { 'aws:ResourceTag/ManagedByService': 'AWSStepFunctions' } },
    patternReason: 'MediaConvert makes up the ids of jobs; the tag leaves those of Step Functions.',
  },
];

/** The command line reads the stacks' outputs. */
const findDeployment = ({ stack, storageStackName }: PipelineContext): Permission[] => [
  {
    actions: ['cloudformation:DescribeStacks'],
    resources: [storageStackName, stack.stackName].map((name) =>
      stack.formatArn({ service: 'cloudformation', resource: 'stack', resourceName: `${name}/*` }),
    ),
    patternReason: 'CloudFormation appends an id of its own to the name.',
  },
];

/** Before something is run for a recording it is looked for; `check` and `export` read it. Nobody may write or delete. */
const readRecordings = ({ recordingsBucket }: PipelineContext): Permission[] => [
  { actions: ['s3:ListBucket'], resources: [recordingsBucket.bucketArn] },
  {
    actions: ['s3:GetObject'],
    resources: [recordingsBucket.arnForObjects('ivs/v1/*')],
    patternReason: 'Recordings of every channel, which are named as they are made.',
  },
];

const readCatalog = (table: dynamodb.ITable): Permission[] => [
  {
    actions: ['dynamodb:DescribeTable', 'dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
    resources: [table.tableArn],
  },
  {
    actions: ['dynamodb:Query'],
    resources: [`${table.tableArn}/index/*`],
    patternReason: 'Every index of the catalog: each answers another question.',
  },
  ...decryptItemsOf(table),
];

function readLogs({ stack, storageStackName }: PipelineContext): Permission[] {
  return [
    {
      actions: ['logs:DescribeLogStreams', 'logs:FilterLogEvents', 'logs:GetLogEvents', 'logs:StartQuery'],
      resources: [storageStackName, stack.stackName].flatMap((name) => logGroupArns(stack, name)),
      patternReason: 'A policy has no room for the names of all: those of these stacks only.',
    },
    {
      actions: ['logs:DescribeLogGroups', 'logs:GetQueryResults', 'logs:StopQuery'],
      resources: ['*'],
      patternReason: 'The console lists before it shows, and answers to queries know no resources.',
    },
    ...useKey(EncryptionKey.of(stack), 'logs', 'log'),
  ];
}

/** For the dashboard, the alarms and the traces. */
const readMetrics = (): Permission[] => [
  {
    actions: [
      'cloudwatch:DescribeAlarms',
      'cloudwatch:GetDashboard',
      'cloudwatch:GetMetricData',
      'cloudwatch:ListDashboards',
      'cloudwatch:ListMetrics',
      'xray:BatchGetTraces',
      'xray:GetTraceSummaries',
    ],
    resources: ['*'],
    patternReason:
      'Metrics and traces know no resources, and the console lists dashboards and alarms before it shows one.',
  },
];

/** What the command `npm run ops -- dead-letters` does with events; a message to a subscriber is sent anew by nobody else. */
function replayDeadLetters({ stack }: PipelineContext): Permission[] {
  const steps = stack.node.findAll().filter((construct) => construct instanceof StepFunction);
  const asynchronous = steps.filter(({ deadLetterQueue }) => deadLetterQueue !== undefined);
  return [
    {
      actions: ['sqs:GetQueueAttributes', 'sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage'],
      resources: [stack.formatArn({ service: 'sqs', resource: `${stack.stackName}-*` })],
      patternReason:
        'Each subscriber has a queue, and a policy no room for many: those of this stack, dead letters all.',
    },
    ...useKey(EncryptionKey.of(stack), 'sqs', 'read'),
    {
      actions: ['lambda:InvokeFunction'],
      resources: asynchronous.map(({ lambda }) => lambda.functionArn),
    },
  ];
}
