/**
 * CloudWatch Logs' API, as far as it is needed here: FilterLogEvents, AWS JSON 1.1.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/Welcome.html
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { listenOnLoopback } from '../listen-on-loopback.ts';
import { filterLogEvents, LogsRefusedError } from './filter-log-events.ts';
import type { LogGroups } from './log-groups.ts';

/** A running server. */
export interface LogsApi {
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves the groups on 127.0.0.1 and a free port. */
export async function startLogsApi(groups: LogGroups): Promise<LogsApi> {
  const server = createServer((request, response) => {
    answer(groups, request)
      .then((body) => [200, body] as const)
      .catch(refusal)
      .then(([status, body]) => {
        response.writeHead(status, {
          'content-type': 'application/x-amz-json-1.1',
          'x-amzn-requestid': randomUUID(),
        });
        response.end(JSON.stringify(body));
      }, response.destroy.bind(response));
  });
  return listenOnLoopback(server);
}

async function answer(groups: LogGroups, request: IncomingMessage): Promise<object> {
  const target = `${request.headers['x-amz-target'] ?? ''}`;
  const body = await bodyOf(request);
  if (target === 'Logs_20140328.FilterLogEvents') return filterLogEvents(groups, body);
  throw new LogsRefusedError(
    'UnknownOperationException',
    `The local CloudWatch Logs has no action '${target}'; it has FilterLogEvents.`,
  );
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  try {
    return await json(request);
  } catch (error) {
    throw new LogsRefusedError('SerializationException', `The request's body is no JSON: ${String(error)}`);
  }
}

function refusal(error: unknown): readonly [status: number, body: object] {
  if (error instanceof LogsRefusedError) return [400, { __type: error.code, message: error.message }];
  return [500, { __type: 'InternalFailure', message: String(error) }];
}
