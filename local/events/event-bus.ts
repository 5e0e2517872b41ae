/** EventBridge's default bus: hands each event to the targets of the rules that it matches. */
import type { RuleModel, TargetModel } from '../template/system-model.ts';
import { compilePattern, type EventMatcher } from './event-pattern.ts';

/** An event as targets receive it. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** Delivers an event to one target; a rejection means that the target could not be reached. */
export type DeliverEvent = (targetArn: string, event: BusEvent) => Promise<void>;

/** Keeps an event that could not be delivered, with EventBridge's message attributes; without a queue it is lost. */
export type SendUndelivered = (
  queueArn: string | undefined,
  event: BusEvent,
  attributes: Readonly<Record<string, string>>,
) => Promise<void>;

interface CompiledRule {
  readonly rule: RuleModel;
  readonly matches: EventMatcher;
}

/** See the file's comment. Patterns are compiled, and unknown ones refused, when the bus is made. */
export class EventBus {
  readonly #rules: readonly CompiledRule[];
  readonly #deliver: DeliverEvent;
  readonly #sendUndelivered: SendUndelivered;

  constructor(rules: readonly RuleModel[], deliver: DeliverEvent, sendUndelivered: SendUndelivered) {
    this.#rules = rules.map((rule) => ({ rule, matches: compilePattern(rule.pattern) }));
    this.#deliver = deliver;
    this.#sendUndelivered = sendUndelivered;
  }

  /** Puts one event; resolves when every target has it, or its dead-letter queue has. */
  async put(event: BusEvent): Promise<void> {
    const targets = this.#rules
      .filter(({ matches }) => matches(event))
      .flatMap(({ rule }) => rule.targets.map((target) => ({ rule, target })));
    await Promise.all(targets.map(({ rule, target }) => this.#deliverOrKeep(rule, target, event)));
  }

  async #deliverOrKeep(rule: RuleModel, target: TargetModel, event: BusEvent): Promise<void> {
    try {
      await this.#deliver(target.arn, event);
    } catch (error) {
      await this.#sendUndelivered(target.deadLetterQueueArn, event, {
        RULE_ARN: rule.arn,
        TARGET_ARN: target.arn,
        ERROR_CODE: 'NO_RESOURCE',
        ERROR_MESSAGE: error instanceof Error ? error.message : String(error),
      });
    }
  }
}
