/** What has come of a recording, by the APIs that anybody may call. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { GetExecutionHistoryCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { toPlainValue } from '../../local/catalog/catalog-database.ts';
import type { SystemUnderTest } from './system-under-test.ts';

/** JSON that is looked into as it comes. */
export type Parsed = ReturnType<typeof JSON.parse>;

/** A message as a subscriber gets it. */
export interface Message {
  readonly subject: string;
  readonly attributes: Record<string, string>;
  readonly body: Parsed;
}

/** Executions as `<name>: <status>`, the catalog's items, and the messages, each in an order of its own. */
export interface Outcome {
  readonly executions: readonly string[];
  readonly items: readonly Parsed[];
  readonly messages: readonly Message[];
}

/** What must have happened before an outcome is complete. */
export interface Expectation {
  readonly executions: readonly string[];
  /** `type` of each message. */
  readonly messages: readonly string[];
}

const deadlineMs = 120_000;

/** Takes every message that is in a queue. */
export async function receiveAll(sqs: SQSClient, QueueUrl: string): Promise<Message[]> {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  if (Messages.length === 0) return [];
  for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return [...Messages.map(({ Body = '' }) => readEnvelope(Body)), ...(await receiveAll(sqs, QueueUrl))];
}

function readEnvelope(text: string): Message {
  const { Subject, Message, MessageAttributes = {} }: Parsed = JSON.parse(text);
  const attributes = Object.entries<{ Value: string }>(MessageAttributes).map(([name, { Value }]) => [name, Value]);
  return { subject: Subject, attributes: Object.fromEntries(attributes), body: JSON.parse(Message) };
}

/** Executions of both machines that are about the recording, as `<name>: <status>`. */
export async function executionsOf(system: SystemUnderTest, recordingId: string): Promise<string[]> {
  const pages = await Promise.all(
    [system.processRecordingArn, system.exportRecordingArn].map((stateMachineArn) =>
      system.clients.stepFunctions.send(new ListExecutionsCommand({ stateMachineArn })),
    ),
  );
  return pages
    .flatMap(({ executions = [] }) => executions)
    .filter(({ name = '' }) => name.split('-')[1] === recordingId)
    .map(({ name, status }) => `${name}: ${status}`)
    .sort();
}

/** Waits until a state of the recording's execution has failed by this name, and is therefore tried again. */
export async function untilTried(system: SystemUnderTest, executionName: string, error: string): Promise<void> {
  const executionArn = `${system.processRecordingArn.replace(':stateMachine:', ':execution:')}:${executionName}`;
  let history = '';
  const isTried = async () => {
    const command = new GetExecutionHistoryCommand({ executionArn, reverseOrder: true });
    const answer = await system.clients.stepFunctions.send(command).catch((failure: unknown) => String(failure));
    history = JSON.stringify(answer);
    return history.includes(`"error":"${error}"`);
  };
  await until(`a try of ${executionName} that ends with ${error}`, isTried, () => history);
}

/** Waits until the recording's executions are these, and leaves its messages where they are. */
export async function untilEnded(system: SystemUnderTest, recordingId: string, expected: readonly string[]) {
  let executions: string[] = [];
  const isOver = async () => {
    executions = await executionsOf(system, recordingId);
    return isSame(executions, expected);
  };
  await until(`${recordingId} to be processed`, isOver, () => ({ executions, expected }));
}

/** Waits until all that is expected has happened, and gives what did; throws when it takes too long. */
export async function outcomeOf(system: SystemUnderTest, recordingId: string, expected: Expectation): Promise<Outcome> {
  const messages: Message[] = [];
  let executions: string[] = [];
  let items: Parsed[] = [];
  const isOver = async () => {
    executions = await executionsOf(system, recordingId);
    messages.push(...(await receiveAll(system.clients.sqs, system.subscriberQueueUrl)));
    items = await itemsOf(system, recordingId);
    const isAllSent = messages.length >= expected.messages.length && items.every(isNotedAsAnnounced);
    return isAllSent && isSame(executions, expected.executions);
  };
  await until(`${recordingId} to come to its end`, isOver, () => ({
    found: { executions, messages: messages.map(({ body }) => body.type), items },
    expected,
  }));
  assert.deepEqual(messages.map(({ body }) => body.type).sort(), [...expected.messages].sort());
  return {
    executions,
    items,
    messages: messages.sort((one, other) => one.body.id.localeCompare(other.body.id)),
  };
}

/** A failure's message comes before the note that it was sent. */
const isNotedAsAnnounced = ({ failure }: Parsed): boolean => failure === undefined || failure.announced === true;

const isSame = (found: readonly string[], expected: readonly string[]): boolean =>
  found.join() === [...expected].sort().join();

async function itemsOf({ clients, catalogTableName }: SystemUnderTest, recordingId: string): Promise<Parsed[]> {
  const { Items = [] } = await clients.dynamodb.send(
    new QueryCommand({
      TableName: catalogTableName,
      IndexName: 'byRecordingId',
      KeyConditionExpression: 'recordingId = :recordingId',
      ExpressionAttributeValues: { ':recordingId': { S: recordingId } },
    }),
  );
  return Items.map((item) =>
    Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toPlainValue(value)])),
  );
}

async function until(
  what: string,
  isSo: () => Promise<boolean>,
  describe: () => unknown = () => undefined,
): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await isSo())) {
    if (Date.now() > deadline)
      throw new Error(`Waited ${deadlineMs / 1000} s for ${what}. ${JSON.stringify(describe() ?? '', undefined, 2)}`);
    await sleep(150);
  }
}
