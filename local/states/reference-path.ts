import { isObject, type Json, propertyOf } from './json.ts';

/** A reference path of the States Language: one place in the data, `$`, or in the context object, `$$`. */
export interface ReferencePath {
  readonly text: string;
  readonly root: 'input' | 'context';
  readonly segments: readonly (string | number)[];
}

/** What a path is looked up in. */
export interface PathScope {
  readonly input: Json;
  readonly context: Json;
}

const SEGMENT = /\.([\p{L}\p{N}_-]+)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/uy;

/**
 * Reads a reference path: `$.a.b[0]`, `$['a b']`, `$$.Execution.Name`.
 * @returns undefined for anything else, such as wildcards, slices, filters and functions, which we do not have.
 */
export function parseReferencePath(text: string): ReferencePath | undefined {
  const root = text.startsWith('$$') ? 'context' : text.startsWith('$') ? 'input' : undefined;
  if (root === undefined) return undefined;
  const segments: (string | number)[] = [];
  SEGMENT.lastIndex = root === 'context' ? 2 : 1;
  while (SEGMENT.lastIndex < text.length) {
    const match = SEGMENT.exec(text);
    if (match === null) return undefined;
    segments.push(segmentOf(match));
  }
  return { text, root, segments };
}

function segmentOf([, name, index, single, double]: RegExpExecArray): string | number {
  if (name !== undefined) return name;
  if (index !== undefined) return Number(index);
  return (single ?? double ?? '').replace(/\\(.)/g, '$1');
}

/** The value at the path, or undefined where there is none; a JSON `null` is a value. */
export function valueAt(path: ReferencePath, scope: PathScope): Json | undefined {
  let value: Json | undefined = path.root === 'context' ? scope.context : scope.input;
  for (const segment of path.segments) {
    if (Array.isArray(value)) value = typeof segment === 'number' ? value[segment] : undefined;
    else if (isObject(value)) value = propertyOf(value, String(segment));
    else return undefined;
  }
  return value;
}

/**
 * A copy of `target` with `value` at the segments; missing objects are made on the way, as ResultPath demands.
 * @returns undefined when something on the way is there already and is neither object nor array.
 */
export function withValueAt(target: Json, segments: readonly (string | number)[], value: Json): Json | undefined {
  const [segment, ...rest] = segments;
  if (segment === undefined) return value;
  if (Array.isArray(target)) {
    const before = typeof segment === 'number' ? target[segment] : undefined;
    if (typeof segment !== 'number' || before === undefined) return undefined;
    const inner = withValueAt(before, rest, value);
    return inner === undefined ? undefined : target.with(segment, inner);
  }
  if (!isObject(target)) return undefined;
  const before = propertyOf(target, String(segment));
  const inner = withValueAt(before === undefined ? {} : before, rest, value);
  return inner === undefined ? undefined : { ...target, [segment]: inner };
}
