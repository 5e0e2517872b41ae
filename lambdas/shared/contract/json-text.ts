/**
 * Text of JSON that came from outside. `JSON.parse` takes brackets of any depth, `JSON.stringify` overflows the stack at
 * some thousands, and an event of 256 KB has room for 130,000: it has to be refused by name like any other.
 */
import * as z from 'zod/mini';

/** What a text of JSON says; `undefined` where it is none, or is not there: to be judged by a schema, as any other fault. */
export function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads a text as JSON within a schema; a text that is none is a fault of the value. */
export const fromJsonText = z.transform((value: string, { issues }): unknown => {
  try {
    return JSON.parse(value);
  } catch {
    issues.push({ code: 'custom', input: value, message: 'is not JSON' });
    return z.NEVER;
  }
});

/** Far deeper than anything that is meant. */
const deepestText = 500;

/** The first characters of a value's JSON, for a message. */
export function jsonExcerptOf(value: unknown, maxLength: number): string {
  if (isNestedDeeper(value, deepestText))
    return `JSON that is nested more than ${deepestText} deep`.slice(0, maxLength);
  return (JSON.stringify(value) ?? 'nothing').slice(0, maxLength);
}

/** Whether arrays and objects are nested in each other more than so many times. */
export function isNestedDeeper(value: unknown, levels: number): boolean {
  // Level by level, since a call for each would overflow the stack as well.
  let containers = [value].filter(isContainer);
  for (let depth = 0; depth < levels && containers.length > 0; depth++) {
    containers = containers.flatMap((container) => Object.values(container).filter(isContainer));
  }
  return containers.length > 0;
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;
