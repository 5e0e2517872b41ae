import { parseReferencePath, type ReferencePath } from './reference-path.ts';

/** One argument, or a whole call, of an intrinsic function. */
export type IntrinsicExpression =
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly IntrinsicExpression[] }
  | { readonly kind: 'path'; readonly path: ReferencePath }
  /** `raw` still has its backslashes: States.Format must tell `\{` from `{`. */
  | { readonly kind: 'text'; readonly raw: string }
  | { readonly kind: 'literal'; readonly value: number | boolean | null };

/** The text is no intrinsic function that can be read; the message says where it went wrong. */
export class IntrinsicSyntaxError extends Error {
  override readonly name = 'IntrinsicSyntaxError';
}

const NAME = /States\.[A-Za-z0-9]+/y;
const TEXT = /'((?:[^'\\]|\\.)*)'/sy;
const LITERAL = /(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?=\s*[,)])/y;
// A path ends at a comma or bracket, but those may stand inside a quoted segment: $['a, b'].
const PATH = /\$\$?(?:\.[\p{L}\p{N}_-]+|\[(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\]'"]*)\])*/uy;

/**
 * Reads an intrinsic function such as `States.Format('{}-{}', $.a, States.Hash($.b, 'SHA-256'))`.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 * @throws IntrinsicSyntaxError
 */
export function parseIntrinsic(text: string): IntrinsicExpression {
  const reader = new Reader(text);
  const call = readCall(reader);
  if (!reader.atEnd) throw reader.fault('the end');
  return call;
}

function readCall(reader: Reader): IntrinsicExpression {
  const name = reader.take(NAME)?.[0];
  if (name === undefined) throw reader.fault('the name of a function, States.…');
  reader.expect('(');
  const args: IntrinsicExpression[] = [];
  while (!reader.accept(')')) {
    if (args.length > 0) reader.expect(',');
    args.push(readArgument(reader));
  }
  return { kind: 'call', name, arguments: args };
}

function readArgument(reader: Reader): IntrinsicExpression {
  const raw = reader.take(TEXT)?.[1];
  if (raw !== undefined) return { kind: 'text', raw };
  const literal = reader.take(LITERAL)?.[1];
  if (literal !== undefined) return { kind: 'literal', value: JSON.parse(literal) };
  const pathText = reader.take(PATH)?.[0];
  if (pathText === undefined) return readCall(reader);
  const path = parseReferencePath(pathText);
  if (path === undefined) throw new IntrinsicSyntaxError(`'${pathText}' is no reference path.`);
  return { kind: 'path', path };
}

class Reader {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    this.#skipSpace();
    return this.#offset === this.#text.length;
  }

  take(pattern: RegExp): RegExpExecArray | undefined {
    this.#skipSpace();
    pattern.lastIndex = this.#offset;
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.#offset = pattern.lastIndex;
    return match;
  }

  accept(character: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#offset] !== character) return false;
    this.#offset += 1;
    return true;
  }

  expect(character: string): void {
    if (!this.accept(character)) throw this.fault(`'${character}'`);
  }

  fault(expected: string): IntrinsicSyntaxError {
    return new IntrinsicSyntaxError(`Expected ${expected} at character ${this.#offset} of: ${this.#text}`);
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.#offset] ?? '')) this.#offset += 1;
  }
}
