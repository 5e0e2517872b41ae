/** What the commands around executions have in common: the deployment's machines, its recordings, its catalog. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type CatalogPages, makeCatalogPages } from '../catalog/catalog-pages.ts';
import { makeReadRecordingItems, type ReadRecordingItems } from '../catalog/recording-items.ts';
import { outputOf } from '../deployment/deployment.ts';
import type { CommandContext } from '../frame/command-context.ts';
import { type FoundRecording, findRecording, makeFindPlaces } from '../named-recording/find-recording.ts';
import { parseNamedRecording } from '../named-recording/parse-named-recording.ts';
import type { MachineArns } from './machine-arns.ts';

/** See the file's comment. */
export interface OperatorPorts {
  machines(): Promise<MachineArns>;
  /** @throws UsageError, OperationRefusedError */
  findRecording(typed: string): Promise<FoundRecording>;
  readonly readItems: ReadRecordingItems;
  catalog(): Promise<CatalogPages>;
}

/** Makes them; the deployment is looked for when it is needed. */
export function makeOperatorPorts({
  client,
  deployment,
}: Pick<CommandContext, 'client' | 'deployment'>): OperatorPorts {
  const dynamodb = client((settings) => new DynamoDBClient(settings));
  const catalog = async () => makeCatalogPages(dynamodb, outputOf(await deployment(), 'CatalogTableName'));
  return {
    machines: async () => {
      const found = await deployment();
      return {
        processRecordingArn: outputOf(found, 'ProcessRecordingArn'),
        exportRecordingArn: outputOf(found, 'ExportRecordingArn'),
        backfillRecordingsArn: outputOf(found, 'BackfillRecordingsArn'),
      };
    },
    findRecording: async (typed) => {
      // What makes no sense is told before anything is asked of AWS.
      const named = parseNamedRecording(typed);
      const bucket = outputOf(await deployment(), 'RecordingsBucketName');
      return findRecording(named, bucket, makeFindPlaces(await catalog()));
    },
    readItems: async (recording) => makeReadRecordingItems(await catalog())(recording),
    catalog,
  };
}
