/** `recordings show`. */
import type { CatalogRecording } from '../../lambdas/shared/contract/catalog.ts';
import type { RecordingMetadata } from '../../lambdas/shared/contract/recording-metadata.ts';
import { executionNameOf } from '../executions/execution-arn.ts';
import type { CommandContext } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { Output } from '../terminal/output.ts';
import { bytesText, countText } from '../terminal/quantities.ts';
import type { Column } from '../terminal/table.ts';
import { statusOf } from './catalog-entry.ts';
import { type DescribedExport, isKnown, problemIn, type RecordingDescription } from './describe-recording.ts';
import { descriptionJson } from './description-json.ts';
import { printFailures, printRelease } from './print-failures.ts';
import type { RecordingExecution } from './recording-executions.ts';
import { channelText, durationText, timeText } from './recording-row.ts';
import type { SentMessage } from './sent-messages.ts';

/** Prints it; resolves to the exit code. */
export function printDescription(
  description: RecordingDescription,
  context: Pick<CommandContext, 'output' | 'programName'>,
): number {
  const { output } = context;
  const { bucket, location } = description;
  output.json(descriptionJson(description));
  if (!isKnown(description)) {
    output.line(`Nothing is known of s3://${bucket}/${location.prefix}: no item in the catalog, no execution, and:`);
    output.line(problemIn(description.metadata) ?? '');
    return exitCodes.nothingToDo;
  }
  printFacts(description, output);
  printMetadata(description, output);
  printExports(description, output);
  printRelease(description, context);
  printTable('Executions', executionColumns, description.executions, output, `none is found by name`);
  printFailures(description, context);
  printTable('Messages', messageColumns, description.messages, output, 'none is known of');
  return exitCodes.done;
}

const fact = (output: Output, title: string, text: string): void => output.line(`${title.padEnd(11)} ${text}`);

function printFacts({ bucket, location, entry }: RecordingDescription, output: Output): void {
  const { channelId, recordingId, prefix } = location;
  const item = entry?.recording;
  fact(output, 'Recording', recordingId);
  fact(output, 'Channel', channelText(item?.recording?.channelName, channelId));
  fact(output, 'Place', `s3://${bucket}/${prefix}`);
  fact(output, 'Catalog', entry === undefined ? 'knows nothing of it' : statusText(entry.recording));
  if (item === undefined) return;
  printPlayback(item, output);
  if (item.failure !== undefined) fact(output, 'Failure', `${item.failure.name}: ${item.failure.message}`);
  for (const { message } of item.findings ?? []) fact(output, 'Finding', message);
  if (Object.keys(item.metadata ?? {}).length > 0) fact(output, 'Caller’s', JSON.stringify(item.metadata));
}

function statusText(item: CatalogRecording | undefined): string {
  if (item === undefined) return 'has exports of it, and not the recording itself';
  const judged = item.judgedAt === undefined ? '' : `, judged ${timeText(item.judgedAt)}`;
  return `${statusOf({ recording: item })}${judged}${item.attention === undefined ? '' : ', somebody should look'}`;
}

function printPlayback(item: CatalogRecording, output: Output): void {
  const { startedAt, recording, playback, thumbnailsExpiredAt } = item;
  const ended = recording?.endedAt === undefined ? '' : ` to ${timeText(recording.endedAt)}`;
  const length = recording?.durationMs === undefined ? '' : `, ${durationText(recording.durationMs)} to play`;
  fact(output, 'Recorded', `${timeText(startedAt)}${ended} UTC${length}`);
  if (thumbnailsExpiredAt !== undefined)
    fact(output, 'Thumbnails', `deleted ${timeText(thumbnailsExpiredAt)} by their retention`);
  if (playback === undefined) return;
  fact(output, 'Playback', playback.url ?? 'withheld: the channel is private, or may be');
  if (playback.thumbnailUrl !== undefined) fact(output, 'Thumbnail', playback.thumbnailUrl);
  fact(output, 'Renditions', playback.renditions.map(({ name }) => name).join(', '));
  if (playback.missing !== undefined)
    fact(output, 'Missing', `${playback.missing.seconds} s, of which ${playback.missing.skippedSeconds} s are skipped`);
}

function printMetadata({ metadata: reading }: RecordingDescription, output: Output): void {
  fact(output, 'Metadata', 'value' in reading ? metadataText(reading.value.metadata) : reading.problem);
}

function metadataText({ media: { hls }, ...metadata }: RecordingMetadata): string {
  const said = metadata.recording_status_message === undefined ? '' : ` (${metadata.recording_status_message})`;
  const span = `${timeText(metadata.recording_started_at)} to ${timeText(metadata.recording_ended_at)} UTC`;
  const renditions = hls.renditions.map(({ path }) => path).join(', ') || 'no renditions';
  return `${metadata.recording_status}${said}, ${span}, ${hls.duration_ms} ms, ${renditions}`;
}

function printExports({ exports }: RecordingDescription, output: Output): void {
  printTable('Exports', exportColumns, exports, output, 'none');
  for (const { exportName, failure, hold } of exports) {
    if (failure !== undefined) output.line(`${exportName}: ${failure.name}: ${failure.message}`, 'bad');
    if (hold !== undefined) output.line(`${exportName}: ${hold.message}`, 'warning');
  }
}

const exportColumns: readonly Column<DescribedExport>[] = [
  { title: 'Name', text: ({ exportName }) => exportName },
  { title: 'Status', text: ({ status }) => status, mark: ({ status }) => (status === 'failed' ? 'bad' : undefined) },
  { title: 'Size', text: sizeText, isRight: true },
  { title: 'Duration', text: ({ export: file }) => durationText(file?.durationMs), isRight: true },
  { title: 'Engine', text: ({ export: file }) => file?.engine ?? '-' },
  { title: 'URL', text: ({ export: file }) => file?.url ?? '-' },
];

/** As the catalog has it; what lies there now only where it is something else. */
function sizeText({ export: file, fileNow }: DescribedExport): string {
  if (file === undefined) return '-';
  const noted = bytesText(file.sizeBytes);
  if (fileNow === undefined || 'problem' in fileNow || fileNow.value === file.sizeBytes) return noted;
  return fileNow.value === undefined ? `${noted}, NOT THERE` : `${noted}, now ${bytesText(fileNow.value)}`;
}

const executionColumns: readonly Column<RecordingExecution>[] = [
  { title: 'Name', text: ({ name }) => name },
  {
    title: 'Status',
    text: ({ status }) => status,
    mark: ({ status }) => (status === 'SUCCEEDED' ? 'good' : status === 'RUNNING' ? undefined : 'bad'),
  },
  { title: 'Started (UTC)', text: ({ startDate }) => timeText(startDate.toISOString()) },
  {
    title: 'Took',
    text: ({ startDate, stopDate }) => durationText(stopDate && stopDate.getTime() - startDate.getTime()),
    isRight: true,
  },
  { title: 'Redriven', text: ({ redriveCount }) => String(redriveCount), isRight: true },
  { title: 'Error', text: ({ error = '-' }) => error },
];

const messageColumns: readonly Column<SentMessage>[] = [
  { title: 'Time (UTC)', text: ({ at }) => timeText(at.toISOString()) },
  { title: 'Type', text: ({ type }) => type },
  { title: 'Id', text: ({ id }) => id },
  { title: 'SNS', text: ({ messageId }) => messageId ?? 'as noted in the catalog' },
  { title: 'By', text: ({ executionArn }) => executionNameOf(executionArn) },
];

function printTable<Row>(
  title: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  output: Output,
  none: string,
): void {
  output.line('');
  output.line(
    rows.length === 0 ? `${title}: ${none}` : `${countText(rows.length, title.slice(0, -1).toLowerCase())}:`,
    'strong',
  );
  if (rows.length > 0) output.table(columns, rows);
}
