/**
 * `s3:getObject` as the ItemReader of a distributed Map, which is all that a definition may use it for.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 */
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import type { TaskIntegration } from '../states/integration.ts';
import type { SdkConfiguration } from '../system/sdk-configuration.ts';
import { callSettings } from './call-settings.ts';
import { parseParameters } from './parse-parameters.ts';
import { callService } from './service-failure.ts';

const parametersSchema = z.strictObject({ Bucket: z.string(), Key: z.string() });

/** Reads an object of the embedded S3 as text. */
export function getObjectIntegration(configuration: SdkConfiguration, endpoint: string): TaskIntegration {
  const client = new S3Client({ ...callSettings(configuration), endpoint, forcePathStyle: true });
  return async (parameters, { signal }) => {
    const input = parseParameters('s3:getObject', parametersSchema, parameters);
    return callService('S3', () => readText(client, input, signal), signal);
  };
}

async function readText(client: S3Client, input: z.infer<typeof parametersSchema>, signal: AbortSignal) {
  const { Body } = await client.send(new GetObjectCommand(input), { abortSignal: signal });
  return { Body: (await Body?.transformToString()) ?? '' };
}
