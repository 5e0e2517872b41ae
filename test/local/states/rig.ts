import { StatesEngine } from '../../../local/states/engine.ts';
import type { StatesEngineOptions } from '../../../local/states/engine-options.ts';
import type { ExecutionDescription } from '../../../local/states/execution-description.ts';
import type { HistoryEvent } from '../../../local/states/history-event.ts';
import type { TaskContext } from '../../../local/states/integration.ts';
import { createMemoryJournal, type Journal } from '../../../local/states/journal.ts';
import type { StatusChangeEvent } from '../../../local/states/status-change-event.ts';
import { ManualClock } from './manual-clock.ts';

export const MACHINE_ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:machine';
export const EXECUTION_ARN = 'arn:aws:states:us-east-1:123456789012:execution:machine:run';
export const ROLE_ARN = 'arn:aws:iam::123456789012:role/machine';
export const LAMBDA = 'arn:aws:lambda:us-east-1:123456789012:function:step:1';
export const UPDATE_ITEM = 'arn:aws:states:::dynamodb:updateItem';

/** JSON that a test looks into without ado. */
export type Parsed = ReturnType<typeof JSON.parse>;
export type Task = (parameters: Parsed, context: TaskContext, attempt: number) => unknown;
export type Tasks = Record<string, Task>;

export interface Call {
  state: string;
  parameters: Parsed;
}

/** A definition from its states; the first one begins. */
export function machine(states: Record<string, object>, extra: object = {}): string {
  return JSON.stringify({ StartAt: Object.keys(states)[0], States: states, ...extra });
}

/** A task state of a Lambda function that ends the chain unless it says otherwise. */
export function task(extra: object = {}): object {
  return { Type: 'Task', Resource: LAMBDA, ...('Next' in extra ? {} : { End: true }), ...extra };
}

/** A Map state that ends the chain unless it says otherwise. */
export const mapState = (extra: object = {}, inner: Record<string, object> = { Inner: task() }): object => ({
  Type: 'Map',
  ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: Object.keys(inner)[0], States: inner },
  ...('Next' in extra ? {} : { End: true }),
  ...extra,
});

interface RigOptions extends Partial<StatesEngineOptions> {
  definition: string;
  /** What each state's task does, by the state's name; a task that is not given returns its parameters. */
  tasks?: Tasks;
  journal?: Journal;
  clock?: ManualClock;
}

/** An engine with one machine, a clock that stands still, and everything that is observable written down. */
export class Rig {
  readonly clock: ManualClock;
  readonly journal: Journal;
  readonly engine: StatesEngine;
  readonly calls: Call[] = [];
  readonly statuses: StatusChangeEvent[] = [];
  readonly live: HistoryEvent[] = [];

  constructor({ definition, tasks = {}, ...options }: RigOptions) {
    this.clock = options.clock ?? new ManualClock();
    this.journal = options.journal ?? createMemoryJournal();
    this.engine = new StatesEngine({
      random: () => 0.5,
      onStatusChange: (event) => this.statuses.push(event),
      onHistoryEvent: (_, event) => this.live.push(event),
      integrations: { resolve: () => (parameters, context) => this.#call(tasks, parameters, context) },
      ...options,
      clock: this.clock,
      journal: this.journal,
    });
    this.engine.registerStateMachine({ arn: MACHINE_ARN, name: 'machine', roleArn: ROLE_ARN, definition });
  }

  async #call(tasks: Tasks, parameters: unknown, context: TaskContext): Promise<unknown> {
    this.calls.push({ state: context.stateName, parameters });
    const attempt = this.calls.filter(({ state }) => state === context.stateName).length;
    const work = tasks[context.stateName];
    return work === undefined ? parameters : work(parameters, context, attempt);
  }

  start(input: unknown = {}): string {
    return this.engine.startExecution({ stateMachineArn: MACHINE_ARN, name: 'run', input: JSON.stringify(input) })
      .executionArn;
  }

  /** Starts an execution and sees it through, however long it waits. */
  run(input: unknown = {}): Promise<ExecutionDescription> {
    return this.finish(this.start(input));
  }

  async finish(executionArn = EXECUTION_ARN): Promise<ExecutionDescription> {
    for (let turn = 0; turn < 1000; turn += 1) {
      const execution = this.engine.describeExecution(executionArn);
      if (execution.status !== 'RUNNING') return execution;
      await this.clock.advanceToNext();
    }
    throw new Error('The execution does not end.');
  }

  redrive(): Promise<ExecutionDescription> {
    this.engine.redriveExecution(EXECUTION_ARN);
    return this.finish();
  }

  get history(): readonly HistoryEvent[] {
    return this.engine.executionHistory(EXECUTION_ARN);
  }

  get types(): string[] {
    return this.history.map(({ type }) => type);
  }
}

/** What the execution put out, as a value. */
export function outputOf({ output }: ExecutionDescription): Parsed {
  return output === undefined ? undefined : JSON.parse(output);
}

/** A task that never settles by itself. */
export const hang: Task = () => new Promise(() => {});
