/** The switches: which calls of which services go wrong, how, and how often. */
import type { Fault } from './fault.ts';
import type { ServiceCall, ServiceName } from './service-call.ts';

/** One switch. */
export interface FaultRule {
  readonly service: ServiceName;
  /** Every operation of the service unless given. */
  readonly operation?: string | undefined;
  /** Every call of the operation unless given. */
  readonly matches?: (call: ServiceCall) => boolean | Promise<boolean>;
  readonly fault: Fault;
  /** So many calls, and those after them are let pass; all unless given. */
  readonly times?: number | undefined;
  /** Told of each call that goes wrong, before it does. */
  readonly onFault?: (call: ServiceCall) => void;
}

/** A switch that is on. */
export interface ActiveFault {
  /** Calls that went wrong. */
  readonly count: number;
  /** Calls whose body should have been truncated, and whose answer has none: they were let pass. */
  readonly withoutBodyCount: number;
  /** Switches it off. */
  remove(): void;
}

/** What a proxy does with a call. */
export interface FaultOrder {
  readonly fault: Fault;
  /** Called when the answer has no body to truncate. */
  noteMissingBody(): void;
}

/** See the file's comment. One for all services. */
export class FaultRules {
  readonly #rules = new Set<Switch>();

  /** Switches a fault on. Of several that fit a call, the first one counts. */
  add(rule: FaultRule): ActiveFault {
    const added = new Switch(rule, () => this.#rules.delete(added));
    this.#rules.add(added);
    return added;
  }

  /** What is to go wrong with this call; `undefined`: nothing. */
  async orderFor(call: ServiceCall): Promise<FaultOrder | undefined> {
    for (const rule of [...this.#rules]) {
      if (await rule.takes(call)) return { fault: rule.fault, noteMissingBody: () => rule.noteMissingBody() };
    }
    return undefined;
  }
}

class Switch implements ActiveFault {
  readonly #rule: FaultRule;
  readonly remove: () => void;
  #count = 0;
  #withoutBodyCount = 0;

  constructor(rule: FaultRule, remove: () => void) {
    this.#rule = rule;
    this.remove = remove;
  }

  get count(): number {
    return this.#count;
  }

  get withoutBodyCount(): number {
    return this.#withoutBodyCount;
  }

  get fault(): Fault {
    return this.#rule.fault;
  }

  async takes(call: ServiceCall): Promise<boolean> {
    const { service, operation, matches, times = Number.POSITIVE_INFINITY, onFault } = this.#rule;
    if (call.service !== service || (operation !== undefined && call.operation !== operation)) return false;
    if (!((await matches?.(call)) ?? true) || this.#count >= times) return false;
    this.#count += 1;
    onFault?.(call);
    return true;
  }

  noteMissingBody(): void {
    this.#withoutBodyCount += 1;
  }
}
