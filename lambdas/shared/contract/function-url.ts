/** Requests to a function URL, as CloudFront hands them on, and answers. */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';

/**
 * Payload format 2.0, what is read of it.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export const functionUrlRequestSchema = z.object({
  rawPath: z.string(),
  rawQueryString: z._default(z.string(), ''),
  /** Names in small letters; a name that comes twice has its values joined by commas. */
  headers: z._default(z.record(z.string(), z.string()), {}),
  requestContext: z.object({ http: z.object({ method: z.string() }) }),
});
export type FunctionUrlRequest = z.infer<typeof functionUrlRequestSchema>;

/** What the function URL turns into an HTTP response. */
export interface FunctionUrlAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A strong ETag of what is answered. */
export const entityTagOf = (body: string): string =>
  `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;

/**
 * Whether the caller has what the tag is of. Compared weakly, since CloudFront makes an ETag weak when it compresses.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
 */
export function isKnownTo({ headers }: Pick<FunctionUrlRequest, 'headers'>, entityTag: string): boolean {
  const tags = (headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(entityTag) || tags.includes('*');
}
