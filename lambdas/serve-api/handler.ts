/** Shell of ServeApi: a function URL that CloudFront alone may call. */
import * as z from 'zod/mini';
import { makeListOfChannel } from '../shared/adapters/catalog-by-channel.ts';
import { makeListOfDay } from '../shared/adapters/catalog-by-day.ts';
import { makeListOfRecording } from '../shared/adapters/catalog-by-recording.ts';
import { makeDynamoDbClient } from '../shared/adapters/catalog-writer.ts';
import { impatientClientSettings } from '../shared/adapters/client-settings.ts';
import { environmentSchema, readEnvironment } from '../shared/adapters/environment.ts';
import { makeStepLog } from '../shared/adapters/step-log.ts';
import { requestSchema } from './schema.ts';
import { type ServeApiPorts, serveApi } from './serve-api.ts';

const { catalogTableName, apiOperatorView } = readEnvironment(
  process.env,
  z.pick(environmentSchema, { catalogTableName: true, apiOperatorView: true }),
);
const log = makeStepLog('serve-api');
const client = makeDynamoDbClient(impatientClientSettings);

const ports: ServeApiPorts = {
  listOfChannel: makeListOfChannel(client, catalogTableName),
  listOfDay: makeListOfDay(client, catalogTableName),
  listOfRecording: makeListOfRecording(client, catalogTableName),
  hasOperatorView: apiOperatorView === 'on',
  warn: log.warn,
};

/** Entry point of the Lambda. */
export const handler = log.handle((event) => serveApi(requestSchema.parse(event), ports));
