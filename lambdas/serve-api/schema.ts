/** Input and output of serve-api: a request to its function URL, as CloudFront hands it on, and the answer. */
import * as z from 'zod/mini';

/**
 * Payload format 2.0, what is read of it.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export const requestSchema = z.object({
  rawPath: z.string(),
  rawQueryString: z._default(z.string(), ''),
  /** Names in small letters; a name that comes twice has its values joined by commas. */
  headers: z._default(z.record(z.string(), z.string()), {}),
  requestContext: z.object({ http: z.object({ method: z.string() }) }),
});
export type ApiRequest = z.infer<typeof requestSchema>;

/** What the function URL turns into an HTTP response. */
export interface ApiAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
