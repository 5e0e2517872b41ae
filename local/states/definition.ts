import { isNestedDeeper } from '../../lambdas/shared/contract/json-text.ts';
import { ChoiceRuleError, type Condition, parseCondition } from './choice-rule.ts';
import { checkState } from './definition-check.ts';
import { machineSchema, type StateDeclaration, stateSchema } from './definition-schema.ts';
import { DefinitionUnsupportedError } from './errors.ts';

type Declared<T extends StateDeclaration['Type']> = Extract<StateDeclaration, { Type: T }>;

/** A Map state with the states that run for each item. */
export type MapState = Declared<'Map'> & { readonly processor: StateGroup };
/** Whether the iterations of a Map are executions of their own. */
export const isDistributed = (state: MapState): boolean => state.ItemProcessor.ProcessorConfig?.Mode === 'DISTRIBUTED';
/** A Choice state with its rules read. */
export type ChoiceState = Declared<'Choice'> & { readonly rules: readonly { condition: Condition; next: string }[] };
/** A Task state. */
export type TaskState = Declared<'Task'>;
/** A Wait state. */
export type WaitState = Declared<'Wait'>;
/** A state, ready to run. */
export type State =
  | TaskState
  | MapState
  | ChoiceState
  | Declared<'Pass'>
  | WaitState
  | Declared<'Succeed'>
  | Declared<'Fail'>;

/** States that lead to each other: those of the machine, or those of a Map. */
export interface StateGroup {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

/** A definition, checked and ready to run. */
export interface Definition extends StateGroup {
  /** How long an execution may last from its start or its redrive. */
  readonly timeoutSeconds: number | undefined;
}

const MACHINE = '(state machine)';

/**
 * Reads a definition in the Amazon States Language, JSONPath, and checks all that can be checked before a run.
 * @see https://states-language.net/spec.html
 * @throws DefinitionUnsupportedError naming state and field of the first part that we do not have or that is wrong.
 */
export function loadDefinition(text: string): Definition {
  const { StartAt, States, TimeoutSeconds } = parsed(machineSchema.safeParse(readJson(text)), MACHINE);
  return { ...loadGroup(StartAt, States, MACHINE), timeoutSeconds: TimeoutSeconds };
}

/** Maps within Maps and all; what goes deeper overflows the stack, sooner or later, when it is checked. */
const deepestDefinition = 500;

function readJson(text: string): unknown {
  const document = parseText(text);
  if (!isNestedDeeper(document, deepestDefinition)) return document;
  throw new DefinitionUnsupportedError(MACHINE, '$', `it is nested more than ${deepestDefinition} deep.`);
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DefinitionUnsupportedError(MACHINE, '$', `the definition is no JSON (${error}).`);
  }
}

function loadGroup(startAt: string, declarations: Record<string, unknown>, owner: string): StateGroup {
  const states = new Map<string, State>();
  for (const [name, declaration] of Object.entries(declarations)) states.set(name, loadState(name, declaration));
  if (!states.has(startAt)) throw new DefinitionUnsupportedError(owner, 'StartAt', `there is no state '${startAt}'.`);
  for (const [name, state] of states) checkState(name, state, new Set(states.keys()));
  return { startAt, states };
}

function loadState(name: string, declaration: unknown): State {
  const state = parsed(stateSchema.safeParse(declaration), name);
  switch (state.Type) {
    case 'Map':
      return { ...state, processor: loadGroup(state.ItemProcessor.StartAt, state.ItemProcessor.States, name) };
    case 'Choice':
      return { ...state, rules: state.Choices.map((rule, index) => loadRule(name, rule, index)) };
    default:
      return state;
  }
}

function loadRule(name: string, rule: Declared<'Choice'>['Choices'][number], index: number) {
  try {
    return { condition: parseCondition(rule, `Choices[${index}]`), next: rule.Next };
  } catch (error) {
    if (!(error instanceof ChoiceRuleError)) throw error;
    throw new DefinitionUnsupportedError(name, error.field, error.message);
  }
}

interface Issue {
  readonly code?: string;
  readonly path: PropertyKey[];
  readonly message: string;
  readonly keys?: string[];
}
type Parsed<T> = { success: true; data: T } | { success: false; error: { issues: Issue[] } };

function parsed<T>(result: Parsed<T>, state: string): T {
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const keys = issue?.keys;
  const path = [...(issue?.path ?? []), ...(keys?.slice(0, 1) ?? [])];
  const field = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  throw new DefinitionUnsupportedError(
    state,
    field.replace(/^\./, '') || '$',
    keys === undefined ? `${issue?.message}.` : 'this field is not supported.',
  );
}
