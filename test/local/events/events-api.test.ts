import '../../fixtures/one-realm.ts';
import {
  EventBridgeClient,
  ListRulesCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type BusEvent, EventBus } from '../../../local/events/event-bus.ts';
import { startEventsApi } from '../../../local/events/events-api.ts';

const now = new Date('2026-06-23T20:12:41.987Z');
const entry: PutEventsRequestEntry = { Source: 'aws.ivs', DetailType: 'Something', Detail: '{"a":1}' };

let events: BusEvent[];
let api: Awaited<ReturnType<typeof startEventsApi>>;
let client: EventBridgeClient;

beforeEach(async () => {
  events = [];
  const rule = { name: 'all', arn: 'all', pattern: { source: [{ prefix: '' }] }, targets: [{ arn: 'target' }] };
  const bus = new EventBus(
    [rule],
    async (_target, event) => void events.push(event),
    async () => {},
  );
  api = await startEventsApi(bus, { accountId: '000000000000', region: 'us-west-2' }, () => now);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new EventBridgeClient({ endpoint: api.url, region: 'us-west-2', credentials, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await api.stop();
});

const put = (...Entries: PutEventsRequestEntry[]) => client.send(new PutEventsCommand({ Entries }));

test('an event is put onto the bus as targets receive it', async () => {
  const Resources = ['arn:aws:ivs:us-west-2:123456789012:channel/AbCdef1G2hij'];

  const { FailedEntryCount, Entries } = await put({ ...entry, Resources });

  expect(FailedEntryCount).toBe(0);
  expect(events).toEqual([
    {
      version: '0',
      id: Entries?.[0]?.EventId,
      'detail-type': 'Something',
      source: 'aws.ivs',
      account: '000000000000',
      time: '2026-06-23T20:12:41Z',
      region: 'us-west-2',
      resources: Resources,
      detail: { a: 1 },
    },
  ]);
});

test('an event has the time that its sender gives it', async () => {
  await put({ ...entry, Time: new Date('2026-01-02T03:04:05Z') });

  expect(events[0]?.time).toBe('2026-01-02T03:04:05Z');
});

test('several events are put, and each has an id of its own', async () => {
  const { Entries } = await put(entry, entry, entry);

  expect(new Set(Entries?.map(({ EventId }) => EventId)).size).toBe(3);
  expect(events).toHaveLength(3);
});

test.each(['{"a":', '"text"', '[1]'])('a detail that is no JSON object (%s) fails its entry alone', async (Detail) => {
  const { FailedEntryCount, Entries } = await put({ ...entry, Detail }, entry);

  expect(FailedEntryCount).toBe(1);
  expect(Entries).toMatchObject([{ ErrorCode: 'MalformedDetail' }, { EventId: expect.any(String) }]);
  expect(events).toHaveLength(1);
});

test.each([
  ['no entries', []],
  ['more than ten entries', Array<PutEventsRequestEntry>(11).fill(entry)],
  ['an entry for another bus', [{ ...entry, EventBusName: 'mine' }]],
  ['an entry without a source', [{ DetailType: 'x', Detail: '{}' }]],
])('a request with %s is refused', async (_what, entries) => {
  await expect(put(...entries)).rejects.toMatchObject({
    name: 'ValidationException',
    $metadata: { httpStatusCode: 400 },
  });
  expect(events).toEqual([]);
});

test('every other operation is refused by name', async () => {
  await expect(client.send(new ListRulesCommand())).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: 'The local EventBridge has no AWSEvents.ListRules.',
  });
});
