import '../../fixtures/one-realm.ts';
import { CloudFormationClient, DescribeStacksCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  type CloudFormationApi,
  type LocalStack,
  startCloudFormationApi,
} from '../../../local/cloudformation/server.ts';

let api: CloudFormationApi;
let client: CloudFormationClient;

beforeEach(async () => {
  const stacks: LocalStack[] = [
    { name: 'Storage', outputs: { BucketName: 'my-recordings', Statement: '{"a":"<b> & c"}' } },
    { name: 'Pipeline', outputs: {} },
  ];
  api = await startCloudFormationApi(stacks, { accountId: '123456789012', region: 'us-west-2' });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new CloudFormationClient({ endpoint: api.url, region: 'us-west-2', credentials, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await api.stop();
});

test('a stack is described with its outputs, by name or by id', async () => {
  const { Stacks: byName } = await client.send(new DescribeStacksCommand({ StackName: 'Storage' }));
  const { Stacks: byId } = await client.send(new DescribeStacksCommand({ StackName: byName?.[0]?.StackId }));

  expect(byName).toMatchObject([
    {
      StackName: 'Storage',
      StackStatus: 'CREATE_COMPLETE',
      CreationTime: expect.any(Date),
      Outputs: [
        { OutputKey: 'BucketName', OutputValue: 'my-recordings' },
        { OutputKey: 'Statement', OutputValue: '{"a":"<b> & c"}' },
      ],
    },
  ]);
  expect(byId).toEqual(byName);
});

test('all stacks are described where none is named', async () => {
  const { Stacks } = await client.send(new DescribeStacksCommand({}));

  expect(Stacks?.map(({ StackName }) => StackName)).toEqual(['Storage', 'Pipeline']);
});

test('a stack that is not there is refused in CloudFormation’s words', async () => {
  const describe = client.send(new DescribeStacksCommand({ StackName: 'Nope' }));

  await expect(describe).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'Stack with id Nope does not exist',
    $metadata: { httpStatusCode: 400 },
  });
});

test('another action is refused by name', async () => {
  await expect(client.send(new ListStacksCommand({}))).rejects.toMatchObject({
    name: 'InvalidAction',
    message: expect.stringContaining('no action ListStacks'),
  });
});
