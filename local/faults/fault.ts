/** What can be made to go wrong with a call of a service, at the level of HTTP. */

/**
 * - `throttling`, `server-error`, `access-denied`: the service's own answers of that kind; nothing is done.
 * - `timeout`: nothing is done and nothing is answered; the connection stays open.
 * - `connection-reset`: the call is carried out, and the connection breaks instead of the answer: what was done is done.
 * - `malformed-answer`: nothing is done, and the answer, with status 200, is a page of HTML.
 * - `truncated-body`: the call is carried out, and the connection breaks in the middle of the answer's body.
 */
export const faults = [
  'throttling',
  'server-error',
  'timeout',
  'connection-reset',
  'access-denied',
  'malformed-answer',
  'truncated-body',
] as const;

/** One of {@link faults}. */
export type Fault = (typeof faults)[number];
