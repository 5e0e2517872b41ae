/** The ports of `delete` over S3, DynamoDB and CloudFront. */
import {
  CloudFrontClient,
  CreateInvalidationCommand,
  TooManyInvalidationsInProgress,
} from '@aws-sdk/client-cloudfront';
import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteObjectsCommand, S3Client } from '@aws-sdk/client-s3';
import { itemKey } from '../../lambdas/shared/adapters/item-key.ts';
import { makeFindMetadata } from '../../lambdas/shared/adapters/list-folders.ts';
import { outputOf } from '../deployment/deployment.ts';
import { makeExecutionPorts } from '../executions/execution-ports.ts';
import { makeOperatorPorts } from '../executions/operator-ports.ts';
import type { CommandContext } from '../frame/command-context.ts';
import type { DeletePorts, DoomedObject, KeptObject } from './delete-ports.ts';
import { makeListEverything } from './list-everything.ts';

/** The ports, over clients that end with the context. */
export function makeDeletePorts(context: CommandContext): DeletePorts {
  const s3 = context.client((settings) => new S3Client(settings));
  const dynamodb = context.client((settings) => new DynamoDBClient(settings));
  const cloudFront = context.client((settings) => new CloudFrontClient(settings));
  const findMetadata = makeFindMetadata(s3);
  const { list, describe } = makeExecutionPorts(context);
  return {
    ...makeOperatorPorts(context),
    list,
    describe,
    listObjects: makeListEverything(s3),
    deleteObjects: (bucket, objects) => deleteObjects(s3, bucket, objects),
    findMetadata: async (place) => new Set((await findMetadata(place)).keys()),
    deleteItem: async (key) => {
      const TableName = outputOf(await context.deployment(), 'CatalogTableName');
      await dynamodb.send(new DeleteItemCommand({ TableName, Key: itemKey(key) }));
    },
    invalidate: (distributionId, paths) => invalidate(cloudFront, distributionId, paths, context),
    places: async () => {
      const deployment = await context.deployment();
      const exportsBucket = outputOf(deployment, 'ExportsBucketName');
      return { exportsBucket, distributionId: deployment.outputs.DistributionId };
    },
  };
}

async function deleteObjects(s3: S3Client, Bucket: string, objects: readonly DoomedObject[]): Promise<KeptObject[]> {
  if (objects.length === 0) return [];
  const Objects = objects.map(({ key: Key, versionId: VersionId }) => ({
    Key,
    ...(VersionId !== undefined && { VersionId }),
  }));
  const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
  return Errors.map(({ Key = '', Code = '', Message = '' }) => ({
    key: Key,
    error: [Code, Message].filter(Boolean).join(': '),
  }));
}

/** At most 15 paths with a wildcard may be under way; one takes some 10 s to a few minutes. */
const pauseMs = 20_000;
const mostTries = 30;

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Invalidation.html */
async function invalidate(
  cloudFront: CloudFrontClient,
  DistributionId: string,
  paths: readonly string[],
  { clock, signal }: Pick<CommandContext, 'clock' | 'signal'>,
): Promise<void> {
  const CallerReference = `${clock.now().toISOString()} ${paths[0]}`;
  const InvalidationBatch = { CallerReference, Paths: { Quantity: paths.length, Items: [...paths] } };
  for (let attempt = 1; ; attempt++) {
    try {
      await cloudFront.send(new CreateInvalidationCommand({ DistributionId, InvalidationBatch }));
      return;
    } catch (error) {
      if (!(error instanceof TooManyInvalidationsInProgress) || attempt === mostTries) throw error;
      await clock.sleep(pauseMs, signal);
    }
  }
}
