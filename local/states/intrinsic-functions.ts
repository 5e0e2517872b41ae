import { createHash, randomUUID } from 'node:crypto';
import { StateFailedError } from './errors.ts';
import { isObject, type Json } from './json.ts';

interface IntrinsicFunction {
  /** How many arguments it takes, at least and at most. */
  readonly arity: readonly [number, number];
  run(args: readonly Json[]): Json;
}

/** The states guide allows 10,000 characters to be hashed. */
const HASH_LIMIT = 10_000;
const HASHES = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
]);

/**
 * The intrinsic functions that we have, by name. Any other is refused when a definition is loaded.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
export const INTRINSIC_FUNCTIONS: ReadonlyMap<string, IntrinsicFunction> = new Map<string, IntrinsicFunction>([
  ['States.Array', { arity: [0, Number.POSITIVE_INFINITY], run: (args) => [...args] }],
  ['States.ArrayLength', { arity: [1, 1], run: ([array]) => arrayLength(array) }],
  ['States.Format', { arity: [1, Number.POSITIVE_INFINITY], run: ([template, ...args]) => format(template, args) }],
  ['States.Hash', { arity: [2, 2], run: ([data, algorithm]) => hash(data, algorithm) }],
  ['States.JsonMerge', { arity: [3, 3], run: ([first, second, deep]) => merge(first, second, deep) }],
  ['States.JsonToString', { arity: [1, 1], run: ([value]) => JSON.stringify(value) }],
  ['States.StringToJson', { arity: [1, 1], run: ([text]) => parse(text) }],
  ['States.UUID', { arity: [0, 0], run: () => randomUUID() }],
]);

/** `States.IntrinsicFailure`, which a Catch may name: the function was called with something it cannot use. */
export function intrinsicFailure(cause: string): StateFailedError {
  return new StateFailedError('States.IntrinsicFailure', cause);
}

/** Takes the backslashes off `\'`, `\\`, `\{` and `\}`. */
export function withoutBackslashes(raw: string): string {
  return raw.replace(/\\(['\\{}])/g, '$1');
}

function arrayLength(array: Json | undefined): number {
  if (!Array.isArray(array)) throw intrinsicFailure(`States.ArrayLength needs an array, found ${describe(array)}.`);
  return array.length;
}

function format(template: Json | undefined, args: readonly Json[]): string {
  if (typeof template !== 'string') {
    throw intrinsicFailure(`States.Format needs a text first, found ${describe(template)}.`);
  }
  const left = [...args];
  const places = template.match(/\\.|\{\}/gs)?.filter((token) => token === '{}').length ?? 0;
  if (places !== args.length) {
    throw intrinsicFailure(`States.Format has ${places} places {} and ${args.length} values: ${template}`);
  }
  return template.replace(/\\(['\\{}])|\{\}/g, (_, escaped?: string) => escaped ?? formatted(left.shift()));
}

function formatted(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null) {
    throw intrinsicFailure('States.Format takes no objects and arrays; put States.JsonToString around them.');
  }
  return JSON.stringify(value);
}

function hash(data: Json | undefined, algorithm: Json | undefined): string {
  const name = typeof algorithm === 'string' ? HASHES.get(algorithm) : undefined;
  if (name === undefined) {
    throw intrinsicFailure(`States.Hash knows ${[...HASHES.keys()].join(', ')}, found ${describe(algorithm)}.`);
  }
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  if (text.length > HASH_LIMIT)
    throw intrinsicFailure(`States.Hash takes ${HASH_LIMIT} characters, found ${text.length}.`);
  return createHash(name).update(text).digest('hex');
}

function merge(first: Json | undefined, second: Json | undefined, deep: Json | undefined): Json {
  if (deep !== false)
    throw intrinsicFailure('States.JsonMerge has only the shallow mode: its third argument is false.');
  if (!isObject(first) || !isObject(second)) throw intrinsicFailure('States.JsonMerge needs two objects.');
  return { ...first, ...second };
}

function parse(text: Json | undefined): Json {
  if (typeof text !== 'string') throw intrinsicFailure(`States.StringToJson needs a text, found ${describe(text)}.`);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw intrinsicFailure(`States.StringToJson was given a text that is no JSON: ${text.slice(0, 200)}`);
  }
}

function describe(value: Json | undefined): string {
  return JSON.stringify(value)?.slice(0, 200) ?? 'nothing';
}
