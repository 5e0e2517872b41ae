/** What only the page itself may ask for, and how it is answered. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Another site may send a request here, but not under this origin, nor find this host under its own name. */
export function isFromThisPage({ headers: { host = '', origin } }: IncomingMessage): boolean {
  return /^127\.0\.0\.1:\d+$/.test(host) && origin === `http://${host}`;
}

/** Answers whoever may not. */
export const refuseOthers = (response: ServerResponse): void =>
  sendJson(response, 403, { title: 'Only the page itself may do this' });

/** Sends an answer that nobody keeps. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
