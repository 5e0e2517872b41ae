/**
 * EventBridge's API, as far as it is needed here: PutEvents on the default bus. Unlike AWS it lets `aws.` sources
 * through, since somebody has to play IVS.
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import * as z from 'zod/mini';
import { parseWith } from '../../lambdas/shared/recording/schema-faults.ts';
import { listenOnLoopback } from '../listen-on-loopback.ts';
import { isObject } from '../template/intrinsics.ts';
import type { LocalEnvironment } from '../template/resource-identity.ts';
import type { BusEvent, EventBus } from './event-bus.ts';

const requestSchema = z.object({
  Entries: z
    .array(
      z.object({
        Source: z.string(),
        DetailType: z.string(),
        Detail: z.string(),
        /** Epoch seconds, as the JSON protocol writes dates. */
        Time: z.optional(z.number()),
        Resources: z._default(z.array(z.string()), []),
        EventBusName: z.optional(z.literal('default')),
      }),
    )
    .check(z.minLength(1), z.maxLength(10)),
});
type PutEventsEntry = z.infer<typeof requestSchema>['Entries'][number];
/** One entry is refused without the others. */
type PutEventsResult = { EventId: string } | { ErrorCode: 'MalformedDetail'; ErrorMessage: string };

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

function toBusEvent(entry: PutEventsEntry, detail: object, environment: LocalEnvironment, now: Date): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': entry.DetailType,
    source: entry.Source,
    account: environment.accountId,
    // Whole seconds, as EventBridge has it.
    time: `${(entry.Time === undefined ? now : new Date(entry.Time * 1000)).toISOString().slice(0, 19)}Z`,
    region: environment.region,
    resources: entry.Resources,
    detail,
  };
}

/** `undefined` when the text is not a JSON object. */
function parseJsonObject(text: string): object | undefined {
  try {
    const detail: unknown = JSON.parse(text);
    return isObject(detail) ? detail : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A refused request, with the error code that AWS would give. */
class RequestRefusedError extends Error {
  override readonly name = 'RequestRefusedError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

function parseRequest(target: unknown, body: string): PutEventsEntry[] {
  if (target !== 'AWSEvents.PutEvents') {
    throw new RequestRefusedError('UnknownOperationException', `The local EventBridge has no ${String(target)}.`);
  }
  const parsed = parseWith(requestSchema, parseJsonObject(body), 'the request');
  if ('faults' in parsed) throw new RequestRefusedError('ValidationException', parsed.faults);
  return parsed.value.Entries;
}

/** Serves PutEvents on 127.0.0.1 and a free port. An answer is sent when every target has taken its events. */
export async function startEventsApi(
  bus: Pick<EventBus, 'put'>,
  environment: LocalEnvironment,
  now: () => Date,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const put = async (entry: PutEventsEntry): Promise<PutEventsResult> => {
    const detail = parseJsonObject(entry.Detail);
    if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
    const event = toBusEvent(entry, detail, environment, now());
    await bus.put(event);
    return { EventId: event.id };
  };
  const answer = async (request: IncomingMessage): Promise<object> => {
    const entries = parseRequest(request.headers['x-amz-target'], await readBody(request));
    const results = await Promise.all(entries.map(put));
    return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
  };
  const server = createServer((request, response) => {
    answer(request)
      .then((body) => [200, body] as const)
      .catch((error: unknown) => {
        const code = error instanceof RequestRefusedError ? error.code : 'InternalException';
        const message = error instanceof Error ? error.message : String(error);
        return [code === 'InternalException' ? 500 : 400, { __type: code, message }] as const;
      })
      .then(([status, body]) => {
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
      }, response.destroy.bind(response));
  });
  return listenOnLoopback(server);
}
