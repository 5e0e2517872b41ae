import { randomUUID } from 'node:crypto';
import { checkName, executionArnOf, parseStatesArn } from './arns.ts';
import { systemClock } from './clock.ts';
import type { StatesEngineOptions } from './engine-options.ts';
import { StatesApiError } from './errors.ts';
import { describeExecution, type ExecutionDescription } from './execution-description.ts';
import { type Ending, runExecution } from './execution-run.ts';
import { type ExecutionState, type ExecutionStatus, type MachineRecord, scopeAt } from './execution-state.ts';
import { beginExecution, foldJournal } from './fold.ts';
import { type HistoryEvent, WHOLE } from './history-event.ts';
import type { TaskIntegrations } from './integration.ts';
import type { JournalEntry } from './journal.ts';
import { MachineRegistry, type RegisteredMachine } from './machine-registry.ts';
import { describeMapRun, type MapRunDescription } from './map-run.ts';
import { isIterationOf, NestedExecutions } from './nested-executions.ts';
import type { RunPorts } from './place.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import {
  createRunExecutionIntegration,
  createStartExecutionIntegration,
  RUN_EXECUTION_RESOURCE,
  START_EXECUTION_RESOURCE,
} from './start-execution-integration.ts';
import { checkInput, type StartExecutionRequest, sameStart } from './start-request.ts';
import { statusChangeEvent } from './status-change-event.ts';
import { failureDetails } from './task-events.ts';

interface LiveExecution {
  readonly state: ExecutionState;
  readonly recorder: Recorder;
  stop: AbortController;
  /** Settles when the current run has ended, in whatever way. Absent until it is resumed from the journal. */
  run: Promise<void> | undefined;
}

/** Redrives with the same client token are one redrive, for 15 minutes. */
const REDRIVE_TOKEN_MS = 15 * 60 * 1000;

/**
 * Runs Standard workflows as Step Functions does, in this process. All that happens goes into a journal first; the
 * executions are its fold, so that a new engine over the same journal goes on where this one was ended.
 */
export class StatesEngine {
  readonly #options: StatesEngineOptions;
  readonly #ports: RunPorts;
  readonly #machines: MachineRegistry;
  readonly #executions = new Map<string, LiveExecution>();
  readonly #nested: NestedExecutions;
  #isClosed = false;

  /**
   * Reads the journal, so that all its executions are known, and their names taken, from the start.
   * @throws JournalDamagedError
   */
  constructor(options: StatesEngineOptions) {
    this.#options = options;
    const own = new Map([
      [START_EXECUTION_RESOURCE, createStartExecutionIntegration((request) => this.startExecution(request))],
      [RUN_EXECUTION_RESOURCE, createRunExecutionIntegration(() => this)],
    ]);
    const integrations: TaskIntegrations = {
      resolve: (resource) => options.integrations.resolve(resource) ?? own.get(resource),
    };
    const { clock = systemClock, random = Math.random, retryDelayScale = 1 } = options;
    this.#nested = this.#createNested();
    this.#ports = { clock, random, retryDelayScale, integrations, children: this.#nested };
    this.#machines = new MachineRegistry(integrations);
    const loaded = options.journal.load().map(foldJournal);
    loaded.sort((one, other) => Date.parse(one.startDate) - Date.parse(other.startDate));
    for (const state of loaded) this.#add(state);
  }

  /**
   * Adds a state machine, or replaces its definition for executions to come.
   * @throws DefinitionUnsupportedError
   */
  registerStateMachine(machine: MachineRecord): void {
    checkName(machine.name);
    this.#machines.register(machine, this.#now());
  }

  /**
   * Goes on with what was running when the journal's last engine ended. A task that had begun and not ended is run
   * again.
   * @returns the ARNs of the executions that go on
   */
  resume(): string[] {
    const waiting = [...this.#executions.values()].filter(({ state, run }) => state.status === 'RUNNING' && !run);
    for (const live of waiting) this.#launch(live);
    return waiting.map(({ state }) => state.executionArn);
  }

  /** @throws StatesApiError `StateMachineDoesNotExist`, `InvalidName`, `InvalidExecutionInput`, `ExecutionAlreadyExists` */
  startExecution(request: StartExecutionRequest): { executionArn: string; startDate: string } {
    const machine = this.#machines.get(request.stateMachineArn);
    const { name = randomUUID(), input = '{}' } = request;
    checkName(name);
    checkInput(input);
    const executionArn = executionArnOf(machine.arn, name);
    const existing = this.#executions.get(executionArn)?.state;
    if (existing !== undefined) return sameStart(existing, input);
    return { executionArn, startDate: this.#startNew(machine, name, input).state.startDate };
  }

  /**
   * Runs what did not succeed again, with the definition the execution began with.
   * @throws StatesApiError `ExecutionDoesNotExist`, `ExecutionNotRedrivable`
   */
  redriveExecution(executionArn: string, clientToken?: string): { redriveDate: string } {
    const live = this.#find(executionArn);
    const now = this.#now();
    const usedAt = clientToken === undefined ? undefined : live.state.redriveTokens.get(clientToken);
    if (usedAt !== undefined && now.getTime() - Date.parse(usedAt) <= REDRIVE_TOKEN_MS) return { redriveDate: usedAt };
    const { redriveStatusReason } = describeExecution(live.state, now);
    if (redriveStatusReason !== undefined) throw new StatesApiError('ExecutionNotRedrivable', redriveStatusReason);
    const { timestamp } = live.recorder.redriven(clientToken);
    this.#launch(live);
    this.#announce(live);
    return { redriveDate: timestamp };
  }

  /** Ends an execution at once as ABORTED; one that has ended stays as it is. */
  stopExecution(executionArn: string, error?: string, cause?: string): { stopDate: string } {
    const live = this.#find(executionArn);
    if (live.state.status === 'RUNNING') {
      const details = { executionAbortedEventDetails: failureDetails({ error, cause }) };
      this.#end(live, { type: 'ExecutionAborted', details });
    }
    return { stopDate: live.state.stopDate ?? this.#now().toISOString() };
  }

  /** @throws StatesApiError `ExecutionDoesNotExist` */
  describeExecution(executionArn: string): ExecutionDescription {
    return describeExecution(this.#find(executionArn).state, this.#now());
  }

  /**
   * The executions of a state machine, the latest first.
   * @throws StatesApiError `StateMachineDoesNotExist`
   */
  listExecutions(stateMachineArn: string, status?: ExecutionStatus): ExecutionDescription[] {
    const { arn } = this.#machines.get(stateMachineArn);
    return [...this.#executions.values()]
      .filter(({ state }) => state.machine.arn === arn && (status === undefined || state.status === status))
      .map(({ state }) => describeExecution(state, this.#now()))
      .reverse()
      .sort((one, other) => Date.parse(other.startDate) - Date.parse(one.startDate));
  }

  /** All events of an execution, the first one first. */
  executionHistory(executionArn: string): readonly HistoryEvent[] {
    return this.#find(executionArn).state.events;
  }

  /** @throws StatesApiError `StateMachineDoesNotExist` */
  describeStateMachine(arn: string): RegisteredMachine {
    return this.#machines.get(arn);
  }

  /** The registered state machines, by name. */
  listStateMachines(): RegisteredMachine[] {
    return this.#machines.list();
  }

  /** Waits until an execution is no longer running; for ever, if this engine is closed before or has not resumed it. */
  async whenEnded(executionArn: string): Promise<ExecutionDescription> {
    const live = this.#find(executionArn);
    while (live.state.status === 'RUNNING') {
      const { run } = live;
      await run;
      if (live.state.status === 'RUNNING' && live.run === run) return new Promise(() => {});
    }
    return describeExecution(live.state, this.#now());
  }

  /**
   * Waits until an execution has ended, on behalf of another one: when that one has to stop first, so has this. Closing
   * the engine leaves both for the next.
   */
  followExecution(executionArn: string, signal: AbortSignal): Promise<ExecutionDescription> {
    return this.#nested.follow(executionArn, signal);
  }

  /** How far a distributed Map is; throws StatesApiError `InvalidArn`, `ExecutionDoesNotExist`, `ResourceNotFound`. */
  describeMapRun(mapRunArn: string): MapRunDescription {
    return describeMapRun(mapRunArn, this, this.#nested.itemCounts);
  }

  /** The iterations of an execution's distributed Maps, in the order of their items. */
  listChildExecutions(executionArn: string): ExecutionDescription[] {
    const parent = this.#find(executionArn).state;
    const children = [...this.#executions.values()].filter(({ state }) => isIterationOf(parent, state));
    return children
      .map(({ state }) => describeExecution(state, this.#now()))
      .sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));
  }

  /** Stops all work and leaves the executions as they are in the journal, for the next engine to go on with. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const runs = [...this.#executions.values()].map((live) => {
      live.stop.abort();
      return live.run;
    });
    await Promise.all(runs);
  }

  #createNested(): NestedExecutions {
    return new NestedExecutions({
      find: (executionArn) => this.#executions.get(executionArn)?.state,
      start: (...request) => this.#startNew(...request),
      redrive: (executionArn) => this.redriveExecution(executionArn),
      stop: (executionArn, cause) => this.stopExecution(executionArn, undefined, cause),
      whenEnded: (executionArn) => this.whenEnded(executionArn),
      isClosed: () => this.#isClosed,
      now: () => this.#now(),
    });
  }

  #startNew(machine: MachineRecord, name: string, input: string): LiveExecution {
    const live = this.#begin(machine, executionArnOf(machine.arn, name), name, input);
    this.#launch(live);
    this.#announce(live);
    return live;
  }

  #begin(machine: MachineRecord, executionArn: string, name: string, input: string): LiveExecution {
    const { arn, name: machineName, roleArn, definition } = machine;
    const record: MachineRecord = { arn, name: machineName, roleArn, definition };
    const event: HistoryEvent = {
      id: 1,
      previousEventId: 0,
      timestamp: this.#now().toISOString(),
      type: 'ExecutionStarted',
      executionStartedEventDetails: { input, inputDetails: WHOLE, roleArn },
    };
    const next = this.#machines.definitionOf(machine).startAt;
    const entry = { kind: 'started', executionArn, name, machine: record, event, next } satisfies JournalEntry;
    this.#options.journal.append({ machineName, executionName: name }, entry);
    const live = this.#add(beginExecution(entry));
    this.#options.onHistoryEvent?.(executionArn, event);
    return live;
  }

  #add(state: ExecutionState): LiveExecution {
    const { journal, onHistoryEvent } = this.#options;
    const ports = { journal, clock: this.#ports.clock, onHistoryEvent };
    const recorder = createRecorder(state, ports, (scope) => scopeAt(state, scope).lastEventId);
    const live = { state, recorder, stop: new AbortController(), run: undefined };
    this.#executions.set(state.executionArn, live);
    return live;
  }

  #launch(live: LiveExecution): void {
    const stop = new AbortController();
    live.stop = stop;
    live.run = this.#run(live, stop.signal);
  }

  async #run(live: LiveExecution, signal: AbortSignal): Promise<void> {
    const subject = {
      execution: live.state,
      definition: this.#machines.definitionOf(live.state.machine),
      recorder: live.recorder,
    };
    const ending = await runExecution(subject, this.#ports, signal);
    if (ending !== undefined && !signal.aborted) this.#end(live, ending);
  }

  #end(live: LiveExecution, { type, details, previousEventId }: Ending): void {
    live.recorder.event([], type, details, previousEventId === undefined ? {} : { previousEventId });
    live.stop.abort();
    this.#announce(live);
  }

  #announce({ state }: LiveExecution): void {
    const now = this.#now();
    this.#options.onStatusChange?.(statusChangeEvent(describeExecution(state, now), now));
  }

  #find(executionArn: string): LiveExecution {
    parseStatesArn(executionArn, 'execution');
    const live = this.#executions.get(executionArn);
    if (live !== undefined) return live;
    throw new StatesApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
  }

  #now(): Date {
    return this.#ports.clock.now();
  }
}
