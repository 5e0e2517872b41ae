import { Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** Sections of docs/runbook.md about alarms, by their anchors. */
export const runbookSections = [
  'executions-failed',
  'executions-timed-out',
  'executions-aborted',
  'dead-letters',
  'messages-lost',
  'step-errors',
  'step-throttles',
  'requests-failed',
  'recordings-overdue',
  'reconciler-silent',
  'thumbnails-silent',
  'exports-held',
  'mediaconvert-queue',
] as const;
export type RunbookSection = (typeof runbookSections)[number];

export interface RunbookAlarmProps {
  /** Where it says what to do. */
  readonly section: RunbookSection;
  /** What is the case, in one sentence. */
  readonly says: string;
  readonly metric: cloudwatch.IMetric;
  /** The alarm is raised at this figure. Default: 1. */
  readonly from?: number;
  /** Raised below this figure instead. */
  readonly below?: number;
  /** So many periods in a row. Default: 1. */
  readonly periods?: number;
  /** What no figure means: nothing happened, or what should speak is silent. */
  readonly silence: 'good' | 'bad';
  readonly topic: sns.ITopic;
  /** Where the runbook is read: its URL, or its path in the repository. */
  readonly runbook: string;
}

/** Makes an alarm, by its id, in the room of all alarms. */
export type MakeAlarm = (id: string, props: Omit<RunbookAlarmProps, 'topic' | 'runbook'>) => RunbookAlarm;

/** An alarm with a name that tells what it is about, and a description that says what to do. */
export class RunbookAlarm extends cloudwatch.Alarm {
  constructor(scope: Construct, id: string, props: RunbookAlarmProps) {
    const { section, says, metric, from = 1, below, periods = 1, silence, topic, runbook } = props;
    const { GREATER_THAN_OR_EQUAL_TO_THRESHOLD, LESS_THAN_THRESHOLD } = cloudwatch.ComparisonOperator;
    super(scope, id, {
      alarmName: `${Stack.of(scope).stackName}-${id}`,
      alarmDescription: `${says} What to do: ${runbook}#${section}`,
      metric,
      threshold: below ?? from,
      comparisonOperator: below === undefined ? GREATER_THAN_OR_EQUAL_TO_THRESHOLD : LESS_THAN_THRESHOLD,
      evaluationPeriods: periods,
      datapointsToAlarm: periods,
      treatMissingData:
        silence === 'good' ? cloudwatch.TreatMissingData.NOT_BREACHING : cloudwatch.TreatMissingData.BREACHING,
    });
    this.addAlarmAction(new SnsAction(topic));
  }
}
