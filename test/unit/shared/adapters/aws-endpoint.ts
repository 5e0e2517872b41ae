import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as a client of the SDK sent it. */
export interface ReceivedRequest {
  /** The operation, of the protocols that name it in a header: `AWSStepFunctions.StartExecution`. */
  readonly target: string | undefined;
  readonly body: string;
}

/** What the endpoint answers; `hang-up` closes the connection instead. */
export type Answer = { readonly status?: number; readonly body: string } | 'hang-up';

/** An endpoint on loopback that answers as AWS would: one answer for each request, the last one again and again. */
export async function startAwsEndpoint(answers: readonly Answer[]) {
  const requests: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)] ?? { status: 500, body: '' };
    requests.push({ target: request.headers['x-amz-target']?.toString(), body: await text(request) });
    if (answer === 'hang-up') request.socket.destroy();
    else {
      const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'r1' };
      response.writeHead(answer.status ?? 200, headers).end(answer.body);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const clientConfig = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { clientConfig, requests, close };
}

/** An error's answer in the JSON protocols. */
export const jsonError = (type: string, message: string, status = 400): Answer => ({
  status,
  body: JSON.stringify({ __type: type, message }),
});

/** A good answer in the JSON protocols. */
export const json = (body: object): Answer => ({ body: JSON.stringify(body) });
