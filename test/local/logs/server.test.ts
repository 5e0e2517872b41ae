import '../../fixtures/one-realm.ts';
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { BusEvent } from '../../../local/events/event-bus.ts';
import type { LogGroups } from '../../../local/logs/log-groups.ts';
import { makeTargetLogGroups, writeEvent } from '../../../local/logs/recorded-events.ts';
import { type LogsApi, startLogsApi } from '../../../local/logs/server.ts';

const groupName = '/aws/events/Pipeline/recordings';
const groupArn = `arn:aws:logs:us-west-2:123456789012:log-group:${groupName}`;
const rules = [
  {
    name: 'All',
    arn: 'arn:rule',
    pattern: {},
    targets: [{ arn: groupArn }, { arn: 'arn:aws:lambda:us-west-2:1:function:f' }],
  },
];

let directory: string;
let groups: LogGroups;
let api: LogsApi;
let client: CloudWatchLogsClient;

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'logs-'));
  groups = makeTargetLogGroups(rules, directory);
  api = await startLogsApi(groups);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new CloudWatchLogsClient({ endpoint: api.url, region: 'us-west-2', credentials, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await api.stop();
  rmSync(directory, { recursive: true });
});

const makeEvent = (time: string): BusEvent => ({
  version: '0',
  id: `id of ${time}`,
  'detail-type': 'IVS Recording State Change',
  source: 'aws.ivs',
  account: '123456789012',
  time: `2026-06-23T${time}:00Z`,
  region: 'us-west-2',
  resources: [],
  detail: { text: 'ü' },
});
const write = (...times: string[]) => {
  for (const time of times) writeEvent(groups, groupArn, makeEvent(time), new Date('2026-06-24T00:00:00Z'));
};
const at = (time: string): number => Date.parse(`2026-06-23T${time}:00Z`);
const filter = (input: Partial<FilterLogEventsCommandInput> = {}) =>
  client.send(new FilterLogEventsCommand({ logGroupName: groupName, ...input }));
const timesOf = ({ events = [] }: Awaited<ReturnType<typeof filter>>): string[] =>
  events.map(({ timestamp = 0 }) => new Date(timestamp).toISOString().slice(11, 16));

test('an event of EventBridge is one log event, at its own time', async () => {
  write('20:12');

  const { events } = await filter();

  expect(events).toEqual([
    {
      eventId: expect.stringMatching(/^\d{56}$/),
      logStreamName: 'id of 20:12',
      timestamp: at('20:12'),
      ingestionTime: Date.parse('2026-06-24T00:00:00Z'),
      message: JSON.stringify(makeEvent('20:12')),
    },
  ]);
});

test('events come by time, whenever they were written, and a span has both its ends', async () => {
  write('20:15', '20:12', '20:20', '20:13');

  expect(timesOf(await filter())).toEqual(['20:12', '20:13', '20:15', '20:20']);
  expect(timesOf(await filter({ startTime: at('20:13'), endTime: at('20:15') }))).toEqual(['20:13', '20:15']);
});

test('pages follow each other, and one that comes late in between shifts nothing', async () => {
  write('20:10', '20:11', '20:12', '20:13');

  const first = await filter({ limit: 2 });
  write('20:09');
  const second = await filter({ limit: 2, nextToken: first.nextToken });

  expect([timesOf(first), timesOf(second)]).toEqual([
    ['20:10', '20:11'],
    ['20:12', '20:13'],
  ]);
  expect(second.nextToken).toBeUndefined();
});

test('the group is found by its ARN as well', async () => {
  write('20:12');

  const answer = await filter({ logGroupName: undefined, logGroupIdentifier: groupArn });

  expect(timesOf(answer)).toEqual(['20:12']);
});

test('what was written is there after a restart, but for a line that a kill left half written', async () => {
  write('20:12');
  const [file = ''] = readdirSync(path.join(directory, 'log-groups'));
  appendFileSync(path.join(directory, 'log-groups', file), '{"eventId":"1');

  const again = makeTargetLogGroups(rules, directory);

  expect(again.eventsOf(groupName)).toEqual(groups.eventsOf(groupName));
});

test('a target that is no log group is left to others', () => {
  const isWritten = writeEvent(groups, 'arn:aws:lambda:us-west-2:1:function:f', makeEvent('20:12'), new Date());

  expect(isWritten).toBe(false);
});

test.each<[string, Partial<FilterLogEventsCommandInput>, string, string]>([
  ['another group', { logGroupName: 'x' }, 'ResourceNotFoundException', 'does not exist'],
  ['a filter pattern', { filterPattern: '{ $.id = 1 }' }, 'InvalidParameterException', 'has no filterPattern'],
  ['streams', { logStreamNames: ['a'] }, 'InvalidParameterException', 'has no logStreamNames'],
  ['a limit of 0', { limit: 0 }, 'InvalidParameterException', 'limit'],
  ['more than 10,000', { limit: 10_001 }, 'InvalidParameterException', 'limit'],
  ['another token', { nextToken: 'x' }, 'InvalidParameterException', 'nextToken'],
  ['an end before the start', { startTime: 2, endTime: 1 }, 'InvalidParameterException', 'endTime'],
  ['no group', { logGroupName: undefined }, 'InvalidParameterException', 'logGroupName'],
])('%s is refused', async (_what, input, name, text) => {
  await expect(filter(input)).rejects.toMatchObject({ name, message: expect.stringContaining(text) });
});

test('another action is refused by name', async () => {
  await expect(client.send(new DescribeLogGroupsCommand({}))).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: expect.stringContaining('DescribeLogGroups'),
  });
});
