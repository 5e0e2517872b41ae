/** A server in front of a service, through which every call passes, or goes wrong as the switches say. */
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { listenOnLoopback } from '../listen-on-loopback.ts';
import { malformedAnswer, refusalOf, sendFaultAnswer } from './fault-answers.ts';
import type { FaultOrder, FaultRules } from './fault-rules.ts';
import { describeCall, type ServiceCall, type ServiceName } from './service-call.ts';

/** A running proxy. */
export interface FaultProxy {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts one on a free port of loopback. `targetUrl` is where the service itself listens. */
export async function startFaultProxy(service: ServiceName, targetUrl: string, rules: FaultRules): Promise<FaultProxy> {
  const way = new Way(service, new URL(targetUrl), rules);
  const server = createServer((request, response) => {
    // Whoever called has gone, or the service has: the connection tells the other side.
    way.pass(request, response).catch(() => request.destroy());
  });
  // For the same reason: nothing goes wrong here but what shall.
  server.keepAliveTimeout = 0;
  const { url, stop } = await listenOnLoopback(server);
  return {
    url,
    async stop() {
      way.close();
      await stop();
    },
  };
}

class Way {
  readonly #service: ServiceName;
  readonly #target: URL;
  readonly #rules: FaultRules;
  // A connection that is kept may be closed by the service just when the next call comes.
  readonly #agent = new Agent({ keepAlive: false });

  constructor(service: ServiceName, target: URL, rules: FaultRules) {
    this.#service = service;
    this.#target = target;
    this.#rules = rules;
  }

  async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Of S3's bodies, which may be large, nothing is kept.
    const body = this.#service === 's3' ? undefined : await buffer(request);
    const { method = 'GET', url: path = '/', headers } = request;
    const call = describeCall(this.#service, { method, path, headers }, body?.toString('utf8') ?? '');
    const order = await this.#rules.orderFor(call);
    if (order === undefined) return this.#forward(request, body, (answer) => passOn(answer, response));
    await this.#spoil(call, order, { request, response, body });
  }

  close(): void {
    this.#agent.destroy();
  }

  async #spoil(call: ServiceCall, order: FaultOrder, { request, response, body }: Exchange): Promise<void> {
    const { fault } = order;
    if (fault === 'connection-reset') {
      const { socket } = request;
      return this.#forward(request, body, async (answer) => {
        await buffer(answer);
        socket.resetAndDestroy();
      });
    }
    if (fault === 'truncated-body') {
      return this.#forward(request, body, (answer) => truncate(call, answer, response, order));
    }
    // A client hears of an answer only once it has sent its body.
    request.resume();
    if (fault === 'timeout') return;
    sendFaultAnswer(call, fault === 'malformed-answer' ? malformedAnswer : refusalOf(call, fault), response);
  }

  async #forward(
    request: IncomingMessage,
    body: Buffer | undefined,
    onAnswer: (answer: IncomingMessage) => Promise<void>,
  ): Promise<void> {
    const { method, url: path } = request;
    // Where it was asked to wait before sending its body, it was told to go on by this server.
    const { expect: _expect, ...headers } = request.headers;
    const { hostname, port } = this.#target;
    const forwarded = sendRequest({ hostname, port, method, path, headers, agent: this.#agent });
    const answered = once(forwarded, 'response');
    // Rejects with `answered`, when the service breaks off, or its caller does.
    if (body === undefined) pipeline(request, forwarded).catch((error) => forwarded.destroy(error));
    else forwarded.end(body);
    const [answer] = await answered;
    await onAnswer(answer);
  }
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: Buffer | undefined;
}

async function passOn(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  await pipeline(answer, response);
}

/** Half of the body arrives. */
async function truncate(
  { method }: ServiceCall,
  answer: IncomingMessage,
  response: ServerResponse,
  order: FaultOrder,
): Promise<void> {
  const body = await buffer(answer);
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  if (method === 'HEAD' || body.length === 0) {
    order.noteMissingBody();
    response.end();
    return;
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
}
