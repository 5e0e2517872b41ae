import type { ApiAnswer } from '../../../lambdas/serve-api/schema.ts';
import { type ServeApiPorts, serveApi } from '../../../lambdas/serve-api/serve-api.ts';

/** What a caller of the API sees. */
export interface Seen extends ApiAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers as they come
  readonly json: any;
}

/** Sends a request as CloudFront does. */
export async function callApi(
  ports: Omit<ServeApiPorts, 'hasOperatorView' | 'warn'> & Partial<ServeApiPorts>,
  url: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<Seen> {
  const [rawPath = '', rawQueryString = ''] = url.split('?');
  const { listOfChannel, listOfDay, listOfRecording, hasOperatorView = false, warn = () => {} } = ports;
  const answer = await serveApi(
    { rawPath, rawQueryString, headers, requestContext: { http: { method } } },
    { listOfChannel, listOfDay, listOfRecording, hasOperatorView, warn },
  );
  return {
    ...answer,
    json: answer.headers['content-type']?.includes('json') && answer.body ? JSON.parse(answer.body) : undefined,
  };
}
