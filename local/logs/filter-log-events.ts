/**
 * FilterLogEvents: what a log group holds of a span of time.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
import * as z from 'zod/mini';
import type { LogEvent, LogGroups } from './log-groups.ts';

/** A request that is refused, with the code that CloudWatch Logs has for it. */
export class LogsRefusedError extends Error {
  override readonly name = 'LogsRefusedError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** CloudWatch's own limit and default. */
const mostEvents = 10_000;

const milliseconds = z.optional(z.int().check(z.nonnegative()));
const requestSchema = z.object({
  logGroupName: z.optional(z.string()),
  /** The name, or the ARN. */
  logGroupIdentifier: z.optional(z.string()),
  startTime: milliseconds,
  endTime: milliseconds,
  limit: z.optional(z.int().check(z.gte(1), z.lte(mostEvents))),
  nextToken: z.optional(z.string()),
  // Has no effect in CloudWatch either, for years.
  interleaved: z.optional(z.boolean()),
});
type FilterRequest = z.infer<typeof requestSchema>;

/** The answer, in the words of the API. */
export interface FilterAnswer {
  readonly events: readonly LogEvent[];
  readonly nextToken?: string;
  readonly searchedLogStreams: readonly never[];
}

/** Answers one request. @throws LogsRefusedError */
export function filterLogEvents(groups: LogGroups, body: unknown): FilterAnswer {
  const request = parseRequest(body);
  const { startTime = 0, endTime = Number.POSITIVE_INFINITY, limit = mostEvents, nextToken } = request;
  const all = groups.eventsOf(nameOf(request));
  if (all === undefined)
    throw new LogsRefusedError('ResourceNotFoundException', 'The specified log group does not exist.');
  const wanted = all.filter(({ timestamp }) => timestamp >= startTime && timestamp <= endTime);
  const begin = nextToken === undefined ? 0 : indexAfter(wanted, nextToken);
  const events = wanted.slice(begin, begin + limit);
  const last = events.at(-1);
  const isMore = last !== undefined && begin + limit < wanted.length;
  return { events, searchedLogStreams: [], ...(isMore ? { nextToken: encode(last.eventId) } : {}) };
}

const known = new Set<string>(Object.keys(requestSchema.shape));

function parseRequest(body: unknown): FilterRequest {
  const given = typeof body === 'object' && body !== null ? Object.keys(body) : [];
  const unknown = given.filter((name) => !known.has(name));
  if (unknown.length > 0) throw invalid(`The local CloudWatch Logs has no ${unknown.join(', ')} of FilterLogEvents.`);
  const request = requestSchema.safeParse(body);
  if (!request.success) throw invalid(z.prettifyError(request.error));
  if ((request.data.startTime ?? 0) > (request.data.endTime ?? Number.POSITIVE_INFINITY))
    throw invalid('endTime must not be earlier than startTime.');
  return request.data;
}

/** arn:<partition>:logs:<region>:<account>:log-group:<name> */
function nameOf({ logGroupName, logGroupIdentifier }: FilterRequest): string {
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined))
    throw invalid('Give either logGroupName or logGroupIdentifier.');
  return logGroupName ?? logGroupNameOf(logGroupIdentifier ?? '') ?? logGroupIdentifier ?? '';
}

/** The name in the ARN of a log group; `undefined` when it is none. */
export const logGroupNameOf = (arn: string): string | undefined =>
  /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:*]+)$/.exec(arn)?.[1];

const invalid = (message: string): LogsRefusedError => new LogsRefusedError('InvalidParameterException', message);

/** Events are found by their id and not by their number, so that one that comes late shifts nothing. */
function indexAfter(events: readonly LogEvent[], token: string): number {
  const index = events.findIndex(({ eventId }) => encode(eventId) === token);
  if (index < 0) throw invalid('The specified nextToken is invalid.');
  return index + 1;
}

const encode = (eventId: string): string => Buffer.from(eventId).toString('base64url');
