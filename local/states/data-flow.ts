import { runtimeFailure, StateFailedError } from './errors.ts';
import type { Json, JsonObject } from './json.ts';
import { fillTemplate } from './payload-template.ts';
import { type PathScope, parseReferencePath, valueAt, withValueAt } from './reference-path.ts';

/** The most that a state may receive or hand on: 256 KiB of UTF-8, the hard quota of Step Functions. */
export const PAYLOAD_LIMIT_BYTES = 262_144;

interface OutputFields {
  readonly ResultSelector?: JsonObject | undefined;
  readonly ResultPath?: string | null | undefined;
  readonly OutputPath?: string | null | undefined;
}

/** What InputPath selects; `null` selects nothing, an empty object. */
export function applyInputPath(inputPath: string | null | undefined, scope: PathScope): Json {
  return selectPath('InputPath', inputPath, scope);
}

/** What Parameters, or a Map's ItemSelector, makes of the selected input. */
export function applyParameters(parameters: JsonObject | undefined, scope: PathScope): Json {
  return parameters === undefined ? scope.input : fillTemplate(parameters, scope);
}

/**
 * A state's output from its result, in the order ResultSelector, ResultPath, OutputPath.
 * @param raw the state's input as it was entered, into which ResultPath puts the result
 * @throws StateFailedError
 */
export function applyResult(state: OutputFields, raw: Json, result: Json, context: Json): Json {
  const selected =
    state.ResultSelector === undefined ? result : fillTemplate(state.ResultSelector, { input: result, context });
  const combined = applyResultPath(state.ResultPath, raw, selected);
  return applyOutputPath(state.OutputPath, { input: combined, context });
}

/** Puts a result into the input: `$` (the default) replaces it, `null` discards the result. */
export function applyResultPath(resultPath: string | null | undefined, raw: Json, result: Json): Json {
  if (resultPath === null) return raw;
  const segments = parseReferencePath(resultPath ?? '$')?.segments ?? [];
  const combined = withValueAt(raw, segments, result);
  if (combined !== undefined) return combined;
  throw new StateFailedError(
    'States.ResultPathMatchFailure',
    `Unable to apply step "${resultPath}" to input ${JSON.stringify(raw)}`,
  );
}

/** What OutputPath selects; `null` selects nothing, an empty object. */
export function applyOutputPath(outputPath: string | null | undefined, scope: PathScope): Json {
  return selectPath('OutputPath', outputPath, scope);
}

function selectPath(field: string, text: string | null | undefined, scope: PathScope): Json {
  if (text === null) return {};
  if (text === undefined) return scope.input;
  const path = parseReferencePath(text);
  const value = path === undefined ? undefined : valueAt(path, scope);
  if (value !== undefined) return value;
  throw runtimeFailure(`Invalid path '${text}': ${field} references a value that is not there.`);
}

/**
 * The value as the text that the history keeps.
 * @throws StateFailedError `States.DataLimitExceeded` beyond 256 KiB
 */
export function serialize(value: Json, producer: string): string {
  const text = JSON.stringify(value);
  if (Buffer.byteLength(text) <= PAYLOAD_LIMIT_BYTES) return text;
  throw new StateFailedError(
    'States.DataLimitExceeded',
    `The state/task '${producer}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}
