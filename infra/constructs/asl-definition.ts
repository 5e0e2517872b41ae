/** Reads a state machine definition and says what it needs from outside: values for its placeholders, and permissions. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';

/** A definition file. */
export interface AslDefinition {
  /** The file's text, as it goes into the template. */
  readonly text: string;
  /** Names of the placeholders, `CatalogTableName` of `${CatalogTableName}`. */
  readonly placeholders: readonly string[];
  /** What the tasks call, as the file has it: `arn:aws:states:::sns:publish`, `${PlanExportFunctionArn}`. */
  readonly resources: readonly string[];
  /** Labels of the Maps whose iterations are executions of their own. */
  readonly distributedMapLabels: readonly string[];
}

const folder = path.resolve(import.meta.dirname, '..', '..', 'statemachines');

const stateSchema = z.looseObject({
  Resource: z.optional(z.string()),
  ItemReader: z.optional(z.object({ Resource: z.string() })),
  Label: z.optional(z.string()),
});
const statesSchema = z.object({ States: z.record(z.string(), stateSchema) });

/**
 * Reads `statemachines/<fileName>`.
 *
 * @throws when the file does not exist or is not the JSON of a state machine.
 */
export function readAslDefinition(fileName: string): AslDefinition {
  const text = readFileSync(path.join(folder, fileName), 'utf8');
  return parseAslDefinition(text);
}

/** Reads a definition from its text. */
export function parseAslDefinition(text: string): AslDefinition {
  const placeholders = [...text.matchAll(/\$\{([^}]*)\}/g)].map(([, name = '']) => name);
  const states = statesOf(JSON.parse(text));
  const resources = states.flatMap(({ Resource, ItemReader }) => [Resource ?? [], ItemReader?.Resource ?? []].flat());
  return {
    text,
    placeholders: distinct(placeholders),
    resources: distinct(resources),
    // Only such a Map may have a label.
    distributedMapLabels: distinct(states.flatMap(({ Label }) => Label ?? [])),
  };
}

/** All states, those inside others included. */
function statesOf(machine: unknown): z.infer<typeof stateSchema>[] {
  const states = Object.values(statesSchema.parse(machine).States);
  return states.flatMap((state) => [state, ...innerMachines(state).flatMap(statesOf)]);
}

/** The state machines inside a Map (`ItemProcessor`, formerly `Iterator`) or a Parallel (`Branches`). */
function innerMachines(state: z.infer<typeof stateSchema>): unknown[] {
  const branches = Array.isArray(state.Branches) ? state.Branches : [];
  return [state.ItemProcessor, state.Iterator, ...branches].filter((inner) => inner !== undefined);
}

const distinct = (names: string[]): string[] => [...new Set(names)].sort();
