import type { Channel } from '../setup/ivs-ports.ts';
import type { RecordingConfiguration } from '../setup/recording-settings.ts';
import { countText } from '../terminal/quantities.ts';
import { type Finding, fault, ok, warning } from './check.ts';
import type { DoctorPorts } from './doctor-ports.ts';

/** A line holds no more. */
const mostNamed = 5;

/**
 * Which channels of the Region are recorded to the deployment's bucket, by whichever configuration. Channels that are
 * not recorded at all are somebody's decision, and counted only.
 */
export async function checkChannels(
  bucket: string,
  {
    listChannels,
    listConfigurations,
    programName,
  }: Pick<DoctorPorts, 'listChannels' | 'listConfigurations' | 'programName'>,
): Promise<Finding> {
  const [channels, configurations] = await Promise.all([listChannels(), listConfigurations()]);
  const { here, elsewhere, nowhere } = sortChannels(channels, bucket, configurations);
  const counts = `${here.length} recorded to ${bucket}, ${nowhere.length} not recorded`;
  if (here.length === 0)
    return fault(
      channels.length === 0 ? 'there is no channel' : `${counts}, ${elsewhere.length} to other buckets`,
      `Nothing can arrive. Have channels recorded: ${programName} setup channel <arn or name>`,
    );
  if (elsewhere.length === 0) return ok(counts);
  return warning(
    `${counts}, ${countText(elsewhere.length, 'channel')} to other buckets: ${namesOf(elsewhere)}`,
    `Nothing of those is processed here. If it should be: ${programName} setup channel <arn or name>`,
  );
}

function sortChannels(channels: readonly Channel[], bucket: string, configurations: readonly RecordingConfiguration[]) {
  const oursArns = new Set(configurations.filter(({ bucketName }) => bucketName === bucket).map(({ arn }) => arn));
  const recorded = channels.filter(({ recordingConfigurationArn }) => recordingConfigurationArn !== '');
  return {
    here: recorded.filter(({ recordingConfigurationArn }) => oursArns.has(recordingConfigurationArn)),
    elsewhere: recorded.filter(({ recordingConfigurationArn }) => !oursArns.has(recordingConfigurationArn)),
    nowhere: channels.filter(({ recordingConfigurationArn }) => recordingConfigurationArn === ''),
  };
}

function namesOf(channels: readonly Channel[]): string {
  const names = channels.slice(0, mostNamed).map(({ name, arn }) => (name === '' ? arn : name));
  const left = channels.length - names.length;
  return left > 0 ? `${names.join(', ')} and ${left} more` : names.join(', ');
}
