/** What only the page itself may ask for, and how it is answered. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers what the page asks for; what does something, as all but a GET may, is refused to anybody else. */
export async function answerOwn(
  request: IncomingMessage,
  response: ServerResponse,
  answer: () => void | Promise<void>,
): Promise<void> {
  if (request.method !== 'GET' && !isFromThisPage(request))
    sendJson(response, 403, { title: 'Only the page itself may do this' });
  else await answer();
}

/** Another site may send a request here, but not under this origin, nor find this host under its own name. */
const isFromThisPage = ({ headers: { host = '', origin } }: IncomingMessage): boolean =>
  /^127\.0\.0\.1:\d+$/.test(host) && origin === `http://${host}`;

/** Sends an answer that nobody keeps. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
