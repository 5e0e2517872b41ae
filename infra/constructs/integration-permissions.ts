/** What a state machine's role needs for the resources that its definition calls. */
import type { Stack } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { AslStateMachine } from './asl-state-machine.ts';
import { useKey } from './encryption-key.ts';
import type { Permission } from './narrow-role.ts';
import type { StepFunction } from './step-function.ts';
import { decryptItemsOf } from './step-permissions.ts';

/** To invoke the published versions of a step. The function itself (`$LATEST`) is not covered. */
export const invokeVersionsOf = (step: StepFunction): Permission => ({
  actions: ['lambda:InvokeFunction'],
  resources: [`${step.lambda.functionArn}:*`],
  patternReason: 'A redrive runs the definition, and so the version, that its execution began with.',
});

/** For `arn:aws:states:::dynamodb:updateItem`. */
export const updateItemsOf = (table: dynamodb.ITable): Permission[] => [
  { actions: ['dynamodb:UpdateItem'], resources: [table.tableArn] },
  ...decryptItemsOf(table),
];

/** For `arn:aws:states:::states:startExecution`, which does not wait and so needs no more. */
export const startExecutionsOf = (stateMachineArn: string): Permission => ({
  actions: ['states:StartExecution'],
  resources: [stateMachineArn],
});

/**
 * For `arn:aws:states:::states:startExecution.sync:2`: to start, to follow and to stop executions of one machine, and to
 * keep the rule by which Step Functions hears of their end.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
 */
export function runExecutionsOf(stack: Stack, machine: AslStateMachine): Permission[] {
  const ruleName = 'StepFunctionsGetEventsForStepFunctionsExecutionRule';
  return [
    startExecutionsOf(machine.stateMachineArn),
    {
      actions: ['states:DescribeExecution', 'states:StopExecution'],
      resources: [machine.executionArns],
      patternReason: 'Executions are named after recordings: those of one state machine only.',
    },
    {
      actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
      resources: [stack.formatArn({ service: 'events', resource: 'rule', resourceName: ruleName })],
    },
  ];
}

/** For `arn:aws:states:::aws-sdk:sfn:redriveExecution` of executions of one machine. */
export const redriveExecutionsOf = (machine: AslStateMachine): Permission => ({
  actions: ['states:RedriveExecution'],
  resources: [machine.executionArns],
  patternReason: 'Executions are named after recordings: those of one state machine only.',
});

/** For the `arn:aws:states:::s3:getObject` by which a distributed Map reads its items. */
export const readItemsFrom = (lists: s3.IBucket): Permission[] => [
  {
    actions: ['s3:GetObject'],
    resources: [lists.arnForObjects('*')],
    patternReason: 'A list is named after its execution, and the bucket holds nothing else.',
  },
  ...useKey(lists.encryptionKey, 's3', 'read'),
];

/**
 * For the log of the executions.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
 */
export const deliverLogs: Permission = {
  actions: [
    'logs:CreateLogDelivery',
    'logs:GetLogDelivery',
    'logs:UpdateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:DescribeResourcePolicies',
    'logs:DescribeLogGroups',
  ],
  resources: ['*'],
  patternReason: 'These actions know no resources.',
};

/**
 * For traces of the executions.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html
 */
export const sendTraces: Permission = {
  actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
  resources: ['*'],
  patternReason: 'These actions know no resources.',
};

/**
 * For `arn:aws:states:::mediaconvert:createJob.sync`: to create jobs in one queue, to follow and cancel those that Step
 * Functions tagged as its own, to hand over the jobs' role, and to keep the rule by which it hears of their end.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-mediaconvert.html
 */
export function runMediaConvertJobs(stack: Stack, queueArn: string, jobRole: iam.IRole): Permission[] {
  const everyOne = (resource: string) => stack.formatArn({ service: 'mediaconvert', resource, resourceName: '*' });
  const ruleName = 'StepFunctionsGetEventsForMediaConvertJobRule';
  return [
    {
      actions: ['mediaconvert:CreateJob'],
      resources: [queueArn, everyOne('jobTemplates'), everyOne('presets')],
      patternReason: 'CreateJob is checked against templates and presets too, as AWS documents; jobs here use none.',
    },
    {
      // Jobs are tagged with the recording and the export; whether that needs a right of its own is not documented.
      actions: ['mediaconvert:TagResource'],
      resources: [everyOne('jobs')],
      patternReason: 'MediaConvert makes up the ids of jobs.',
    },
    {
      actions: ['mediaconvert:GetJob', 'mediaconvert:CancelJob'],
      resources: [everyOne('jobs')],
      conditions: { StringEquals: { 'aws:ResourceTag/ManagedByService': 'AWSStepFunctions' } },
      patternReason: 'MediaConvert makes up the ids of jobs; the tag leaves those of Step Functions.',
    },
    {
      actions: ['iam:PassRole'],
      resources: [jobRole.roleArn],
      conditions: { StringEquals: { 'iam:PassedToService': 'mediaconvert.amazonaws.com' } },
    },
    {
      actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
      resources: [stack.formatArn({ service: 'events', resource: 'rule', resourceName: ruleName })],
    },
  ];
}
