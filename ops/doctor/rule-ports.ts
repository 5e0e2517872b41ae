/** What EventBridge tells of a rule. */
import { DescribeRuleCommand, type EventBridgeClient, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';

/** Its state; rules are on the default bus. */
export async function ruleState(events: EventBridgeClient, Name: string): Promise<string> {
  const { State = '' } = await events.send(new DescribeRuleCommand({ Name }));
  return State;
}

/** ARNs of its targets; a rule has five at most, which is one page. */
export async function ruleTargets(events: EventBridgeClient, Rule: string): Promise<string[]> {
  const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule }));
  return Targets.flatMap(({ Arn }) => Arn ?? []);
}
