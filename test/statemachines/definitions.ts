/** The definitions as data, for tests that read them. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const directory = path.resolve(import.meta.dirname, '../../statemachines');

export interface Retrier {
  ErrorEquals: string[];
  Comment?: string;
  IntervalSeconds?: number;
  BackoffRate?: number;
  MaxDelaySeconds?: number;
  MaxAttempts?: number;
  JitterStrategy?: string;
}
export interface State {
  Type: string;
  Comment?: string;
  Resource?: string;
  TimeoutSeconds?: number;
  Parameters?: Record<string, unknown>;
  Retry?: Retrier[];
  Catch?: { ErrorEquals: string[]; Next: string; Comment?: string }[];
  Next?: string;
  Default?: string;
  Choices?: { Next: string }[];
  ItemProcessor?: Machine;
  OutputPath?: string | null;
  ResultPath?: string | null;
  End?: boolean;
}
export interface Machine {
  StartAt: string;
  QueryLanguage?: string;
  TimeoutSeconds?: number;
  ProcessorConfig?: { Mode: string };
  States: Record<string, State>;
}

export interface Definition {
  name: string;
  text: string;
  machine: Machine;
}

/** Every definition of `statemachines/`. */
export function readDefinitions(): Definition[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.asl.json'))
    .map((file) => {
      const text = readFileSync(path.join(directory, file), 'utf8');
      return { name: file.replace('.asl.json', ''), text, machine: JSON.parse(text) as Machine };
    });
}

/** All states, those inside Maps included. */
export function statesOf(machine: Machine): [string, State][] {
  return Object.entries(machine.States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.ItemProcessor === undefined ? [] : statesOf(state.ItemProcessor)),
  ]);
}

/** `ProcessRecording` of `process-recording`: the stem of a definition or a step in placeholders and names of states. */
export const stemOf = (kebab: string): string =>
  kebab.replaceAll(/(^|-)([a-z])/g, (_, _dash, letter) => letter.toUpperCase());

/** Whether the iterations of a Map are executions of their own. */
export const isDistributed = ({ ItemProcessor }: State): boolean =>
  ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED';

/** Names of the placeholders in a definition's text. */
export const placeholdersOf = (text: string): string[] =>
  [...new Set([...text.matchAll(/\$\{([A-Za-z0-9]+)\}/g)].map(([, name = '']) => name))].sort();
