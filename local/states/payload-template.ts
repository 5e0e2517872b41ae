import { runtimeFailure } from './errors.ts';
import { evaluateIntrinsic } from './intrinsics.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { type PathScope, parseReferencePath, valueAt } from './reference-path.ts';

/**
 * Fills in a payload template: fields ending in `.$` are paths or intrinsic functions, the rest stands as it is.
 * @see https://states-language.net/spec.html#payload-template
 * @throws StateFailedError
 */
export function fillTemplate(template: Json, scope: PathScope): Json {
  if (Array.isArray(template)) return template.map((element) => fillTemplate(element, scope));
  if (!isObject(template)) return template;
  const filled: JsonObject = {};
  for (const [key, value] of Object.entries(template)) {
    if (key.endsWith('.$') && typeof value === 'string') filled[key.slice(0, -2)] = resolve(key, value, scope);
    else filled[key] = fillTemplate(value, scope);
  }
  return filled;
}

function resolve(key: string, text: string, scope: PathScope): Json {
  if (!text.startsWith('$')) return evaluateIntrinsic(text, scope);
  const path = parseReferencePath(text);
  const value = path === undefined ? undefined : valueAt(path, scope);
  if (value !== undefined) return value;
  const searched = text.startsWith('$$') ? scope.context : scope.input;
  throw runtimeFailure(
    `The JSONPath '${text}' specified for the field '${key}' could not be found in the input '${JSON.stringify(searched)}'`,
  );
}
