/** Faults that stand until they are healed, and a log of every call that tasks made, for tests of redrive. */
import type { InterceptTask } from '../../../local/integrations/task-integrations.ts';
import { TaskFailure } from '../../../local/states/errors.ts';

/** One attempt of a task to do its work. */
export interface Call {
  readonly executionArn: string;
  readonly stateName: string;
  readonly parameters: unknown;
  outcome: 'under way' | 'succeeded' | 'failed';
}

/** Something that is wrong with one state, in the executions about one thing, until somebody mends it. */
export interface Fault {
  readonly stateName: string;
  /** Second part of the names of the executions that meet it: a recording's id. */
  readonly id: string;
  readonly error: string;
  /** Whether the work is done all the same. */
  readonly isAnswerLost: boolean;
  /** Which of the executions or items meet it; all, unless given. */
  readonly isMet?: (call: Call) => boolean;
}

/** `<channelId>-<recordingId>[-<more>]`, `backfill-<id>[-<more>]` */
const idOf = ({ executionArn }: Call): string => executionArn.split(':').at(-1)?.split('-')[1] ?? '';

/** See the file's comment. */
export class StandingFaults {
  readonly calls: Call[] = [];
  readonly #faults = new Set<Fault>();
  readonly #rewrites = new Map<string, (result: never) => unknown>();
  readonly #settled = new Map<Call, PromiseWithResolvers<void>>();

  add(fault: Fault): void {
    this.#faults.add(fault);
  }

  healAll(): void {
    this.#faults.clear();
  }

  /** Changes what a state's task gives, in the executions about one thing. */
  rewrite<Result>(id: string, stateName: string, rewrite: (result: Result) => unknown): void {
    this.#rewrites.set(`${id} ${stateName}`, rewrite);
  }

  readonly intercept: InterceptTask = (_resource, integration) => async (parameters, context) => {
    const { executionArn, stateName } = context;
    const call: Call = { executionArn, stateName, parameters, outcome: 'under way' };
    this.#settled.set(call, Promise.withResolvers());
    this.calls.push(call);
    try {
      const result = await this.#perform(call, () => integration(parameters, context));
      call.outcome = 'succeeded';
      return result;
    } catch (error) {
      call.outcome = 'failed';
      throw error;
    } finally {
      this.#settled.get(call)?.resolve();
    }
  };

  async #perform(call: Call, work: () => Promise<unknown>): Promise<unknown> {
    const fault = this.#faultOf(call);
    if (fault === undefined) return this.#rewritten(call, await work());
    if (fault.isAnswerLost) await work();
    await this.#neighbours(call);
    throw new TaskFailure(fault.error, JSON.stringify({ errorType: fault.error, errorMessage: 'made to fail' }));
  }

  #faultOf(call: Call): Fault | undefined {
    return [...this.#faults].find(
      ({ stateName, id, isMet = () => true }) => stateName === call.stateName && id === idOf(call) && isMet(call),
    );
  }

  /** An item that fails takes those that are under way with it: here it waits for them, so that one item fails alone. */
  async #neighbours(call: Call): Promise<void> {
    const neighbours = this.calls.filter(
      (one) =>
        one !== call &&
        one.stateName === call.stateName &&
        idOf(one) === idOf(call) &&
        this.#faultOf(one) === undefined,
    );
    await Promise.all(neighbours.map((one) => this.#settled.get(one)?.promise));
    // Until what the neighbours gave has been written down.
    await new Promise((resolve) => setImmediate(resolve));
  }

  #rewritten(call: Call, result: unknown): unknown {
    const rewrite = this.#rewrites.get(`${idOf(call)} ${call.stateName}`);
    return rewrite === undefined ? result : rewrite(result as never);
  }
}

/** For a fault that spares the first item of a Map, so that one fails and others do not. */
export function allButTheFirstItem(): (call: Call) => boolean {
  let first: string | undefined;
  return ({ parameters }) => {
    const item = JSON.stringify(parameters);
    first ??= item;
    return item !== first;
  };
}
