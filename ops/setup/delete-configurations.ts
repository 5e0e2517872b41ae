/** `setup recording-config delete`. */
import type { CommandContext } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { OperationRefusedError } from '../frame/operator-errors.ts';
import { findConfiguration } from './find-configuration.ts';
import type { IvsPorts } from './ivs-ports.ts';
import { type RecordingConfiguration, titleOf } from './recording-settings.ts';

/** Deletes those that are named, unless one is in use; resolves to the exit code. What was recorded stays. */
export async function deleteConfigurations(
  named: readonly string[],
  ports: IvsPorts,
  context: CommandContext,
): Promise<number> {
  const { output, programName } = context;
  const all = await ports.listConfigurations();
  const chosen = [...new Set(named.map((each) => findConfiguration(all, each, programName)))];
  for (const configuration of chosen) await demandUnused(configuration, ports, programName);
  for (const configuration of chosen)
    output.note(`Delete ${titleOf(configuration)}, which records to ${configuration.bucketName}; recordings stay.`);
  await context.confirm(chosen.length === 1 ? 'Delete it?' : `Delete these ${chosen.length}?`);
  const deleted: { arn: string; name: string }[] = [];
  output.json({ deleted });
  for (const { arn, name } of chosen) {
    await ports.deleteConfiguration(arn);
    deleted.push({ arn, name });
    output.line(`Deleted ${titleOf({ arn, name })}.`, 'good');
  }
  return exitCodes.done;
}

/** IVS would refuse as well, but not say by whom it is used. */
async function demandUnused(
  configuration: RecordingConfiguration,
  { listChannels }: Pick<IvsPorts, 'listChannels'>,
  programName: string,
): Promise<void> {
  const users = await listChannels({ recordingConfigurationArn: configuration.arn });
  if (users.length === 0) return;
  const [first, second, third] = users.map(titleOf);
  const more = users.length > 3 ? ` and ${users.length - 3} more` : '';
  const shown = [first, second, third].filter((title) => title !== undefined).join(', ');
  throw new OperationRefusedError(
    `${titleOf(configuration)} is in use by ${shown}${more}. Give them another one (${programName} setup channel), or stop recording them (${programName} setup channel detach).`,
  );
}
