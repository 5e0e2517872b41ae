/** `setup recording-config`: makes what channels record by, unless it is there. */
import type { CommandContext } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { type BucketFinding, demandBucket } from './check-bucket.ts';
import type { IvsPorts } from './ivs-ports.ts';
import {
  hasSameSettings,
  type RecordingConfiguration,
  type RecordingSettings,
  renditionsText,
  thumbnailsText,
  titleOf,
} from './recording-settings.ts';
import { waitUntilActive } from './wait-until-active.ts';

/** IVS, and what S3 says of a bucket. */
export interface CreationPorts extends IvsPorts {
  findBucket(name: string): Promise<BucketFinding>;
}

/** Resolves to the exit code. @throws OperationRefusedError when the bucket will not do, or IVS fails */
export async function createConfiguration(
  name: string,
  settings: RecordingSettings,
  ports: CreationPorts,
  context: CommandContext,
): Promise<number> {
  demandBucket(settings.bucketName, await ports.region(), await ports.findBucket(settings.bucketName));
  const same = (await ports.listConfigurations()).find(
    (each) => each.state !== 'CREATE_FAILED' && hasSameSettings(each, settings),
  );
  const begun = same ?? (await ports.createConfiguration(name, settings));
  const configuration = await waitUntilActive(begun, ports, context);
  const isNew = same === undefined;
  const { output, programName } = context;
  output.line(
    isNew
      ? `Created ${titleOf(configuration)}, which is ACTIVE.`
      : `${titleOf(configuration)} has the same settings already, and is ACTIVE.`,
    'good',
  );
  for (const line of settingLines(configuration)) output.line(line);
  output.line(`Record a channel by it: ${programName} setup channel <channel> --recording-config ${configuration.arn}`);
  output.json({ recordingConfiguration: configuration, isNew });
  return isNew ? exitCodes.done : exitCodes.nothingToDo;
}

const settingLines = (configuration: RecordingConfiguration): string[] => [
  `Bucket            ${configuration.bucketName}`,
  `Reconnect window  ${configuration.reconnectWindowSeconds} s`,
  `Thumbnails        ${thumbnailsText(configuration.thumbnails)}`,
  `Renditions        ${renditionsText(configuration.renditions)}`,
];
