/** `sns:publish`. @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html */
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod/mini';
import type { TaskIntegration } from '../states/integration.ts';
import type { SdkConfiguration } from '../system/sdk-configuration.ts';
import { parseParameters } from './parse-parameters.ts';
import { callService } from './service-failure.ts';

const parametersSchema = z.strictObject({
  TopicArn: z.string(),
  Subject: z.optional(z.string()),
  Message: z.string(),
  MessageAttributes: z.optional(
    z.record(z.string(), z.strictObject({ DataType: z.string(), StringValue: z.string() })),
  ),
});

/** Sends Publish to the embedded SNS. */
export function publishIntegration(configuration: SdkConfiguration, endpoint: string): TaskIntegration {
  const client = new SNSClient({ ...configuration, endpoint, maxAttempts: 1 });
  return async (parameters, { signal }) => {
    const input = parseParameters('sns:publish', parametersSchema, parameters);
    const call = () => client.send(new PublishCommand(input), { abortSignal: signal });
    const { MessageId } = await callService('SNS', call, signal);
    return { MessageId };
  };
}
