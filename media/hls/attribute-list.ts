import { parseDecimalFloat, parseDecimalInteger } from './decimal.ts';
import type { PlaylistLines } from './playlist-lines.ts';

const ATTRIBUTE_NAME = /^[A-Z0-9-]+$/;
const COMMA = 0x2c;
const QUOTE = 0x22;

/** No tag that is read here defines more than 17 attributes; the cap bounds the memory that a hostile line takes. */
const MAX_ATTRIBUTES = 256;

const GRAMMAR = 'NAME=value pairs with one comma and no spaces between them, each name once (RFC 8216 §4.2)';

/**
 * The attribute list of one tag (RFC 8216 §4.2). Each getter demands the type that the attribute is defined with;
 * attributes that nobody asks for are ignored (§6.3.1).
 */
export class AttributeList {
  readonly #lines: PlaylistLines;
  /** Values as written: a quoted-string keeps its quotes, so that a getter can tell the types apart. */
  readonly #values: ReadonlyMap<string, string>;

  /** Reads the value of the current tag. @throws PlaylistInvalidError `attribute-list-malformed` */
  constructor(lines: PlaylistLines) {
    this.#lines = lines;
    this.#values = readAttributes(lines);
  }

  /** A quoted-string, without its quotes. */
  quotedString(name: string): string | undefined {
    const value = this.#values.get(name);
    if (value === undefined) return undefined;
    if (value.charCodeAt(0) !== QUOTE) throw this.#malformed(name, 'a quoted-string');
    return value.slice(1, -1);
  }

  /** An enumerated-string. */
  enumeratedString(name: string): string | undefined {
    return this.#unquoted(name, 'an enumerated-string');
  }

  /** A decimal-integer. */
  integer(name: string): number | undefined {
    const value = this.#unquoted(name, 'a decimal-integer');
    return value === undefined ? undefined : this.#number(name, parseDecimalInteger(value), 'a decimal-integer');
  }

  /** A decimal-floating-point. */
  float(name: string): number | undefined {
    const value = this.#unquoted(name, 'a decimal number');
    return value === undefined ? undefined : this.#number(name, parseDecimalFloat(value), 'a decimal number');
  }

  /** A decimal-resolution, such as `1280x720`. */
  resolution(name: string): { width: number; height: number } | undefined {
    const type = 'two decimal-integers separated by x';
    const value = this.#unquoted(name, type);
    if (value === undefined) return undefined;
    const x = value.indexOf('x');
    const width = parseDecimalInteger(value.slice(0, Math.max(0, x)));
    const height = parseDecimalInteger(value.slice(x + 1));
    return { width: this.#number(name, width, type), height: this.#number(name, height, type) };
  }

  /** The value of any type, as written. */
  raw(name: string): string | undefined {
    return this.#values.get(name);
  }

  /** All attributes as they are written, with changes: a value of `undefined` takes one away. */
  write(changes: Readonly<Record<string, string | undefined>>): string {
    return [...this.#values]
      .map(([name, value]) => [name, Object.hasOwn(changes, name) ? changes[name] : value] as const)
      .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
      .join(',');
  }

  /** Insists on an attribute that its tag requires. @throws PlaylistInvalidError `attribute-missing` */
  required<Value>(name: string, value: Value | undefined, section: string): Value {
    if (value !== undefined) return value;
    throw this.#lines.invalid('attribute-missing', `the attribute ${name} (RFC 8216 ${section})`);
  }

  #unquoted(name: string, type: string): string | undefined {
    const value = this.#values.get(name);
    if (value?.charCodeAt(0) === QUOTE) throw this.#malformed(name, type);
    return value;
  }

  #number(name: string, number: number, type: string): number {
    return this.#lines.checked(number, 'attribute-malformed', `${name} to be ${type} (RFC 8216 §4.2)`);
  }

  #malformed(name: string, type: string): Error {
    return this.#lines.invalid('attribute-malformed', `${name} to be ${type} (RFC 8216 §4.2)`);
  }
}

function readAttributes(lines: PlaylistLines): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const text = lines.value;
  let at = 0;
  while (at < text.length) {
    const equals = text.indexOf('=', at);
    const name = text.slice(at, Math.max(at, equals));
    const end = valueEnd(text, equals + 1);
    const isLast = end === text.length;
    const isFollowed = text.charCodeAt(end) === COMMA && end + 1 < text.length;
    if (!ATTRIBUTE_NAME.test(name) || values.has(name) || end < 0 || !(isLast || isFollowed)) {
      throw lines.invalid('attribute-list-malformed', GRAMMAR);
    }
    if (values.size === MAX_ATTRIBUTES) {
      throw lines.invalid('attribute-list-malformed', `at most ${MAX_ATTRIBUTES} attributes`);
    }
    values.set(name, text.slice(equals + 1, end));
    at = end + 1;
  }
  return values;
}

/** @returns where the value that begins at `start` ends, or −1 when it is empty, unclosed, or holds a stray quote */
function valueEnd(text: string, start: number): number {
  if (text.charCodeAt(start) === QUOTE) return text.indexOf('"', start + 1) + 1 || -1;
  const comma = text.indexOf(',', start);
  const end = comma < 0 ? text.length : comma;
  return end === start || /["\s]/.test(text.slice(start, end)) ? -1 : end;
}
