/**
 * A second door to a service of ours, through which only the steps come, and which may refuse them. Unlike a proxy it
 * hands requests to the service within the process, so that it costs nothing while nothing is refused.
 */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { type Listening, listenOnLoopback } from '../listen-on-loopback.ts';
import { type Refusal, refusalOf, sendFaultAnswer } from './fault-answers.ts';
import { describeCall, type ServiceCall } from './service-call.ts';

/** Which refusal a call gets; `undefined`: it is let pass. */
export type Doorkeeper = (call: ServiceCall) => Refusal | undefined;

/** Services whose operations are told by the head of a request alone. */
export type DoorService = 'mediaconvert' | 's3';

/** Opens one on a free port of loopback. `answer` is the service itself. */
export async function startFaultDoor(
  service: DoorService,
  answer: RequestListener,
  doorkeeper: Doorkeeper,
): Promise<Listening> {
  const open = (request: IncomingMessage, response: ServerResponse) => {
    const { method = 'GET', url: path = '/', headers } = request;
    const call = describeCall(service, { method, path, headers }, '');
    const refusal = doorkeeper(call);
    if (refusal === undefined) answer(request, response);
    else refuse(call, refusal, request, response);
  };
  // As S3's own door: an upload may be as slow as what makes its bytes, and asks before it sends them.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 60_000 }, open);
  if (service === 's3') server.on('checkContinue', open);
  return listenOnLoopback(server);
}

function refuse(call: ServiceCall, refusal: Refusal, request: IncomingMessage, response: ServerResponse): void {
  const answer = refusalOf(call, refusal);
  // Who asked before it sends a body is not going to send it: what follows on the connection would be taken for that.
  const connection: Record<string, string> = request.headers.expect === undefined ? {} : { connection: 'close' };
  sendFaultAnswer(call, { ...answer, headers: { ...answer.headers, ...connection } }, response);
}
