/**
 * Cursors: where the next page begins. A cursor is the Base64 of a small JSON, no secret and no right: whatever one makes
 * up leads to a place in the same list, since channel and day come from the call itself. It names no recording but the
 * last that was answered; where the reading stopped among others, it tells a time.
 */
import * as z from 'zod/mini';
import { idPattern } from '../shared/contract/api.ts';
import { parseJson } from '../shared/contract/json-text.ts';
import type { ItemPosition } from '../shared/contract/listed-item.ts';
import { timestampSchema } from '../shared/contract/timestamp.ts';
import { RequestRefusedError } from './refusal.ts';

/** Goes on after a recording that was answered, or with what started before a time. */
export type Cursor = { readonly item: ItemPosition } | { readonly startedBefore: string };

const id = z.string().check(z.regex(idPattern));
const cursorSchema = z.union([
  z.strictObject({
    c: id,
    r: id,
    m: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z$/)),
    s: timestampSchema,
  }),
  z.strictObject({ b: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T[\d:.]{5,16}(Z|[+-]\d{2}:\d{2})$/)) }),
]);

/** Longer than any that is given out. */
const mostCharacters = 300;

/** Turns a cursor into text for a query. */
export function encodeCursor(cursor: Cursor): string {
  const short = 'item' in cursor ? shortOf(cursor.item) : { b: cursor.startedBefore };
  return Buffer.from(JSON.stringify(short)).toString('base64url');
}

function shortOf({ channelId, recordingKey, startedAt }: ItemPosition): z.infer<typeof cursorSchema> {
  const [minute = '', recordingId = ''] = recordingKey.split('#');
  return { c: channelId, r: recordingId, m: minute, s: startedAt };
}

/**
 * Reads one of the call that `isOfCall` knows its own by.
 * @throws RequestRefusedError
 */
export function decodeCursor(text: string, isOfCall: (cursor: Cursor) => boolean): Cursor {
  const cursor = text.length <= mostCharacters ? parse(text) : undefined;
  if (cursor !== undefined && isOfCall(cursor)) return cursor;
  throw new RequestRefusedError('cursor-invalid');
}

function parse(text: string): Cursor | undefined {
  const { data } = cursorSchema.safeParse(parseJson(Buffer.from(text, 'base64url').toString()));
  if (data === undefined) return undefined;
  if ('b' in data) return { startedBefore: data.b };
  return { item: { channelId: data.c, recordingKey: `${data.m}#${data.r}`, startedAt: data.s } };
}
