/**
 * The caller's own data: echoed in every message, and kept in the catalog, which does not take all that JSON can say.
 * What it would refuse is refused when the input is read, and not when a recording is about to be registered.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
import * as z from 'zod/mini';
import { isNestedDeeper } from './json-text.ts';

const maxBytes = 1024;
/** DynamoDB takes 32 levels of a whole item; the rest is room for what is around. */
const maxLevels = 20;
/** Bounds of DynamoDB's numbers, 0 aside. */
const [smallestNumber, largestNumber] = [1e-130, 9.99e125];

/** At most 1 KB of JSON, nested at most 20 deep; keys have a character, numbers are 0 or of 1E-130 to 9.99E+125. */
export const callerMetadataSchema = z.record(z.string(), z.unknown()).check(
  z.refine((metadata) => !isNestedDeeper(metadata, maxLevels), {
    error: `must be nested at most ${maxLevels} deep`,
    abort: true,
  }),
  z.refine((metadata) => Buffer.byteLength(JSON.stringify(metadata)) <= maxBytes, {
    error: `must be at most ${maxBytes} bytes of JSON`,
    abort: true,
  }),
  z.refine(isStorable, { error: 'must have keys of at least one character, and numbers within 1E-130 and 9.99E+125' }),
);
export type CallerMetadata = z.infer<typeof callerMetadataSchema>;

function isStorable(value: unknown): boolean {
  if (typeof value === 'number') return value === 0 || isInRange(Math.abs(value));
  if (Array.isArray(value)) return value.every(isStorable);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, each]) => key !== '' && isStorable(each));
}

const isInRange = (size: number): boolean => size >= smallestNumber && size <= largestNumber;
