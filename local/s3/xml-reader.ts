import { S3Error } from './s3-error.ts';

/** An element of a request's body: its text, and its elements in order. Attributes are of no use here. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

interface OpenElement {
  readonly name: string;
  text: string;
  readonly children: XmlElement[];
}

// In this order: declaration or instruction, comment, CDATA, closing tag, opening (or empty) tag, text. What has to
// follow a name keeps an unclosed tag of megabytes from being read once for each of the name's characters.
const TOKEN =
  /<\?[^>]*\?>|<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([^\s<>/]+)\s*>|<([^\s<>/!?]+)(?=[\s/>])([^<>]*?)(\/?)>|([^<]+)/gy;

/**
 * Reads the small XML bodies that S3 requests carry, and no more of XML than they use.
 *
 * @throws {S3Error} `MalformedXML` when the text is not one well-formed element.
 */
export function readXml(source: string): XmlElement {
  const document: OpenElement = { name: '', text: '', children: [] };
  const open = [document];
  let position = 0;
  for (const match of source.trim().matchAll(TOKEN)) {
    position += match[0].length;
    readToken(match, open);
  }
  const root = document.children[0];
  const isWhole = position === source.trim().length && open.length === 1 && document.children.length === 1;
  if (!isWhole || root === undefined || document.text.trim() !== '') throw new S3Error('MalformedXML');
  return root;
}

/** The text of the first child of that name. */
export function childText(parent: XmlElement, name: string): string | undefined {
  return parent.children.find((child) => child.name === name)?.text;
}

function readToken(match: RegExpMatchArray, open: OpenElement[]): void {
  const [, cdata, closing, opening, , slash, text] = match;
  const current = open.at(-1);
  if (current === undefined) throw new S3Error('MalformedXML');
  if (cdata !== undefined) current.text += cdata;
  if (text !== undefined) current.text += unescapeText(text);
  if (closing !== undefined) {
    if (closing !== current.name) throw new S3Error('MalformedXML');
    open.pop();
  }
  if (opening !== undefined) {
    const child: OpenElement = { name: opening, text: '', children: [] };
    current.children.push(child);
    if (slash === '') open.push(child);
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeText(text: string): string {
  return text.replace(/&(#x[0-9a-fA-F]+|#[0-9]+|[a-z]+);|&/g, (_, reference: string | undefined) => {
    const character = reference === undefined ? undefined : resolveReference(reference);
    if (character === undefined) throw new S3Error('MalformedXML');
    return character;
  });
}

function resolveReference(reference: string): string | undefined {
  if (!reference.startsWith('#')) return ENTITIES[reference];
  const isHex = reference[1] === 'x';
  const code = Number.parseInt(reference.slice(isHex ? 2 : 1), isHex ? 16 : 10);
  const character = code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
  // Half of a surrogate pair is no character of XML.
  return character?.isWellFormed() ? character : undefined;
}
