/** The OpenAPI document of the API, made from the contract; docs/schema/openapi.json is the same. */
import * as z from 'zod/mini';
import {
  apiPageSchema,
  apiPaths,
  apiRecordingSchema,
  idPattern,
  type ProblemName,
  pageSizes,
  problemSchema,
  problems,
} from '../shared/contract/api.ts';

const versionOfApi = '1';

/** @see https://spec.openapis.org/oas/v3.1.1.html */
export const openApiDocument = (): object => ({
  openapi: '3.1.1',
  info: {
    title: 'Past streams',
    version: versionOfApi,
    description: 'Recordings of Amazon IVS that can be replayed, newest first, for lists of past streams.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/', description: 'The distribution that also serves the recordings.' }],
  paths: {
    [apiPaths.recordingsOfChannel]: call(
      'listRecordingsOfChannel',
      'The recordings of a channel, all or those of a day',
      'RecordingPage',
      {
        parameters: [idParameter('channelId'), { ...dayParameter, required: false }, limitParameter, cursorParameter],
        refusals: ['parameter-invalid', 'cursor-invalid', 'path-not-found'],
      },
    ),
    [apiPaths.recordingsOfDay]: call(
      'listRecordingsOfDay',
      'The recordings of a day on all channels',
      'RecordingPage',
      {
        parameters: [dayParameter, limitParameter, cursorParameter],
        refusals: ['parameter-invalid', 'cursor-invalid'],
      },
    ),
    [apiPaths.recording]: call('getRecording', 'One recording', 'Recording', {
      parameters: [idParameter('recordingId')],
      refusals: ['recording-not-found'],
    }),
  },
  components: {
    schemas: {
      Recording: schemaOf(apiRecordingSchema),
      RecordingPage: {
        ...schemaOf(apiPageSchema, {
          recordings: { type: 'array', items: { $ref: '#/components/schemas/Recording' } },
        }),
      },
      Problem: schemaOf(problemSchema),
    },
  },
});

/** Of the input side: an answer may get more fields, and callers have to let them pass. */
function schemaOf(schema: z.ZodMiniType, properties: object = {}): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return { ...rest, properties: { ...rest.properties, ...properties } };
}

const idParameter = (name: string): object => ({
  name,
  in: 'path',
  required: true,
  schema: { type: 'string', pattern: idPattern.source },
});

const dayParameter = {
  name: 'day',
  in: 'query',
  required: true,
  description: 'Of the start, in UTC.',
  schema: { type: 'string', format: 'date', examples: ['2026-06-23'] },
};

const limitParameter = {
  name: 'limit',
  in: 'query',
  description: 'How many recordings a page holds at most.',
  schema: { type: 'integer', minimum: 1, maximum: pageSizes.most, default: pageSizes.default },
};

const cursorParameter = {
  name: 'before',
  in: 'query',
  description: 'What `next` of the page before held.',
  schema: { type: 'string' },
};

const conditionParameter = {
  name: 'If-None-Match',
  in: 'header',
  description: 'ETag of an answer that you have.',
  schema: { type: 'string' },
};

function call(
  operationId: string,
  summary: string,
  schemaName: string,
  { parameters, refusals }: { readonly parameters: readonly object[]; readonly refusals: readonly ProblemName[] },
): object {
  return {
    get: {
      operationId,
      summary,
      parameters: [...parameters, conditionParameter],
      responses: {
        200: {
          description: summary,
          headers: { ETag: { schema: { type: 'string' } }, 'Cache-Control': { schema: { type: 'string' } } },
          content: { 'application/json': { schema: { $ref: `#/components/schemas/${schemaName}` } } },
        },
        304: { description: 'You have it.' },
        ...refusalsOf([...refusals, 'catalog-unavailable']),
      },
    },
  };
}

/** By status, as OpenAPI has them. */
function refusalsOf(names: readonly ProblemName[]): object {
  const byStatus = Map.groupBy(names, (name) => problems[name].status);
  return Object.fromEntries(
    [...byStatus].map(([status, ofStatus]) => [
      status,
      {
        description: ofStatus.map((name) => `\`${name}\`: ${problems[name].explanation}`).join('\n\n'),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}
