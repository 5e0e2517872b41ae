/**
 * CloudFormation's API, as far as it is needed here: DescribeStacks with the outputs of the template's stacks.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { element } from '../s3/xml.ts';
import type { LocalEnvironment } from '../template/resource-identity.ts';
import { makeXmlApi, startXmlApi, type XmlAnswer } from '../xml-api.ts';

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

const { document, refusal } = makeXmlApi('http://cloudformation.amazonaws.com/doc/2010-05-15/');

/** Serves DescribeStacks on 127.0.0.1 and a free port. */
export async function startCloudFormationApi(
  stacks: readonly LocalStack[],
  environment: LocalEnvironment,
): Promise<CloudFormationApi> {
  const createdAt = new Date();
  return startXmlApi(refusal, (request) => answer(stacks, environment, createdAt, request));
}

async function answer(
  stacks: readonly LocalStack[],
  environment: LocalEnvironment,
  createdAt: Date,
  request: IncomingMessage,
): Promise<XmlAnswer> {
  const parameters = new URLSearchParams(await text(request));
  const action = parameters.get('Action');
  if (action !== 'DescribeStacks')
    return refusal(400, 'InvalidAction', `The local CloudFormation has no action ${action}; it has DescribeStacks.`);
  const wanted = parameters.get('StackName');
  const found = stacks.filter(({ name }) => [null, name, stackId(name, environment)].includes(wanted));
  if (wanted !== null && found.length === 0)
    return refusal(400, 'ValidationError', `Stack with id ${wanted} does not exist`);
  const members = found.map((stack) => stackXml(stack, environment, createdAt));
  return document('DescribeStacksResponse', [
    element('DescribeStacksResult', [element('Stacks', members)]),
    element('ResponseMetadata', [element('RequestId', randomUUID())]),
  ]);
}

const stackId = (name: string, { accountId, region }: LocalEnvironment): string =>
  `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/00000000-0000-0000-0000-000000000000`;

function stackXml({ name, outputs }: LocalStack, environment: LocalEnvironment, createdAt: Date): string {
  const members = Object.entries(outputs).map(([key, value]) =>
    element('member', [element('OutputKey', key), element('OutputValue', value)]),
  );
  return element('member', [
    element('StackName', name),
    element('StackId', stackId(name, environment)),
    element('CreationTime', createdAt.toISOString()),
    element('StackStatus', 'CREATE_COMPLETE'),
    element('Outputs', members),
  ]);
}
