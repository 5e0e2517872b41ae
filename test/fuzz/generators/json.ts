import * as fc from 'fast-check';
import { editText, type TextEdit, textEdits } from './text.ts';

/** One change of a JSON document, at a node that is counted from its root. */
export interface JsonEdit {
  readonly kind: 'remove' | 'replace' | 'rename' | 'add' | 'wrap' | 'repeat' | 'edit-string' | 'copy-from';
  readonly node: number;
  readonly other: number;
  readonly key: string;
  readonly value: unknown;
  readonly textEdits: readonly TextEdit[];
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Stands for brackets, which JSON.stringify would overflow the stack with; see {@link toJsonText}. */
const deepMark = (depth: number): string => `\u0001deep ${depth}\u0001`;

const HOSTILE_VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e308, -1e308, 2 ** 53, 8.64e15 + 1, '', ' ', '0', [], {}, [null], [[]]],
  ...['x'.repeat(100), 'x'.repeat(20_000), { a: { b: {} } }, Array.from({ length: 50 }, () => 0), { length: 3 }],
  ...[
    '2026-06-23T20:12:41Z',
    '0000-01-01T00:00:00+23:59',
    '9999-12-31T23:59:60Z',
    '2026-06-23T20:12:41.1234567890+14:00',
  ],
  ...['-', '..', 'a/../b', '%', 'arn:aws:ivs:us-west-2:123456789012:channel/x', deepMark(30), deepMark(9000)],
];

const HOSTILE_KEYS = [
  '__proto__',
  'constructor',
  'toString',
  'length',
  '',
  'a',
  '0',
  '\0',
  'Records',
  'detail-type',
  'then',
];

/** @param fragments that strings are changed with @param keys of the format */
export function jsonEdit(fragments: readonly string[] = [], keys: readonly string[] = []): fc.Arbitrary<JsonEdit> {
  return fc.record({
    kind: fc.constantFrom(
      ...(['remove', 'replace', 'replace', 'rename', 'add', 'wrap', 'repeat'] as const),
      ...(['edit-string', 'edit-string', 'edit-string', 'copy-from'] as const),
    ),
    node: fc.nat(),
    other: fc.nat(),
    key: fc.constantFrom(...keys, ...HOSTILE_KEYS),
    value: fc.oneof(fc.constantFrom(...HOSTILE_VALUES), fc.jsonValue({ maxDepth: 2 })),
    textEdits: textEdits(fragments, 2),
  });
}

export const jsonEdits = (
  fragments: readonly string[] = [],
  keys: readonly string[] = [],
  maxLength = 3,
): fc.Arbitrary<readonly JsonEdit[]> => fc.array(jsonEdit(fragments, keys), { maxLength });

/** A changed copy. */
export function editJson(document: unknown, edits: readonly JsonEdit[]): unknown {
  const root: { root: Json } = { root: copyOf(document as Json) };
  for (const edit of edits) editOnce(root, edit);
  return root.root;
}

/** In a fifth of the time of `structuredClone`. */
function copyOf(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  const copy: { [key: string]: Json } = {};
  for (const [key, inner] of Object.entries(value)) {
    if (key === '__proto__') setAt({ holder: copy, key }, copyOf(inner));
    else copy[key] = copyOf(inner);
  }
  return copy;
}

/** Text of a document of {@link editJson}, with brackets as deep as it says. */
export function toJsonText(document: unknown): string {
  const text = JSON.stringify(document) ?? 'null';
  return text.replaceAll(/(?<!\\)"\\u0001deep (\d{1,4})\\u0001"/g, (_, digits: string) => {
    const depth = Math.max(1, Number(digits));
    return '['.repeat(depth) + ']'.repeat(depth);
  });
}

/** A changed document as its reader meets it: from JSON, so that `__proto__` is a key like any other. */
export const parsedJson = (document: unknown, edits: readonly JsonEdit[]): unknown =>
  JSON.parse(toJsonText(editJson(document, edits)));

interface Place {
  readonly holder: Record<string, Json>;
  readonly key: string;
}

/** Every node but the innermost of very long lists, in the order of the text. */
function placesIn(root: { root: Json }): Place[] {
  const places: Place[] = [{ holder: root as Record<string, Json>, key: 'root' }];
  for (let next = 0; next < places.length && places.length < 2000; next++) {
    const value = valueAt(places[next]!);
    if (typeof value !== 'object' || value === null) continue;
    for (const key of Object.keys(value)) places.push({ holder: value as Record<string, Json>, key });
  }
  return places;
}

const valueAt = ({ holder, key }: Place): Json => Object.getOwnPropertyDescriptor(holder, key)?.value ?? null;

/** Also a key of `__proto__` is then one. */
function setAt({ holder, key }: Place, value: unknown): void {
  if (Array.isArray(holder) && !/^\d{1,3}$/.test(key)) return;
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

type Editor = (place: Place, edit: JsonEdit, places: readonly Place[]) => void;

const editors: Record<JsonEdit['kind'], Editor> = {
  remove,
  replace: (place, { value }) => setAt(place, copyOf(value as Json)),
  rename: (place, { key }) => {
    const old = valueAt(place);
    remove(place);
    setAt({ holder: place.holder, key }, old);
  },
  add: (place, { key, value }) => add(valueAt(place), key, copyOf(value as Json)),
  wrap: (place, { other, key }) => setAt(place, other % 2 === 0 ? [valueAt(place)] : { [key]: valueAt(place) }),
  repeat: (place) => {
    const old = valueAt(place);
    setAt(place, Array.isArray(old) ? [...old, ...old] : [old, old]);
  },
  'copy-from': (place, { other }, places) => setAt(place, copyOf(valueAt(places[other % places.length]!))),
  'edit-string': (_, { node, textEdits }, places) => editString(places, node, textEdits),
};

function editOnce(root: { root: Json }, edit: JsonEdit): void {
  const places = placesIn(root);
  editors[edit.kind](places[edit.node % places.length]!, edit, places);
}

function remove({ holder, key }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else if (key !== 'root') delete holder[key];
}

function add(old: Json, key: string, value: unknown): void {
  if (Array.isArray(old)) old.push(value as Json);
  else if (typeof old === 'object' && old !== null) setAt({ holder: old, key }, value);
}

function editString(places: readonly Place[], node: number, edits: readonly TextEdit[]): void {
  const strings = places.filter((place) => typeof valueAt(place) === 'string');
  const place = strings[node % Math.max(1, strings.length)];
  if (place !== undefined) setAt(place, editText(String(valueAt(place)), edits));
}
