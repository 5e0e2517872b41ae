/** `setup channel` and `setup channel detach`: by which configuration channels record, if at all. */
import type { CommandContext } from '../frame/command-context.ts';
import { describeError } from '../frame/describe-error.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { InterruptedError } from '../terminal/interruption.ts';
import { countText } from '../terminal/quantities.ts';
import type { Column } from '../terminal/table.ts';
import { type ChannelChoice, chooseChannels, nothingChosen } from './choose-channels.ts';
import type { Channel, IvsPorts } from './ivs-ports.ts';
import { type RecordingConfiguration, titleOf } from './recording-settings.ts';

/** What became of the channels; also what `--json` prints. */
interface Outcome {
  /** Empty: they are not recorded any more. */
  readonly recordingConfigurationArn: string;
  readonly updated: { arn: string; name: string }[];
  /** Had it already. */
  readonly unchanged: { arn: string; name: string }[];
  readonly failed: { arn: string; name: string; error: string }[];
}

/**
 * Gives the chosen channels the configuration, or none; a plan is shown before. Run again it does what is left.
 *
 * @param target `undefined` to stop recording
 * @returns the exit code: failed when a channel could not be updated, such as a live one
 */
export async function setChannels(
  choice: ChannelChoice,
  target: RecordingConfiguration | undefined,
  ports: IvsPorts,
  context: CommandContext,
): Promise<number> {
  const { output } = context;
  const channels = await ports.listChannels();
  const chosen = chooseChannels(channels, choice);
  const targetArn = target?.arn ?? '';
  const changing = chosen.filter(({ recordingConfigurationArn }) => recordingConfigurationArn !== targetArn);
  const unchanged = chosen.filter(({ recordingConfigurationArn }) => recordingConfigurationArn === targetArn);
  const outcome: Outcome = {
    recordingConfigurationArn: targetArn,
    updated: [],
    unchanged: unchanged.map(({ arn, name }) => ({ arn, name })),
    failed: [],
  };
  output.json(outcome);
  if (changing.length === 0) {
    output.line(chosen.length === 0 ? nothingChosen(choice, channels.length) : nothingLeft(chosen.length, target));
    return exitCodes.nothingToDo;
  }
  await showPlan(changing, unchanged.length, target, ports, context);
  await context.confirm(`Update ${countText(changing.length, 'channel')}?`);
  await update(changing, targetArn, outcome, ports, context);
  report(outcome, output);
  return outcome.failed.length > 0 ? exitCodes.failed : exitCodes.done;
}

function nothingLeft(count: number, target: RecordingConfiguration | undefined): string {
  if (target === undefined) return `${countText(count, 'channel')}: not recorded anyway.`;
  return `${countText(count, 'channel')}: recorded by ${titleOf(target)} already.`;
}

async function showPlan(
  changing: readonly Channel[],
  unchangedCount: number,
  target: RecordingConfiguration | undefined,
  { listConfigurations }: Pick<IvsPorts, 'listConfigurations'>,
  { output }: Pick<CommandContext, 'output'>,
): Promise<void> {
  const names = new Map((await listConfigurations()).map(({ arn, name }) => [arn, name || arn]));
  const columns: readonly Column<Channel>[] = [
    { title: 'Channel', text: ({ name }) => name },
    { title: 'ARN', text: ({ arn }) => arn },
    { title: 'Recorded now by', text: ({ recordingConfigurationArn: now }) => names.get(now) ?? (now || 'none') },
    { title: 'Then by', text: () => (target === undefined ? 'none' : target.name || target.arn) },
  ];
  output.noteTable(columns, changing);
  if (target !== undefined) output.note(`Recordings go to ${target.bucketName}, from each channel's next stream on.`);
  if (unchangedCount > 0) output.note(`No change for ${countText(unchangedCount, 'channel')}.`);
}

async function update(
  channels: readonly Channel[],
  targetArn: string,
  { updated, failed }: Outcome,
  { setRecording }: Pick<IvsPorts, 'setRecording'>,
  { bar, signal, output }: CommandContext,
): Promise<void> {
  const progress = bar(channels.length);
  try {
    for (const [done, { arn, name }] of channels.entries()) {
      progress.show(done, name || arn);
      try {
        await setRecording(arn, targetArn);
        updated.push({ arn, name });
      } catch (error) {
        if (signal.aborted || !isOfOneChannel(error)) throw error;
        failed.push({ arn, name, error: failureOf(error) });
      }
    }
  } catch (error) {
    progress.stop();
    if (error instanceof InterruptedError || updated.length > 0)
      output.note(`${updated.length} of ${countText(channels.length, 'channel')} were updated.`);
    throw error;
  }
  progress.stop();
}

function failureOf(error: unknown): string {
  const { message } = describeError(error);
  const isConflict = error instanceof Error && error.name === 'ConflictException';
  return isConflict ? `${message} If it is live, run the same command again once its stream has ended.` : message;
}

/** A live channel, or one that has gone: the others can be updated nevertheless. */
const isOfOneChannel = (error: unknown): boolean =>
  error instanceof Error && ['ConflictException', 'ResourceNotFoundException'].includes(error.name);

function report({ updated, failed }: Outcome, output: CommandContext['output']): void {
  for (const { error, ...channel } of failed) output.trouble(`Not updated: ${titleOf(channel)}. ${error}`);
  output.line(
    `${countText(updated.length, 'channel')} updated, ${failed.length} left.`,
    failed.length > 0 ? 'warning' : 'good',
  );
}
