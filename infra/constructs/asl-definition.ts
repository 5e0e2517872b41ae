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
}

const folder = path.resolve(import.meta.dirname, '..', '..', 'statemachines');

const stateSchema = z.looseObject({ Resource: z.optional(z.string()) });
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
  return { text, placeholders: distinct(placeholders), resources: distinct(resourcesOf(JSON.parse(text))) };
}

function resourcesOf(machine: unknown): string[] {
  const { States } = statesSchema.parse(machine);
  return Object.values(States).flatMap((state) => [
    ...(state.Resource === undefined ? [] : [state.Resource]),
    ...innerMachines(state).flatMap(resourcesOf),
  ]);
}

/** The state machines inside a Map (`ItemProcessor`, formerly `Iterator`) or a Parallel (`Branches`). */
function innerMachines(state: z.infer<typeof stateSchema>): unknown[] {
  const branches = Array.isArray(state.Branches) ? state.Branches : [];
  return [state.ItemProcessor, state.Iterator, ...branches].filter((inner) => inner !== undefined);
}

const distinct = (names: string[]): string[] => [...new Set(names)].sort();
