/** Puts out metrics through the log, by CloudWatch's embedded metric format: no call, no permission. */
import { metricNames } from '../contract/metrics.ts';

/**
 * Puts out how many recordings are overdue.
 *
 * @param writeLine Writes to standard output itself: `console` would wrap the line into Lambda's own JSON, and CloudWatch
 *   finds a metric only at the root.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const makePutOverdue =
  (writeLine: (line: string) => void, now: () => Date) =>
  (stateMachineName: string, count: number): void => {
    const { namespace, stateMachineDimension, recordingsOverdue } = metricNames;
    const definition = {
      Namespace: namespace,
      Dimensions: [[stateMachineDimension]],
      Metrics: [{ Name: recordingsOverdue, Unit: 'Count' }],
    };
    writeLine(
      JSON.stringify({
        _aws: { Timestamp: now().getTime(), CloudWatchMetrics: [definition] },
        [stateMachineDimension]: stateMachineName,
        [recordingsOverdue]: count,
      }),
    );
  };
