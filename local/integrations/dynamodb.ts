/** `dynamodb:updateItem`. @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html */
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import type { TaskIntegration } from '../states/integration.ts';
import type { SdkConfiguration } from '../system/sdk-configuration.ts';
import { callSettings } from './call-settings.ts';
import { parseParameters } from './parse-parameters.ts';
import { callService } from './service-failure.ts';

const attributeValueSchema: z.ZodMiniType<AttributeValueInput> = z.lazy(() =>
  z.union([
    z.strictObject({ S: z.string() }),
    z.strictObject({ N: z.string() }),
    z.strictObject({ BOOL: z.boolean() }),
    z.strictObject({ NULL: z.boolean() }),
    z.strictObject({ L: z.array(attributeValueSchema) }),
    z.strictObject({ M: z.record(z.string(), attributeValueSchema) }),
  ]),
);
type AttributeValueInput =
  | { S: string }
  | { N: string }
  | { BOOL: boolean }
  | { NULL: boolean }
  | { L: AttributeValueInput[] }
  | { M: Record<string, AttributeValueInput> };

const attributeMap = z.record(z.string(), attributeValueSchema);
const parametersSchema = z.strictObject({
  TableName: z.string(),
  Key: attributeMap,
  UpdateExpression: z.string(),
  ConditionExpression: z.optional(z.string()),
  ExpressionAttributeNames: z.optional(z.record(z.string(), z.string())),
  ExpressionAttributeValues: z.optional(attributeMap),
});

/** Sends UpdateItem to the embedded DynamoDB. */
export function updateItemIntegration(configuration: SdkConfiguration, endpoint: string): TaskIntegration {
  const client = new DynamoDBClient({ ...callSettings(configuration), endpoint });
  return async (parameters, { signal }) => {
    const input = parseParameters('dynamodb:updateItem', parametersSchema, parameters);
    const call = () => client.send(new UpdateItemCommand(input), { abortSignal: signal });
    const { Attributes = {} } = await callService('DynamoDB', call, signal);
    return { Attributes };
  };
}
