/**
 * CloudFormation's API, as far as it is needed here: DescribeStacks with the outputs of the template's stacks.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listenOnLoopback } from '../listen-on-loopback.ts';
import type { LocalEnvironment } from '../template/resource-identity.ts';

/** A stack that looks deployed. */
export interface LocalStack {
  readonly name: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** A running server. */
export interface CloudFormationApi {
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves DescribeStacks on 127.0.0.1 and a free port. */
export async function startCloudFormationApi(
  stacks: readonly LocalStack[],
  environment: LocalEnvironment,
): Promise<CloudFormationApi> {
  const createdAt = new Date();
  const server = createServer((request, response) => {
    answer(stacks, environment, createdAt, request)
      .catch((error: unknown) => refusal(500, 'InternalFailure', String(error)))
      .then((given) => send(response, given), response.destroy.bind(response));
  });
  return listenOnLoopback(server);
}

interface Answer {
  readonly status: number;
  readonly xml: string;
}

function send(response: ServerResponse, { status, xml }: Answer): void {
  response.writeHead(status, { 'content-type': 'text/xml' }).end(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`);
}

const namespace = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';

const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  xml: `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
});

async function answer(
  stacks: readonly LocalStack[],
  environment: LocalEnvironment,
  createdAt: Date,
  request: IncomingMessage,
): Promise<Answer> {
  const parameters = new URLSearchParams(await text(request));
  const action = parameters.get('Action');
  if (action !== 'DescribeStacks')
    return refusal(400, 'InvalidAction', `The local CloudFormation has no action ${action}; it has DescribeStacks.`);
  const wanted = parameters.get('StackName');
  const found = stacks.filter(({ name }) => [null, name, stackId(name, environment)].includes(wanted));
  if (wanted !== null && found.length === 0)
    return refusal(400, 'ValidationError', `Stack with id ${wanted} does not exist`);
  const members = found.map((stack) => stackXml(stack, environment, createdAt)).join('');
  return {
    status: 200,
    xml: `<DescribeStacksResponse xmlns="${namespace}"><DescribeStacksResult><Stacks>${members}</Stacks></DescribeStacksResult><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></DescribeStacksResponse>`,
  };
}

const stackId = (name: string, { accountId, region }: LocalEnvironment): string =>
  `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/00000000-0000-0000-0000-000000000000`;

function stackXml({ name, outputs }: LocalStack, environment: LocalEnvironment, createdAt: Date): string {
  const members = Object.entries(outputs).map(
    ([key, value]) =>
      `<member><OutputKey>${escapeXml(key)}</OutputKey><OutputValue>${escapeXml(value)}</OutputValue></member>`,
  );
  return [
    `<member><StackName>${escapeXml(name)}</StackName><StackId>${escapeXml(stackId(name, environment))}</StackId>`,
    `<CreationTime>${createdAt.toISOString()}</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus>`,
    `<Outputs>${members.join('')}</Outputs></member>`,
  ].join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeXml = (value: string): string =>
  value.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
