/** Puts out metrics through the log, by CloudWatch's embedded metric format: no call, no permission. */
import { metricNamespace, metrics, type Reading } from '../contract/metrics.ts';

const isMetric = (name: string): name is keyof typeof metrics => Object.hasOwn(metrics, name);

/**
 * Puts out figures, a line for each reading.
 *
 * @param propertiesOf What the line bears besides: a query finds by it which recording a figure is of, and no metric has it.
 * @param writeLine Writes to standard output itself: `console` would wrap the line into Lambda's own JSON, and CloudWatch
 *   finds a metric only at the root.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const makePutMetrics =
  (writeLine: (line: string) => void, now: () => Date, propertiesOf: () => object = () => ({})) =>
  (readings: readonly Reading[]): void => {
    for (const { dimensions, values } of readings) {
      const definition = {
        Namespace: metricNamespace,
        Dimensions: [Object.keys(dimensions)],
        Metrics: Object.keys(values)
          .filter(isMetric)
          .map((name) => ({ Name: name, Unit: metrics[name].unit })),
      };
      const root = { Timestamp: now().getTime(), CloudWatchMetrics: [definition] };
      writeLine(JSON.stringify({ _aws: root, ...propertiesOf(), ...dimensions, ...values }));
    }
  };
