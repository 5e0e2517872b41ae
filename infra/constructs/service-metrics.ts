/** Metrics of AWS's services and of our own steps, by what they are about. A test holds them against the documentation. */
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { exportsHeldMetric, type MetricName, metricNamespace } from '../../lambdas/shared/contract/metrics.ts';
import type { AslStateMachine } from './asl-state-machine.ts';

/** How a metric is summed up. */
export interface Summing {
  /** `Sum`, `Maximum`, `SampleCount`, `p95`, … */
  readonly statistic: string;
  /** Default: five minutes. */
  readonly period?: Duration;
  readonly label?: string;
}

const metric = (
  namespace: string,
  metricName: string,
  dimensionsMap: Record<string, string>,
  { period = Duration.minutes(5), ...summing }: Summing,
) => new cloudwatch.Metric({ namespace, metricName, dimensionsMap, period, ...summing });

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html */
export const machineMetric = (
  machine: AslStateMachine,
  name: 'ExecutionsStarted' | 'ExecutionsFailed' | 'ExecutionsTimedOut' | 'ExecutionsAborted' | 'ExecutionTime',
  summing: Summing,
) => metric('AWS/States', name, { StateMachineArn: machine.stateMachineArn }, summing);

/**
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-monitoring.html
 */
export const functionMetric = (
  functionName: string,
  name: 'Errors' | 'Invocations' | 'Throttles' | 'DeadLetterErrors' | 'UrlRequestCount' | 'Url5xxCount',
  summing: Summing,
) => metric('AWS/Lambda', name, { FunctionName: functionName }, summing);

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
export const messagesIn = (queue: sqs.IQueue, summing: Summing) =>
  metric('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: queue.queueName }, summing);

/**
 * Events that a rule matched, and those that could neither be delivered nor be put into its dead letters.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 */
export const ruleMetric = (
  ruleName: string,
  name: 'TriggeredRules' | 'InvocationsFailedToBeSentToDlq',
  summing: Summing,
) => metric('AWS/Events', name, { RuleName: ruleName }, summing);

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html */
export const topicMetric = (topic: sns.ITopic, name: 'NumberOfNotificationsFailedToRedriveToDlq', summing: Summing) =>
  metric('AWS/SNS', name, { TopicName: topic.topicName }, summing);

/**
 * Milliseconds that jobs waited in a queue; told when they end.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/metrics.html
 */
export const queueWait = (queueArn: string, summing: Summing) =>
  metric('AWS/MediaConvert', 'StandbyTime', { Queue: queueArn }, summing);

/** Of our own steps. `more`: the other dimensions of the metric. */
export const ownMetric = (
  name: MetricName,
  machine: AslStateMachine,
  summing: Summing,
  more: Record<string, string> = {},
) => metric(metricNamespace, name, { StateMachine: machine.stateMachineName, ...more }, summing);

/** Namespace of what is counted in the logs of a stack. */
export const loggedNamespace = (stackName: string): string => `${metricNamespace}/${stackName}`;

/** Exports that ended as held back. */
export const exportsHeld = (stackName: string, summing: Summing) =>
  metric(loggedNamespace(stackName), exportsHeldMetric, {}, summing);
