/** The namespace of S3's answers. */
const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** What an element holds: text, or elements already written. An undefined element is left out. */
export type XmlContent = string | number | boolean | ReadonlyArray<string | undefined>;

/** Writes one element; its text is escaped. */
export function element(name: string, content: XmlContent): string {
  const inner = Array.isArray(content) ? content.join('') : escapeText(String(content));
  return `<${name}>${inner}</${name}>`;
}

/** Writes an element if there is something to put into it. */
export function optionalElement(name: string, content: XmlContent | undefined): string | undefined {
  return content === undefined ? undefined : element(name, content);
}

/** Writes a whole answer, in S3's namespace unless another service's is given. */
export function xmlDocument(
  root: string,
  children: ReadonlyArray<string | undefined>,
  namespace: string = NAMESPACE,
): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${namespace}">${children.join('')}</${root}>`;
}

/** Writes the body of an error, which S3 puts into no namespace. */
export function errorDocument(fields: Readonly<Record<string, string | number>>): string {
  const children = Object.entries(fields).map(([name, value]) => element(name, value));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('Error', children)}`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

// Control characters go as references: a parser would turn a carriage return of a key into a line feed.
// biome-ignore lint/suspicious/noControlCharactersInRegex: keys may hold them
const SPECIAL = /[&<>"\u0000-\u001f\u007f]/g;

function escapeText(text: string): string {
  return text.replace(SPECIAL, (character) => ENTITIES[character] ?? `&#x${character.charCodeAt(0).toString(16)};`);
}
