import * as z from 'zod/mini';
import { jsonExcerptOf } from '../../lambdas/shared/contract/json-text.ts';

/** Characters of a value: enough to find it by. */
const mostQuoted = 1000;

/** Ends every refusal of something that the real service does and this one does not. */
export const notSupportedHere = 'is not supported by the local MediaConvert';

/**
 * One of MediaConvert's enumerations, of which the local service carries out `supported` only. A value that
 * MediaConvert itself does not know and one that only this service does not know are told apart.
 */
export function supportedValue<Supported extends string>(
  all: Readonly<Record<string, string>>,
  supported: readonly [Supported, ...Supported[]],
) {
  return z.literal([...supported], {
    error: ({ input }) => describeRefusedValue(input, Object.values(all), supported),
  });
}

/** An enumeration whose every value is accepted, since it changes nothing that a local run can show. */
export function anyValue<Value extends string>(all: Readonly<Record<string, Value>>) {
  const values = Object.values(all);
  return z.literal(values, { error: ({ input }) => describeRefusedValue(input, values, values) });
}

function describeRefusedValue(input: unknown, all: readonly string[], supported: readonly string[]): string {
  if (input === undefined) {
    return `is required: one of ${supported.join(', ')}`;
  }
  const isKnown = typeof input === 'string' && all.includes(input);
  const value = jsonExcerptOf(input, mostQuoted);
  return isKnown
    ? `the value ${value} ${notSupportedHere}; supported: ${supported.join(', ')}`
    : `${value} is not one of ${all.join(', ')}`;
}
