import '../../../fixtures/one-realm.ts';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { makeDynamoDbClient, makeUpdateCatalog } from '../../../../lambdas/shared/adapters/catalog-writer.ts';
import { makeIvsClient, makeReadChannel } from '../../../../lambdas/shared/adapters/channel-reader.ts';
import { clientSettings } from '../../../../lambdas/shared/adapters/client-settings.ts';
import { makePublishNotification, makeSnsClient } from '../../../../lambdas/shared/adapters/notification-publisher.ts';
import { makeWritePlaylist } from '../../../../lambdas/shared/adapters/playlist-storage.ts';
import { makeS3Client } from '../../../../lambdas/shared/adapters/s3-client.ts';
import { makeStartExecution, makeStepFunctionsClient } from '../../../../lambdas/shared/adapters/state-machine.ts';
import { immediateRetries } from './s3-endpoint.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function endpoint(answer: RequestListener) {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-west-2',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    retryStrategy: immediateRetries()!,
  };
}

const calls = {
  'a write to S3': (config: object) =>
    makeWritePlaylist(makeS3Client(config))({ bucket: 'exports', key: 'master.m3u8' }, '#EXTM3U\n'),
  'an update of the catalog': (config: object) =>
    makeUpdateCatalog(
      makeDynamoDbClient(config),
      'catalog',
    )({
      key: { channelId: 'c', recordingKey: 'r' },
      judgedAt: '2026-06-23T20:12:41.000Z',
      set: {},
      setIfAbsent: {},
      remove: [],
    }),
  'a message': (config: object) =>
    makePublishNotification(
      makeSnsClient(config),
      'arn:aws:sns:us-west-2:123456789012:news',
    )({
      id: 'c/r/recording.empty',
      type: 'recording.empty',
      recording: { channelId: 'c', recordingId: 'r' },
    } as never),
  'the start of an execution': (config: object) =>
    makeStartExecution(makeStepFunctionsClient(config), 'arn:aws:states:us-west-2:123456789012:stateMachine:m')(
      'n',
      {},
    ),
};

test.each(Object.entries(calls))(
  '%s that a page of somebody on the way answers is asked for again, and never taken for done',
  async (_what, call) => {
    let requests = 0;
    const config = await endpoint((_request, response) => {
      requests += 1;
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Please log in.</body></html>');
    });

    await expect(call(config)).rejects.toMatchObject({
      name: expect.stringMatching(/^(Storage|Service)UnavailableError$/),
      message: expect.stringContaining('it is not from AWS'),
    });

    expect(requests).toBe(3);
  },
);

test('nor is such a page, or an empty answer, taken for a channel without tags', async () => {
  let requests = 0;
  const config = await endpoint((_request, response) => {
    requests += 1;
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  const readChannel = makeReadChannel(makeIvsClient(config), () => new Date());

  expect(await readChannel('arn:aws:ivs:us-west-2:123456789012:channel/AbCdef1G2hij')).toEqual({
    state: 'unreadable',
    reason: expect.stringMatching(/^AnswerForeignError: .*it is not from AWS/),
  });

  expect(requests).toBe(3);
});

test('an answer that comes to a halt after its first line is given up', async () => {
  const config = await endpoint((_request, response) => {
    response.writeHead(200, { 'content-length': 100, 'x-amzn-requestid': 'r1' }).write('{"exec');
  });
  const { requestHandler: real } = clientSettings;
  const requestHandler = { ...real, socketTimeout: real.socketTimeout / 80 };

  await expect(calls['the start of an execution']({ ...config, requestHandler })).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
    message: expect.stringContaining('TimeoutError'),
  });
});
