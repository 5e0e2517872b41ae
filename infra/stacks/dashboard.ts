import { Aws, Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { engineSchema } from '../../lambdas/shared/contract/export-engine.ts';
import { metricNamespace } from '../../lambdas/shared/contract/metrics.ts';
import type { AslStateMachine } from '../constructs/asl-state-machine.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import {
  exportsHeld,
  functionMetric,
  machineMetric,
  messagesIn,
  ownMetric,
  queueWait,
  ruleMetric,
  type Summing,
} from '../constructs/service-metrics.ts';
import type { PipelineContext } from './pipeline-context.ts';
import { servedFunctionName, servedFunctions } from './served-functions.ts';

/** What the dashboard is about. */
export interface Shown {
  readonly processRecording: AslStateMachine;
  readonly exportRecording: AslStateMachine;
  readonly backfillRecordings: AslStateMachine;
  readonly recordingEndedRuleName: string;
  readonly alarms: readonly cloudwatch.IAlarm[];
}

type Widget = cloudwatch.IWidget;

const hourly = { period: Duration.hours(1) };
const count = (label: string): Summing => ({ statistic: 'Sum', label, ...hourly });
const samples = (label: string): Summing => ({ statistic: 'SampleCount', label, ...hourly });

/** One page that answers: how many ended, became playable, were exported; how long it took; what failed; what it cost. */
export function createDashboard(context: PipelineContext, shown: Shown): cloudwatch.Dashboard {
  const { stack } = context;
  return new cloudwatch.Dashboard(stack, 'Dashboard', {
    // Names are the account's, over all Regions.
    dashboardName: `${stack.stackName}-${Aws.REGION}`,
    defaultInterval: Duration.days(7),
    widgets: [
      howMany(context, shown),
      howLong(context, shown),
      whatFailed(context, shown),
      whatItCost(shown),
      whoAsked(context),
    ],
  });
}

const graph = (title: string, left: cloudwatch.IMetric[], width = 8): Widget =>
  new cloudwatch.GraphWidget({ title, left, width, height: 6, leftYAxis: { min: 0 } });

/** The metric of each engine, one beside the other. */
const perEngine = (name: 'ExportedMedia' | 'ExportCost' | 'ExportRatio', machine: AslStateMachine, summing: Summing) =>
  engineSchema.options.map((engine) =>
    ownMetric(name, machine, { ...summing, label: `${summing.label ?? ''} ${engine}` }, { Engine: engine }),
  );

function howMany({ stack }: PipelineContext, shown: Shown): Widget[] {
  const { processRecording, exportRecording, recordingEndedRuleName } = shown;
  return [
    graph('Streams that ended', [
      ruleMetric(recordingEndedRuleName, 'TriggeredRules', count('events of IVS')),
      machineMetric(processRecording, 'ExecutionsStarted', count('runs')),
    ]),
    graph('Recordings that became playable', [ownMetric('PlayableAfter', processRecording, samples('playable'))]),
    graph('Exports', [
      ...perEngine('ExportedMedia', exportRecording, samples('by')),
      exportsHeld(stack.stackName, count('held back')),
    ]),
  ];
}

function howLong({ queueArn }: PipelineContext, { processRecording, exportRecording }: Shown): Widget[] {
  const playable = (statistic: string) =>
    ownMetric('PlayableAfter', processRecording, { statistic, label: statistic, ...hourly });
  return [
    graph('Playable after the stream’s end (s)', [playable('p50'), playable('p95'), playable('Maximum')]),
    graph(
      'Exports: seconds of media for each second',
      perEngine('ExportRatio', exportRecording, { statistic: 'p50', label: 'p50', ...hourly }),
    ),
    graph('Exports: time of an execution, wait in the queue (ms)', [
      machineMetric(exportRecording, 'ExecutionTime', { statistic: 'p95', label: 'execution p95', ...hourly }),
      queueWait(queueArn, { statistic: 'Maximum', label: 'wait, maximum', ...hourly }),
    ]),
  ];
}

function whatFailed({ stack }: PipelineContext, shown: Shown): Widget[] {
  const machines = [shown.processRecording, shown.exportRecording, shown.backfillRecordings];
  const queues = stack.node.findAll().filter((one) => one instanceof DeadLetterQueue);
  const ends = (['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'] as const).flatMap((name) =>
    machines.map((machine) => machineMetric(machine, name, count(`${machine.node.id} ${name.slice(10)}`))),
  );
  const letters = queues.map((queue) =>
    messagesIn(queue, { statistic: 'Maximum', label: `${queue.node.scope?.node.id} ${queue.node.id}`, ...hourly }),
  );
  const findings = new cloudwatch.MathExpression({
    expression: `SEARCH('{${metricNamespace},StateMachine,Finding} StateMachine="${shown.processRecording.stateMachineName}" MetricName="ValidationFindings"', 'Sum', 3600)`,
    label: '',
    period: Duration.hours(1),
  });
  const widgets = [
    graph('Executions without success', ends),
    graph('Dead letters', letters),
    graph('Findings', [findings]),
  ];
  if (shown.alarms.length === 0) return widgets;
  return [
    ...widgets,
    new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms: [...shown.alarms], width: 24, height: 6 }),
  ];
}

const whatItCost = ({ exportRecording }: Shown): Widget[] => [
  graph('Exports, estimated ($)', perEngine('ExportCost', exportRecording, count('by')), 12),
  graph('Exported media (s)', perEngine('ExportedMedia', exportRecording, count('by')), 12),
];

const whoAsked = ({ config, storageStackName }: PipelineContext): Widget[] =>
  servedFunctions(config).map((id) => {
    const functionName = servedFunctionName(storageStackName, id);
    return graph(
      `Requests that reached ${id}`,
      [
        functionMetric(functionName, 'UrlRequestCount', count('requests')),
        functionMetric(functionName, 'Url5xxCount', count('failed')),
      ],
      12,
    );
  });
