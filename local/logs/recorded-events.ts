/** The log groups that rules write events into, as EventBridge writes them. */
import path from 'node:path';
import type { BusEvent } from '../events/event-bus.ts';
import type { RuleModel } from '../template/system-model.ts';
import { logGroupNameOf } from './filter-log-events.ts';
import { LogGroups } from './log-groups.ts';

/** Makes the groups that are targets of rules, in a system's folder. */
export function makeTargetLogGroups(rules: readonly RuleModel[], directory: string): LogGroups {
  const names = rules.flatMap(({ targets }) => targets.flatMap(({ arn }) => logGroupNameOf(arn) ?? []));
  return new LogGroups(path.join(directory, 'log-groups'), [...new Set(names)]);
}

/**
 * Writes an event into the group that a target is: its JSON, at its own time, each in a stream of its own.
 * `false` when the target is no log group.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
 */
export function writeEvent(groups: LogGroups, targetArn: string, event: BusEvent, now: Date): boolean {
  const name = logGroupNameOf(targetArn);
  if (name === undefined) return false;
  const timestamp = Date.parse(event.time);
  groups.write(name, {
    logStreamName: event.id,
    timestamp,
    ingestionTime: now.getTime(),
    message: JSON.stringify(event),
  });
  return true;
}
