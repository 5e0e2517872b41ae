import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { AslStateMachine } from '../constructs/asl-state-machine.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { AttachablePolicy, type Permission } from '../constructs/narrow-role.ts';
import type { EventSteps } from './event-steps.ts';
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
  steps: EventSteps,
): AttachablePolicies {
  const { stack, catalogTable, exportsBucket, topic } = context;
  const operator = new AttachablePolicy(stack, 'OperatorPolicy', {
    description: 'Start, redrive and read: executions, catalog, logs, dead letters of IVS recordings',
    permissions: [
      ...operateMachines([processRecording, exportRecording, backfillRecordings]),
      ...readCatalog(catalogTable),
      ...readLogs(context),
      ...replayDeadLetters(context, steps),
    ],
  });
  const subscriber = new AttachablePolicy(stack, 'SubscriberPolicy', {
    description: 'Subscribe to the messages about IVS recordings, and fetch the exports that they name',
    permissions: [
      {
        actions: ['sns:Subscribe', 'sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic'],
        resources: [topic.topic.topicArn],
      },
      {
        actions: ['s3:GetObject'],
        resources: [exportsBucket.arnForObjects('*')],
        patternReason:
          'Messages name the keys of exports, those of private channels too: for backends that may have all.',
      },
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
];

function readLogs({ stack }: PipelineContext): Permission[] {
  const groups = stack.node.findAll().filter((construct) => construct instanceof logs.LogGroup);
  return [
    {
      actions: ['logs:DescribeLogStreams', 'logs:FilterLogEvents', 'logs:GetLogEvents', 'logs:StartQuery'],
      resources: groups.map(({ logGroupArn }) => logGroupArn),
    },
    {
      actions: ['logs:DescribeLogGroups', 'logs:GetQueryResults', 'logs:StopQuery'],
      resources: ['*'],
      patternReason: 'The console lists before it shows, and answers to queries know no resources.',
    },
  ];
}

/** What the command `npm run ops -- dead-letters` does with events; a message to a subscriber is sent anew by nobody else. */
function replayDeadLetters({ stack }: PipelineContext, { startProcessing, reportFailure }: EventSteps): Permission[] {
  const queues = stack.node.findAll().filter((construct) => construct instanceof DeadLetterQueue);
  return [
    {
      actions: ['sqs:GetQueueAttributes', 'sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage'],
      resources: queues.map(({ queueArn }) => queueArn),
    },
    {
      actions: ['lambda:InvokeFunction'],
      resources: [startProcessing.lambda.functionArn, reportFailure.lambda.functionArn],
    },
  ];
}
