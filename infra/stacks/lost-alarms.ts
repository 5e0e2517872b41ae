/**
 * Alarms on what is lost for good: an event or a message that could not be delivered, and not be kept as a dead letter
 * either. Only services know of it, and only as a number. Schedules have no dead letters: their next run does the same; nor
 * has the rule into the log of recording events, which is for looking.
 *
 * `DeadLetterInvocations` of rules is left alone: it is about events that would set off their own rule again, and no target
 * here sends such.
 */
import type { IConstruct } from 'constructs';
import { EventRule } from '../constructs/event-rule.ts';
import type { MakeAlarm, RunbookAlarm } from '../constructs/runbook-alarm.ts';
import { functionMetric, ruleMetric, topicMetric } from '../constructs/service-metrics.ts';
import { StepFunction } from '../constructs/step-function.ts';
import type { PipelineContext } from './pipeline-context.ts';

const summing = { statistic: 'Sum' } as const;

/** One for each that has dead letters: rules, asynchronous steps, and the topic where it has subscriptions of ours. */
export function lostAlarms(
  make: MakeAlarm,
  { config, topic }: PipelineContext,
  found: readonly IConstruct[],
): RunbookAlarm[] {
  const lost = (id: string, what: string, metric: RunbookAlarm['metric']) =>
    make(`${id}Lost`, {
      section: 'messages-lost',
      says: `${what} is lost: it could not even be kept as a dead letter.`,
      metric,
      silence: 'good',
    });
  const rules = found.filter((one) => one instanceof EventRule);
  const steps = found.filter((one) => one instanceof StepFunction).filter((step) => step.deadLetterQueue !== undefined);
  return [
    ...rules.map(({ node: { id }, ruleName }) =>
      lost(id, `An event for the rule ${id}`, ruleMetric(ruleName, 'InvocationsFailedToBeSentToDlq', summing)),
    ),
    ...steps.map(({ node: { id }, lambda }) =>
      lost(id, `An event for the step ${id}`, functionMetric(lambda.functionName, 'DeadLetterErrors', summing)),
    ),
    // The metric is the topic's, whichever subscription it was.
    ...(config.subscriptions.length === 0 ? [] : [lost('Notifications', 'A message', redriveFailures(topic))]),
  ];
}

const redriveFailures = ({ topic }: PipelineContext['topic']) =>
  topicMetric(topic, 'NumberOfNotificationsFailedToRedriveToDlq', summing);
