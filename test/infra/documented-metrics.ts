/** Metrics of CloudWatch that exist, with their dimensions, as the services document them. */
import { exportsHeldMetric, metricNamespace, metrics } from '../../lambdas/shared/contract/metrics.ts';

/** Dimensions of each metric, by its name, by namespace. */
export const documentedMetrics: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  // https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
  'AWS/States': Object.fromEntries(
    ['ExecutionTime', 'ExecutionsStarted', 'ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'].map(
      (name) => [name, ['StateMachineArn']],
    ),
  ),
  // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
  // https://docs.aws.amazon.com/lambda/latest/dg/urls-monitoring.html
  'AWS/Lambda': Object.fromEntries(
    ['Errors', 'Invocations', 'Throttles', 'DeadLetterErrors', 'UrlRequestCount', 'Url5xxCount'].map((name) => [
      name,
      ['FunctionName'],
    ]),
  ),
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
  'AWS/SQS': { ApproximateNumberOfMessagesVisible: ['QueueName'] },
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
  'AWS/Events': { TriggeredRules: ['RuleName'], InvocationsFailedToBeSentToDlq: ['RuleName'] },
  // https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html#SNS
  'AWS/SNS': { NumberOfNotificationsFailedToRedriveToDlq: ['TopicName'] },
  // https://docs.aws.amazon.com/mediaconvert/latest/ug/metrics.html
  'AWS/MediaConvert': { StandbyTime: ['Queue'] },
  // Put out by our steps: lambdas/shared/contract/metrics.ts
  [metricNamespace]: Object.fromEntries(Object.entries(metrics).map(([name, { dimensions }]) => [name, dimensions])),
  // Counted in the log of export-recording.
  [`${metricNamespace}/IvsRecordingsPipeline`]: { [exportsHeldMetric]: [] },
};
