import * as logs from 'aws-cdk-lib/aws-logs';
import { exportsHeldMetric } from '../../lambdas/shared/contract/metrics.ts';
import { loggedNamespace } from '../constructs/service-metrics.ts';
import { createAlarms } from './alarms.ts';
import { createDashboard, type Shown } from './dashboard.ts';
import type { PipelineContext } from './pipeline-context.ts';

/** How the deployment is watched, for outputs. */
export interface Observability {
  /** Where alarms are told; none without alarms. */
  readonly alarmTopicArn: string | undefined;
  readonly dashboardName: string | undefined;
}

/** Creates what watches the stack. Call it last. */
export function createObservability(context: PipelineContext, shown: Omit<Shown, 'alarms'>): Observability {
  const { observability } = context.config;
  if (observability.alarms || observability.dashboard) countHeldExports(context, shown);
  const alarms = observability.alarms ? createAlarms(context, shown) : undefined;
  const dashboard = observability.dashboard
    ? createDashboard(context, { ...shown, alarms: alarms?.alarms ?? [] })
    : undefined;
  return { alarmTopicArn: alarms?.topic.topic.topicArn, dashboardName: dashboard?.dashboardName };
}

/**
 * Whether an export is held is decided by the state machine, when the day's counter refuses its minutes: no step learns of
 * it, and the log of the machine is the one place that tells. Its lines name the state that was entered, without data.
 * Exactly once for each execution, as far as Step Functions delivers its log, which it does at its best effort.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
 */
function countHeldExports({ stack }: PipelineContext, { exportRecording }: Pick<Shown, 'exportRecording'>): void {
  new logs.MetricFilter(stack, 'HeldExports', {
    logGroup: exportRecording.logGroup,
    filterPattern: logs.FilterPattern.all(
      logs.FilterPattern.stringValue('$.type', '=', 'SucceedStateEntered'),
      logs.FilterPattern.stringValue('$.details.name', '=', 'ExportHeld'),
    ),
    metricNamespace: loggedNamespace(stack.stackName),
    metricName: exportsHeldMetric,
    metricValue: '1',
  });
}
