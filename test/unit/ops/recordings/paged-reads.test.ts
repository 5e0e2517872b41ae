/** Catalog and log, page by page, over clients that keep what they were asked. */
import '../../../fixtures/one-realm.ts';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { makeCatalogPages } from '../../../../ops/catalog/catalog-pages.ts';
import { makeReadRecordingItems } from '../../../../ops/catalog/recording-items.ts';
import { makeFindPlaces } from '../../../../ops/named-recording/find-recording.ts';
import { readMessages } from '../../../../ops/recordings/log-messages.ts';
import { allOf } from './a-catalog.ts';

/** Gives the answers in their order. */
function clientOf<Client>(...answers: object[]) {
  const asked: { kind: string; input: Record<string, unknown> }[] = [];
  const client = {
    send: async (command: { input: Record<string, unknown> }) => {
      asked.push({ kind: command.constructor.name, input: command.input });
      return answers[asked.length - 1] ?? {};
    },
  };
  return { client: client as unknown as Client, asked };
}

const span = { since: new Date('2026-06-23T10:00:00Z'), until: new Date('2026-06-23T12:00:00Z') };

test('a channel is one query of its partition, gone on with until its end', async () => {
  const { client, asked } = clientOf<DynamoDBClient>(
    { Items: [{ recordingId: { S: 'b' }, channelId: { S: 'C' } }], LastEvaluatedKey: { channelId: { S: 'C' } } },
    { Items: [] },
  );

  const pages = await allOf(makeCatalogPages(client, 'Catalog').ofChannel('C', span));

  expect(pages).toEqual([[{ recordingId: 'b', channelId: 'C' }], []]);
  expect(asked).toMatchObject([
    {
      kind: 'QueryCommand',
      input: {
        TableName: 'Catalog',
        ScanIndexForward: false,
        ExpressionAttributeValues: {
          ':channelId': { S: 'C' },
          ':first': { S: '2026-06-23T09:50Z' },
          ':last': { S: '2026-06-23T12:10Z~' },
        },
      },
    },
    { kind: 'QueryCommand', input: { ExclusiveStartKey: { channelId: { S: 'C' } } } },
  ]);
});

test('all channels are a query for each day of the index, the latest first', async () => {
  const { client, asked } = clientOf<DynamoDBClient>();
  const days: string[] = [];
  const twoDays = { ...span, since: new Date('2026-06-22T10:00:00.500Z') };

  await allOf(makeCatalogPages(client, 'Catalog', (day) => days.push(day)).ofAllChannels(twoDays));

  expect(days).toEqual(['2026-06-23', '2026-06-22']);
  expect(asked.map(({ kind, input }) => [kind, input.IndexName, input.ExpressionAttributeValues])).toEqual(
    days.map((day) => [
      'QueryCommand',
      'byDay',
      { ':day': { S: day }, ':first': { S: '2026-06-22T09:50:00' }, ':last': { S: '2026-06-23T12:10:00Z' } },
    ]),
  );
});

test('a recording is one query of an index for all that read it, of one channel or of any, gone on with until its end', async () => {
  const item = { channelId: { S: 'C' }, recordingKey: { S: 'k' }, type: { S: 'recording' } };
  const place = { M: { bucket: { S: 'b' }, prefix: { S: 'p' } } };
  const answers = [
    { Items: [item, { x: { S: 'y' } }], LastEvaluatedKey: {} },
    { Items: [{ ...item, recording: place }] },
  ];
  const { client, asked } = clientOf<DynamoDBClient>(...answers, ...answers);
  const pages = makeCatalogPages(client, 'Catalog');

  const items = await makeReadRecordingItems(pages)({ channelId: 'C', recordingId: 'R' });
  const places = await makeFindPlaces(pages)('R');

  expect(items.map(({ channelId, type }) => [channelId, type])).toEqual([
    ['C', 'recording'],
    ['C', 'recording'],
  ]);
  expect(places).toEqual([{ bucket: 'b', prefix: 'p' }]);
  const [ofChannel, , ofAny] = asked.map(({ input }) => input);
  expect(ofChannel).toMatchObject({ IndexName: 'byRecordingId', FilterExpression: 'channelId = :channelId' });
  expect(ofAny).toMatchObject({ ExpressionAttributeValues: { ':recordingId': { S: 'R' } } });
  expect([ofAny?.FilterExpression, asked.length]).toEqual([undefined, 4]);
});

test('what needs attention is a query of the sparse index', async () => {
  const { client, asked } = clientOf<DynamoDBClient>({ Items: [{ channelId: { S: 'C' } }] });

  expect(await allOf(makeCatalogPages(client, 'Catalog').ofAttention('held'))).toEqual([[{ channelId: 'C' }]]);
  expect(asked[0]?.input).toMatchObject({
    IndexName: 'byAttention',
    KeyConditionExpression: 'attention = :reason',
    ExpressionAttributeValues: { ':reason': { S: 'held' } },
  });
});

test('the log is read until a page has no token, be it empty or not; its end is not in the span', async () => {
  const { client, asked } = clientOf<CloudWatchLogsClient>(
    { events: [{ message: 'a' }], nextToken: '1' },
    { nextToken: '2' },
    { events: [{ message: 'b' }, {}] },
  );

  const pages = await allOf(readMessages(client, '/aws/events/x', span));

  expect(pages).toEqual([['a'], [], ['b']]);
  expect(asked.map(({ input }) => [input.nextToken, input.startTime, input.endTime])).toEqual(
    [undefined, '1', '2'].map((token) => [token, span.since.getTime(), span.until.getTime() - 1]),
  );
});
