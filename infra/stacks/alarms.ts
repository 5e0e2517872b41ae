import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AlarmTopic } from '../constructs/alarm-topic.ts';
import { AslStateMachine } from '../constructs/asl-state-machine.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { type MakeAlarm, RunbookAlarm } from '../constructs/runbook-alarm.ts';
import { exportsHeld, machineMetric, messagesIn, ownMetric, queueWait } from '../constructs/service-metrics.ts';
import { StepFunction } from '../constructs/step-function.ts';
import { servedAlarms, stepAlarms } from './function-alarms.ts';
import { lostAlarms } from './lost-alarms.ts';
import type { PipelineContext } from './pipeline-context.ts';

/** What is watched, besides what is found in the stack. */
export interface Watched {
  readonly processRecording: AslStateMachine;
  readonly backfillRecordings: AslStateMachine;
}

/** The alarms and their topic. */
export interface Alarms {
  readonly topic: AlarmTopic;
  readonly alarms: readonly RunbookAlarm[];
}

/** Creates all alarms. Call it last: it finds the state machines, steps and dead letters of the stack by itself. */
export function createAlarms(context: PipelineContext, { processRecording, backfillRecordings }: Watched): Alarms {
  const { stack, config, topic: notifications } = context;
  const { alarmEmail: email, runbookUrl: runbook = 'docs/runbook.md' } = config.observability;
  const topic = new AlarmTopic(stack, 'Alarms', { key: notifications.key, email });
  const room = new Construct(stack, 'Alarm');
  const make: MakeAlarm = (id, props) => new RunbookAlarm(room, id, { topic: topic.topic, runbook, ...props });
  const found = stack.node.findAll();
  const alarms = [
    ...found.filter((one) => one instanceof AslStateMachine).flatMap((machine) => machineAlarms(make, machine)),
    ...found.filter((one) => one instanceof DeadLetterQueue).map((queue) => deadLetterAlarm(make, queue)),
    ...found.filter((one) => one instanceof StepFunction).flatMap((step) => stepAlarms(make, step)),
    ...lostAlarms(make, context, found),
    ...servedAlarms(make, context),
    ...(config.reconciler.enabled ? reconcilerAlarms(make, backfillRecordings) : []),
    ...(config.retention.thumbnails.expireAfterDays !== undefined ? [thumbnailAlarm(make, processRecording)] : []),
    heldAlarm(make, stack.stackName),
    queueAlarm(make, context.queueArn),
  ];
  return { topic, alarms };
}

const ends = {
  ExecutionsFailed: { section: 'executions-failed', how: 'failed' },
  ExecutionsTimedOut: { section: 'executions-timed-out', how: 'timed out' },
  ExecutionsAborted: { section: 'executions-aborted', how: 'were aborted' },
} as const;

const machineAlarms = (make: MakeAlarm, machine: AslStateMachine): RunbookAlarm[] =>
  Object.entries(ends).map(([name, { section, how }]) =>
    make(`${machine.node.id}${name.replace('Executions', '')}`, {
      section,
      says: `Executions of ${machine.node.id} ${how}.`,
      metric: machineMetric(machine, isEnd(name), { statistic: 'Sum' }),
      silence: 'good',
    }),
  );

const isEnd = (name: string): keyof typeof ends =>
  name === 'ExecutionsTimedOut' || name === 'ExecutionsAborted' ? name : 'ExecutionsFailed';

/** A queue that holds nothing and gets nothing tells nothing. */
function deadLetterAlarm(make: MakeAlarm, queue: DeadLetterQueue): RunbookAlarm {
  const owner = queue.node.scope?.node.id ?? '';
  return make(`${owner}${queue.node.id}`, {
    section: 'dead-letters',
    says: `Something went astray: ${owner}/${queue.node.id} holds messages.`,
    metric: messagesIn(queue, { statistic: 'Maximum' }),
    silence: 'good',
  });
}

function reconcilerAlarms(make: MakeAlarm, machine: AslStateMachine): RunbookAlarm[] {
  const overdue = (statistic: string) =>
    ownMetric('RecordingsOverdue', machine, { statistic, period: Duration.hours(1) });
  return [
    make('RecordingsOverdue', {
      section: 'recordings-overdue',
      says: 'Recordings began more than 49 hours ago and never ended.',
      metric: overdue('Maximum'),
      silence: 'good',
    }),
    // It runs every hour, give or take a quarter, so that one hour may pass without.
    make('ReconcilerSilent', {
      section: 'reconciler-silent',
      says: 'The reconciler has told nothing for three hours.',
      metric: overdue('SampleCount'),
      below: 1,
      periods: 3,
      silence: 'bad',
    }),
  ];
}

/** It runs every day, give or take an hour, and tells its figure also when it deletes nothing. */
const thumbnailAlarm = (make: MakeAlarm, machine: AslStateMachine): RunbookAlarm =>
  make('ThumbnailExpirySilent', {
    section: 'thumbnails-silent',
    says: 'Thumbnails that have come of age have not been looked for in two days.',
    metric: ownMetric('ThumbnailsExpired', machine, { statistic: 'SampleCount', period: Duration.days(1) }),
    below: 1,
    periods: 2,
    silence: 'bad',
  });

const heldAlarm = (make: MakeAlarm, stackName: string): RunbookAlarm =>
  make('ExportsHeld', {
    section: 'exports-held',
    says: 'The brake holds exports back.',
    metric: exportsHeld(stackName, { statistic: 'Sum', period: Duration.hours(1) }),
    silence: 'good',
  });

/** An hour is longer than jobs wait whose account has room for them. */
const queueAlarm = (make: MakeAlarm, queueArn: string): RunbookAlarm =>
  make('MediaConvertQueue', {
    section: 'mediaconvert-queue',
    says: 'A MediaConvert job waited in its queue for more than an hour.',
    metric: queueWait(queueArn, { statistic: 'Maximum', period: Duration.minutes(15) }),
    from: Duration.hours(1).toMilliseconds(),
    silence: 'good',
  });
