/** `sns:publish`. @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html */
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod/mini';
import { TaskFailure } from '../states/errors.ts';
import type { TaskIntegration } from '../states/integration.ts';
import type { SdkConfiguration } from '../system/sdk-configuration.ts';
import { callSettings } from './call-settings.ts';
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
  const client = new SNSClient({ ...callSettings(configuration), endpoint });
  return async (parameters, { signal }) => {
    const input = parseParameters('sns:publish', parametersSchema, parameters);
    const call = () => client.send(new PublishCommand(input), { abortSignal: signal });
    const { MessageId } = await callService('SNS', call, signal);
    // The SDK of JavaScript reads what is no answer of SNS as one that says nothing.
    if (MessageId === undefined) throw new TaskFailure('SNS.SdkClientException', 'The answer has no MessageId.');
    return { MessageId };
  };
}
