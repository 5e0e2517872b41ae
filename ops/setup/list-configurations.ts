/** `setup recording-config list`. */
import type { CommandContext } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { Column } from '../terminal/table.ts';
import type { IvsPorts } from './ivs-ports.ts';
import { type RecordingConfiguration, renditionsText, thumbnailsText } from './recording-settings.ts';

interface Row extends RecordingConfiguration {
  readonly channelCount: number;
}

const columns: readonly Column<Row>[] = [
  { title: 'Name', text: ({ name }) => name },
  { title: 'State', text: ({ state }) => state, mark: ({ state }) => (state === 'ACTIVE' ? 'good' : 'warning') },
  { title: 'Bucket', text: ({ bucketName }) => bucketName },
  { title: 'Window', text: ({ reconnectWindowSeconds }) => `${reconnectWindowSeconds} s`, isRight: true },
  { title: 'Thumbnails', text: ({ thumbnails }) => thumbnailsText(thumbnails) },
  { title: 'Renditions', text: ({ renditions }) => renditionsText(renditions) },
  { title: 'Channels', text: ({ channelCount }) => String(channelCount), isRight: true },
  { title: 'ARN', text: ({ arn }) => arn },
];

/** Lists every recording configuration of the Region, and how many channels use it; resolves to the exit code. */
export async function listConfigurations(ports: IvsPorts, { output }: Pick<CommandContext, 'output'>): Promise<number> {
  const configurations = await ports.listConfigurations();
  const channels = configurations.length === 0 ? [] : await ports.listChannels();
  const rows = configurations.map((configuration) => ({
    ...configuration,
    channelCount: channels.filter(({ recordingConfigurationArn: used }) => used === configuration.arn).length,
  }));
  output.json({ recordingConfigurations: rows });
  if (rows.length === 0) output.line(`No recording configurations in ${await ports.region()}.`);
  else output.table(columns, rows);
  return rows.length === 0 ? exitCodes.nothingToDo : exitCodes.done;
}
