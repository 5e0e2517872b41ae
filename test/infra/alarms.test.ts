import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runbookSections } from '../../infra/constructs/runbook-alarm.ts';
import { exportsHeldMetric } from '../../lambdas/shared/contract/metrics.ts';
import { standingUnits } from '../../ops/cost/amounts.ts';
import { documentedMetrics } from './documented-metrics.ts';
import { renderer, withoutHash } from './rendered-text.ts';
import { resourceOf, resourcesOf, type SynthesizedApp, synthesize } from './synthesized-app.ts';
import { variants } from './variants.ts';

const app = synthesize();
const root = path.resolve(import.meta.dirname, '../..');
const runbook = readFileSync(path.join(root, 'docs/runbook.md'), 'utf8');

// biome-ignore lint/suspicious/noExplicitAny: templates are read as they come
type Alarm = any;
const alarmsOf = ({ pipeline }: SynthesizedApp): Alarm[] =>
  resourcesOf(pipeline, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
const alarms = alarmsOf(app);
const alarmNamed = (name: string) => alarms.find(({ AlarmName }) => AlarmName === `IvsRecordingsPipeline-${name}`);

interface UsedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly string[];
}

/** The metrics of an alarm, of its one metric or of those in its expression. */
const metricsOf = ({ Metrics, ...alarm }: Alarm): UsedMetric[] =>
  (Metrics?.flatMap(({ MetricStat }: Alarm) => MetricStat?.Metric ?? []) ?? [alarm]).map(
    ({ Namespace, MetricName, Dimensions = [] }: Alarm) => ({
      namespace: Namespace,
      name: MetricName,
      dimensions: Dimensions.map(({ Name }: Alarm) => Name),
    }),
  );

const unknown = (used: readonly UsedMetric[]): UsedMetric[] =>
  used.filter(
    ({ namespace, name, dimensions }) =>
      JSON.stringify(documentedMetrics[namespace]?.[name]?.toSorted()) !== JSON.stringify(dimensions.toSorted()),
  );

test('the cost page reckons with as many metrics of alarms, dashboards and keys', () => {
  const count = (type: string) => resourcesOf(app.pipeline, type).length;

  expect(standingUnits).toMatchObject({
    alarmMetrics: alarms.flatMap(metricsOf).length,
    dashboards: count('AWS::CloudWatch::Dashboard'),
    keys: count('AWS::KMS::Key'),
  });
});

// With every alarm that there may be.
const withAlarms = ['defaults', 'withPage', 'subscribers', 'otherRecording'] as const;

describe.each(withAlarms)('every alarm with the configuration %s', (variant) => {
  const app = synthesize(variants[variant]);
  const alarms = alarmsOf(app);

  test('has a name of its own that tells what it is about', () => {
    const names = alarms.map(({ AlarmName }) => AlarmName);

    expect(names.length).toBeGreaterThan(30);
    expect(new Set(names).size).toBe(names.length);
    // Subscriptions are named after a hash of their endpoint.
    const form = /^IvsRecordingsPipeline-(?:[A-Z]|(?:email|sqs|https)-[0-9a-f]{8})[A-Za-z]+$/;
    expect(names.filter((name) => !form.test(name))).toEqual([]);
  });

  test('is on a metric that exists, with the dimensions that it has', () => {
    expect(alarms.flatMap((alarm) => unknown(metricsOf(alarm)))).toEqual([]);
  });

  test('says what no figure means, and what the matter is, with the section of the runbook', () => {
    for (const { TreatMissingData, AlarmDescription } of alarms) {
      const [, anchor = ''] = /^[A-Z].+\. What to do: docs\/runbook\.md#([a-z-]+)$/.exec(AlarmDescription) ?? [];
      expect(['breaching', 'notBreaching']).toContain(TreatMissingData);
      expect(runbookSections).toContain(anchor);
      expect(runbook).toContain(`\n### ${anchor}\n`);
    }
  });

  test('tells the topic of the alarms, and nobody else', () => {
    const topics = alarms.flatMap(({ AlarmActions }) => AlarmActions.map(renderer(app)));

    expect(new Set(topics)).toEqual(new Set(['<AlarmsTopic>']));
    expect(topics).toHaveLength(alarms.length);
  });
});

test('there is an alarm on each end without success of each state machine, each queue, what gets into none, each step', () => {
  const names = alarms.map(({ AlarmName }) => AlarmName.replace('IvsRecordingsPipeline-', ''));
  const machines = ['ProcessRecording', 'ExportRecording', 'BackfillRecordings'];
  const steps = resourcesOf(app.pipeline, 'AWS::Lambda::Version').map(([id]) => id.replace(/Function.*/, ''));
  const queues = resourcesOf(app.pipeline, 'AWS::SQS::Queue').map(([id]) => withoutHash(id));

  expect(names.sort()).toEqual(
    [
      ...machines.flatMap((machine) => ['Failed', 'TimedOut', 'Aborted'].map((end) => `${machine}${end}`)),
      ...queues,
      ...queues.map((queue) => `${queue.replace(/DeadLetters$|Undelivered$/, '')}Lost`),
      ...steps.flatMap((step) => [`${step}Errors`, `${step}Throttles`]),
      ...['RecordingsOverdue', 'ReconcilerSilent', 'ExportsHeld', 'MediaConvertQueue'],
    ].sort(),
  );
});

test('one failed execution and one dead letter are enough; silence is good', () => {
  for (const name of ['ExportRecordingFailed', 'StartProcessingDeadLetters']) {
    expect(alarmNamed(name)).toMatchObject({
      Threshold: 1,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
  }
});

test('a step inside a state machine may fail now and then: half of the calls and five, three times in a row', () => {
  const { Metrics, Threshold, EvaluationPeriods } = alarmNamed('ValidateRecordingErrors');

  expect(Metrics[0].Expression).toBe('IF(errors >= 5, 100 * errors / invocations, 0)');
  expect([Threshold, EvaluationPeriods]).toEqual([50, 3]);
  expect(alarmNamed('ReportFailureErrors')).toMatchObject({ MetricName: 'Errors', Threshold: 3, Period: 900 });
});

test('one event or message that is lost is enough, whoever lost it', () => {
  const alarms = alarmsOf(synthesize(variants.subscribers)).filter(({ AlarmName }) => AlarmName.endsWith('Lost'));
  const render = renderer(synthesize(variants.subscribers));

  const lost = alarms.map(({ MetricName, Dimensions }) => `${MetricName} of ${render(Dimensions[0].Value)}`);

  expect(lost.sort()).toEqual([
    'DeadLetterErrors of <ReportFailureFunction>',
    'DeadLetterErrors of <StartProcessingFunction>',
    ...['ExecutionFailed', 'ExecutionRecovered', 'RecordingEnded', 'RecordingStartFailed'].map(
      (rule) => `InvocationsFailedToBeSentToDlq of <${rule}Rule>`,
    ),
    'NumberOfNotificationsFailedToRedriveToDlq of <NotificationsTopic.TopicName>',
  ]);
  for (const alarm of alarms)
    expect(alarm).toMatchObject({
      Statistic: 'Sum',
      Threshold: 1,
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
    });
});

describe('API and page', () => {
  const { pipeline, storage } = synthesize(variants.withPage);
  const named = (name: string) =>
    alarmsOf(synthesize(variants.withPage)).find(({ AlarmName }) => AlarmName === `IvsRecordingsPipeline-${name}`);

  test.each(['ServeApi', 'ServePage'])('%s is watched from the pipeline by the name that storage gives it', (id) => {
    const { FunctionName } = resourceOf(storage, 'AWS::Lambda::Function', `${id}Function`).Properties;
    const byName = [{ Name: 'FunctionName', Value: FunctionName }];

    expect(FunctionName).toBe(`IvsRecordingsStorage-${id}`);
    expect(FunctionName.length).toBeLessThanOrEqual(64);
    expect(named(`${id}Failures`).Metrics.slice(1)).toMatchObject([
      { MetricStat: { Metric: { MetricName: 'Url5xxCount', Dimensions: byName }, Stat: 'Sum', Period: 900 } },
      { MetricStat: { Metric: { MetricName: 'UrlRequestCount', Dimensions: byName }, Stat: 'Sum', Period: 900 } },
    ]);
    expect(named(`${id}Throttles`)).toMatchObject({ MetricName: 'Throttles', Dimensions: byName, Statistic: 'Sum' });
  });

  test('three failed requests in a quarter of an hour are news, where they are one in a hundred', () => {
    const { Metrics, Threshold, EvaluationPeriods } = named('ServeApiFailures');

    expect(Metrics[0].Expression).toBe('IF(failures >= 3, 100 * failures / requests, 0)');
    expect([Threshold, EvaluationPeriods]).toEqual([1, 1]);
  });

  test('no other function has a name that CloudFormation did not make up', () => {
    const functions = [storage, pipeline].flatMap((template) => resourcesOf(template, 'AWS::Lambda::Function'));

    const names = functions.flatMap(([id, { Properties }]) => (Properties.FunctionName ? [withoutHash(id)] : []));

    expect(names).toEqual(['ServeApiFunction', 'ServePageFunction']);
  });
});

test('a reconciler that says nothing for three hours is one that does not run', () => {
  expect(alarmNamed('ReconcilerSilent')).toMatchObject({
    Statistic: 'SampleCount',
    Period: 3600,
    EvaluationPeriods: 3,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
  });
});

test('held exports are counted in the log of the state machine, by its last state', () => {
  const { FilterPattern, LogGroupName, MetricTransformations } = resourceOf(
    app.pipeline,
    'AWS::Logs::MetricFilter',
  ).Properties;
  const definition = JSON.parse(readFileSync(path.join(root, 'statemachines/export-recording.asl.json'), 'utf8'));
  const [{ MetricName, MetricNamespace }] = alarms
    .filter(({ AlarmName }) => AlarmName.endsWith('-ExportsHeld'))
    .map(({ MetricName, Namespace: MetricNamespace }) => ({ MetricName, MetricNamespace })) as [Alarm];

  expect(FilterPattern).toBe('{ ($.type = "SucceedStateEntered") && ($.details.name = "ExportHeld") }');
  expect(definition.States.ExportHeld.Type).toBe('Succeed');
  expect(renderer(app)(LogGroupName)).toBe('<ExportRecordingLogs>');
  expect(MetricTransformations).toEqual([{ MetricName, MetricNamespace, MetricValue: '1' }]);
  expect(MetricName).toBe(exportsHeldMetric);
});

test('the topic is encrypted, and only alarms of this account publish to it', () => {
  const topic = resourceOf(app.pipeline, 'AWS::SNS::Topic', 'Alarms').Properties;
  const { Statement } = resourceOf(app.pipeline, 'AWS::SNS::TopicPolicy', 'Alarms').Properties.PolicyDocument;

  expect(renderer(app)(topic.KmsMasterKeyId)).toBe('<NotificationsKey.Arn>');
  expect(Statement).toMatchObject([
    { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    {
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    },
  ]);
});

test('who is configured gets an e-mail for each alarm', () => {
  const subscription = resourceOf(synthesize(variants.noThumbnails).pipeline, 'AWS::SNS::Subscription', 'Alarms');

  expect(subscription.Properties).toMatchObject({ Protocol: 'email', Endpoint: 'ops@example.com' });
});

test('where the runbook is read is configured, so that its section can be opened from the e-mail', () => {
  const descriptions = alarmsOf(synthesize(variants.noThumbnails)).map(({ AlarmDescription }) => AlarmDescription);

  const link = /What to do: https:\/\/git\.example\.com\/recordings\/docs\/runbook\.md#([a-z-]+)$/;
  const anchors = descriptions.map((description) => link.exec(description)?.[1]);
  expect(anchors.length).toBeGreaterThan(30);
  expect(anchors.filter((anchor) => !runbookSections.some((section) => section === anchor))).toEqual([]);
});

test('alarms and dashboard can be left out, each by itself', () => {
  const withoutAlarms = synthesize(variants.noReconciler).pipeline;
  const withoutDashboard = synthesize(variants.noThumbnails).pipeline;

  expect(resourcesOf(withoutAlarms, 'AWS::CloudWatch::Alarm')).toEqual([]);
  expect(resourcesOf(withoutAlarms, 'AWS::CloudWatch::Dashboard')).toHaveLength(1);
  expect(withoutAlarms.Outputs).not.toHaveProperty('AlarmTopicArn');
  expect(resourcesOf(withoutDashboard, 'AWS::CloudWatch::Dashboard')).toEqual([]);
  expect(withoutDashboard.Outputs).not.toHaveProperty('DashboardName');
});

describe('the dashboard', () => {
  // biome-ignore lint/suspicious/noExplicitAny: widgets are read as they come
  const widgetsOf = (app: SynthesizedApp): any[] => {
    const { DashboardBody } = resourceOf(app.pipeline, 'AWS::CloudWatch::Dashboard').Properties;
    return JSON.parse(renderer(app)(DashboardBody)).widgets;
  };
  const widgets = widgetsOf(app);
  const withPage = widgetsOf(synthesize(variants.withPage));

  test('answers how many, how long, what failed and what it cost', () => {
    expect(widgets.map(({ properties }) => properties.title)).toEqual([
      'Streams that ended',
      'Recordings that became playable',
      'Exports',
      'Playable after the stream’s end (s)',
      'Exports: seconds of media for each second',
      'Exports: time of an execution, wait in the queue (ms)',
      'Executions without success',
      'Dead letters',
      'Findings',
      'Alarms',
      'Exports, estimated ($)',
      'Exported media (s)',
    ]);
  });

  test('shows how much the API and the page are asked, where they are', () => {
    expect(withPage.slice(widgets.length).map(({ properties }) => properties.title)).toEqual([
      'Requests that reached ServeApi',
      'Requests that reached ServePage',
    ]);
  });

  test('shows metrics that exist', () => {
    const shown = withPage.flatMap(({ properties }) => properties.metrics ?? []);
    const used = shown.flatMap(([namespace, name, ...rest]: unknown[]) => {
      if (typeof namespace !== 'string') return [];
      const dimensions = rest.filter((each, index) => index % 2 === 0 && typeof each === 'string');
      return [{ namespace, name, dimensions } as UsedMetric];
    });

    expect(used.length).toBeGreaterThan(20);
    expect(unknown(used)).toEqual([]);
  });
});
