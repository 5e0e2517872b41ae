/** What the checks share that look at several keys of the configuration at once. */
import * as z from 'zod/mini';

/** A fault that only several keys together have. */
export interface Fault {
  readonly path: (string | number)[];
  readonly input: unknown;
  readonly message: string;
}

/** Reads a key loosely: one that has a fault of its own is reported for that one, and counts as absent here. */
export const loosely = <T extends z.core.$ZodType>(schema: T) => z.catch(z.optional(schema), undefined);
