import type { IncomingMessage, ServerResponse } from 'node:http';
import { JobStatus, Order } from '@aws-sdk/client-mediaconvert';
import * as z from 'zod/mini';
import { toWireJob } from './job.ts';
import type { JobStore } from './job-store.ts';
import { BadRequestException, RequestRefusal, UnknownOperationException } from './request-errors.ts';
import { anyValue } from './supported-values.ts';

/** A job request is a few kilobytes; the limit keeps a runaway client from filling the memory. */
const maxBodyBytes = 1024 * 1024;

interface Answer {
  readonly statusCode: number;
  readonly body: unknown;
}

/**
 * Answers one request of MediaConvert's REST API.
 *
 * @see https://docs.aws.amazon.com/mediaconvert/latest/apireference/resources.html
 */
export async function answerRequest(store: JobStore, request: IncomingMessage, response: ServerResponse) {
  try {
    const { statusCode, body } = await route(store, request);
    writeJson(response, statusCode, body);
  } catch (error) {
    writeError(response, error);
  }
}

async function route(store: JobStore, request: IncomingMessage): Promise<Answer> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const [, resource, id] = /^\/2017-08-29\/(jobs|tags)(?:\/(.+))?$/.exec(pathname) ?? [];
  const operation = `${request.method} ${resource}${id === undefined ? '' : '/id'}`;
  const decodedId = decodeURIComponent(id ?? '');
  switch (operation) {
    case 'POST jobs':
      return { statusCode: 201, body: { job: toWireJob(store.create(await readJson(request))) } };
    case 'GET jobs':
      return { statusCode: 200, body: listJobs(store, searchParams) };
    case 'GET jobs/id':
      return { statusCode: 200, body: { job: toWireJob(store.get(decodedId)) } };
    case 'DELETE jobs/id':
      await store.cancel(decodedId);
      return { statusCode: 202, body: {} };
    case 'GET tags/id':
      return { statusCode: 200, body: listTags(store, decodedId) };
    default:
      throw new UnknownOperationException(
        `${request.method} ${pathname} is not supported by the local MediaConvert; it has CreateJob, ListJobs, GetJob, CancelJob and ListTagsForResource.`,
      );
  }
}

const listParametersSchema = z.object({
  status: z.optional(anyValue(JobStatus)),
  queue: z.optional(z.string()),
  order: z._default(anyValue(Order), Order.DESCENDING),
  maxResults: z.optional(z.coerce.number().check(z.int(), z.gte(1), z.lte(20))),
  nextToken: z.optional(z.string()),
});

function listJobs(store: JobStore, parameters: URLSearchParams) {
  const parsed = z.safeParse(listParametersSchema, Object.fromEntries(parameters), {
    error: z.locales.en().localeError,
  });
  if (!parsed.success) {
    throw new BadRequestException(parsed.error.issues.map(({ path, message }) => `${path}: ${message}`).join('; '));
  }
  const { jobs, nextToken } = store.list(parsed.data);
  return { jobs: jobs.map(toWireJob), nextToken };
}

function listTags(store: JobStore, arn: string) {
  const job = store.get(arn.replace(/^.*:jobs\//, ''));
  return { resourceTags: { arn: job.arn, tags: job.request.tags ?? {} } };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes > maxBodyBytes) {
      throw new BadRequestException(`The request is larger than ${maxBodyBytes} bytes.`);
    }
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (cause) {
    throw new BadRequestException('The request is not JSON.', { cause });
  }
}

function writeError(response: ServerResponse, error: unknown): void {
  if (error instanceof RequestRefusal) {
    response.setHeader('x-amzn-ErrorType', error.name);
    writeJson(response, error.statusCode, { message: error.message });
  } else {
    response.setHeader('x-amzn-ErrorType', 'InternalServerErrorException');
    writeJson(response, 500, { message: error instanceof Error ? error.message : String(error) });
  }
}

function writeJson(response: ServerResponse, statusCode: number, body: unknown): void {
  response.writeHead(statusCode, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
