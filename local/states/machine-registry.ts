import { parseStatesArn } from './arns.ts';
import { type Definition, loadDefinition, type State, type StateGroup } from './definition.ts';
import { DefinitionUnsupportedError, StatesApiError } from './errors.ts';
import type { MachineRecord } from './execution-state.ts';
import type { TaskIntegrations } from './integration.ts';

/** A state machine that can be started. */
export interface RegisteredMachine extends MachineRecord {
  /** ISO 8601. */
  readonly creationDate: string;
}

/** The state machines, and the definitions of executions that began with an older one. */
export class MachineRegistry {
  readonly #machines = new Map<string, RegisteredMachine>();
  readonly #definitions = new Map<string, Definition>();
  readonly #integrations: TaskIntegrations;

  constructor(integrations: TaskIntegrations) {
    this.#integrations = integrations;
  }

  /**
   * Adds a state machine, or replaces its definition for the executions to come.
   * @throws DefinitionUnsupportedError also when a Task's resource has no integration
   */
  register(machine: MachineRecord, now: Date): void {
    parseStatesArn(machine.arn, 'stateMachine');
    this.#checkResources(this.definitionOf(machine));
    this.#machines.set(machine.arn, { ...machine, creationDate: now.toISOString() });
  }

  /** @throws StatesApiError `InvalidArn` or `StateMachineDoesNotExist` */
  get(arn: string): RegisteredMachine {
    parseStatesArn(arn, 'stateMachine');
    const machine = this.#machines.get(arn);
    if (machine === undefined)
      throw new StatesApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return machine;
  }

  /** All of them, by name. */
  list(): RegisteredMachine[] {
    return [...this.#machines.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** The definition, read once for all executions that have the same text. */
  definitionOf({ definition: text }: MachineRecord): Definition {
    const definition = this.#definitions.get(text) ?? loadDefinition(text);
    this.#definitions.set(text, definition);
    return definition;
  }

  #checkResources(group: StateGroup): void {
    for (const [name, state] of group.states) this.#checkResource(name, state);
  }

  #checkResource(name: string, state: State): void {
    if (state.Type === 'Map') {
      this.#checkResources(state.processor);
      if (state.ItemReader !== undefined)
        this.#checkIntegration(name, 'ItemReader.Resource', state.ItemReader.Resource);
    }
    if (state.Type === 'Task') this.#checkIntegration(name, 'Resource', state.Resource);
  }

  #checkIntegration(name: string, field: string, resource: string): void {
    if (this.#integrations.resolve(resource) !== undefined) return;
    throw new DefinitionUnsupportedError(name, field, `there is no integration for ${resource}.`);
  }
}
