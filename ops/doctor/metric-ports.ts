/** What CloudWatch has counted. */
import { CloudWatchClient, type Datapoint, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { type MetricName, metricNamespace, stateMachineNameOf } from '../../lambdas/shared/contract/metrics.ts';
import type { CommandContext } from '../frame/command-context.ts';
import type { DoctorPorts } from './doctor-ports.ts';

/** One point for each hour. */
const periodSeconds = 3600;

/** See the file's comment. */
export function makeMetricPorts({
  client,
}: Pick<CommandContext, 'client'>): Pick<DoctorPorts, 'functionsAtOnce' | 'throttledTransitions' | 'thumbnailRuns'> {
  const cloudWatch = client((settings) => new CloudWatchClient(settings));
  const points = async (
    metric: { Namespace: string; MetricName: string; Dimensions?: { Name: string; Value: string }[] },
    statistic: 'Maximum' | 'SampleCount' | 'Sum',
    [StartTime, EndTime]: readonly [Date, Date],
  ): Promise<Datapoint[]> => {
    const span = { StartTime, EndTime, Period: periodSeconds, Statistics: [statistic] };
    return (await cloudWatch.send(new GetMetricStatisticsCommand({ ...metric, ...span }))).Datapoints ?? [];
  };
  return {
    functionsAtOnce: async (since, until) => {
      // Without a dimension: all functions of the account in this Region.
      const metric = { Namespace: 'AWS/Lambda', MetricName: 'ConcurrentExecutions' };
      const found = await points(metric, 'Maximum', [since, until]);
      return found.length === 0 ? undefined : Math.max(...found.map(({ Maximum = 0 }) => Maximum));
    },
    throttledTransitions: async (stateMachineArn, since, until) => {
      const Dimensions = [{ Name: 'StateMachineArn', Value: stateMachineArn }];
      const metric = { Namespace: 'AWS/States', MetricName: 'ExecutionThrottled', Dimensions };
      return (await points(metric, 'Sum', [since, until])).reduce((total, { Sum = 0 }) => total + Sum, 0);
    },
    thumbnailRuns: async (stateMachineArn, since, until) => {
      const MetricName: MetricName = 'ThumbnailsExpired';
      const Dimensions = [{ Name: 'StateMachine', Value: stateMachineNameOf(stateMachineArn) }];
      const found = await points({ Namespace: metricNamespace, MetricName, Dimensions }, 'SampleCount', [since, until]);
      return found.reduce((total, { SampleCount = 0 }) => total + SampleCount, 0);
    },
  };
}
