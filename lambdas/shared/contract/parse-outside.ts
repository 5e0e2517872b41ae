import type * as z from 'zod/mini';

/** A value that fits its schema, or what is wrong with it. */
export type OutsideParse<Value> =
  | { readonly success: true; readonly data: Value }
  | { readonly success: false; readonly issues: readonly z.core.$ZodIssue[] };

/**
 * Parses what came from outside. Where a text or a list is to be, zod compares the `length` of whatever is there, and so
 * throws at `{"length":{"toString":1}}`, a value like any other in JSON; here that is a fault of the value.
 *
 * @param error Words for issues whose schema has none.
 */
export function parseOutside<Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
  params: { readonly error: z.core.$ZodErrorMap; readonly reportInput?: boolean },
): OutsideParse<z.output<Schema>> {
  try {
    const result = schema.safeParse(value, params);
    return result.success ? result : { success: false, issues: result.error.issues };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const message = 'holds an object where a text or a list is to be, with a length that is no number';
    return { success: false, issues: [{ code: 'custom', path: [], message, input: undefined }] };
  }
}
