/** Items of DynamoDB as plain JSON. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type * as z from 'zod/mini';

/** An item in plain JSON. */
export type PlainItem = Readonly<Record<string, unknown>>;

/** Those of the items that fit a schema. One that does not is no error: a list must not end at what a later version wrote. */
export const readItems = <Schema extends z.ZodMiniType>(
  items: readonly Readonly<Record<string, AttributeValue>>[] | undefined,
  schema: Schema,
): z.output<Schema>[] =>
  (items ?? []).flatMap((item) => {
    const parsed = schema.safeParse(toPlainItem(item));
    return parsed.success ? [parsed.data] : [];
  });

/** What nobody but a stranger would have written into the catalog, binary values and sets, becomes `null`. */
export const toPlainItem = (item: Readonly<Record<string, AttributeValue>>): PlainItem =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toPlainValue(value)]));

function toPlainValue(value: AttributeValue): unknown {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.L !== undefined) return value.L.map(toPlainValue);
  return value.M === undefined ? null : toPlainItem(value.M);
}
