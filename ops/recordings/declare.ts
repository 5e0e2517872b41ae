/** `recordings`, declared: what was recorded, and what became of it. */
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Command, Option } from 'commander';
import { makeFindInCatalog } from '../../lambdas/shared/adapters/catalog-reader.ts';
import { executionArnOf } from '../../lambdas/shared/adapters/state-machine.ts';
import { recordingExecutionName } from '../../lambdas/shared/contract/execution-name.ts';
import { makeCatalogPages } from '../catalog/catalog-pages.ts';
import { outputOf } from '../deployment/deployment.ts';
import { makeOperatorPorts } from '../executions/operator-ports.ts';
import type { Act } from '../frame/act.ts';
import type { CommandContext } from '../frame/command-context.ts';
import { parseMoment } from '../frame/parse-moment.ts';
import { checkRecording } from './check-recording.ts';
import { describeRecording } from './describe-recording.ts';
import type { EventPorts } from './find-events.ts';
import { type WantedStatus, wantedStatuses } from './list-recordings.ts';
import { readMessages } from './log-messages.ts';
import { type ListOptions, parseLimit, readListOptions } from './parse-options.ts';
import { printCheck } from './print-check.ts';
import { printDescription } from './print-description.ts';
import { printEvents } from './print-events.ts';
import { printList } from './print-list.ts';
import { makeCheckPorts, makeDescribePorts } from './show-ports.ts';

/** Adds `recordings list`, `events`, `show` and `check`. */
export function declareRecordings(program: Command, act: Act): void {
  const recordings = program.command('recordings').description('What was recorded, and what became of it.');
  declareList(recordings, act);
  declareEvents(recordings, act);
  declareShow(recordings, act);
  declareCheck(recordings, act);
}

const csvNote = `
With --csv, a cell that a spreadsheet would take for a formula (= + - @) begins
with an apostrophe. Times are in UTC.`;

/** Options that both lists have. */
const withListOptions = (command: Command): Command =>
  command
    .option(
      '--since <time>',
      'how long ago (30m, 2h, 3d), or when (2026-06-24T10:00Z); a day before the end when left out',
      parseMoment,
    )
    .option('--until <time>', 'the end, in the same words; now when left out', parseMoment)
    .option('--channel <channel>', 'of one channel, by its ARN or its id')
    .addOption(new Option('--limit <n>', 'at most so many, the latest').argParser(parseLimit).default(100, '100'))
    .option('--csv', 'print comma-separated values (RFC 4180)')
    .addHelpText('after', csvNote);

interface RecordingListOptions extends ListOptions {
  readonly status?: WantedStatus;
}

function declareList(recordings: Command, act: Act): void {
  withListOptions(recordings.command('list').description('List recordings from the catalog, the latest first.'))
    .addOption(
      new Option('--status <status>', 'playable includes partial; attention: failed or held, exports too').choices([
        ...wantedStatuses,
      ]),
    )
    .action(
      act<RecordingListOptions>(async (context, { options }) => {
        const { isCsv, ...wish } = readListOptions(options, context.options.isJson, context.clock.now());
        const tableName = outputOf(await context.deployment(), 'CatalogTableName');
        const dynamodb = context.client((settings) => new DynamoDBClient(settings));
        const wait = context.wait();
        const pages = makeCatalogPages(dynamodb, tableName, (day) => wait.show(0, `Looking at ${day}`));
        return printList({ ...wish, status: options.status }, isCsv, { pages, wait }, context);
      }),
    );
}

function declareEvents(recordings: Command, act: Act): void {
  withListOptions(
    recordings
      .command('events')
      .description(
        'List what IVS has told of recordings, the latest last: starts, ends, failures; also of what never became one.',
      ),
  ).action(
    act<ListOptions>(async (context, { options }) => {
      const { isCsv, ...wish } = readListOptions(options, context.options.isJson, context.clock.now());
      return printEvents(wish, isCsv, await makeEventPorts(context), context);
    }),
  );
}

async function makeEventPorts({ client, deployment, signal }: CommandContext): Promise<EventPorts> {
  const found = await deployment();
  const logs = client((settings) => new CloudWatchLogsClient(settings));
  const dynamodb = client((settings) => new DynamoDBClient(settings));
  const groupName = outputOf(found, 'RecordingEventLogName');
  return {
    readMessages: (span) => readMessages(logs, groupName, span),
    findInCatalog: makeFindInCatalog(dynamodb, outputOf(found, 'CatalogTableName')),
    signal,
  };
}

const nameHelp = 'its id, its prefix, or a URL of something in it';

const showNote = `
Executions are found by what is known of their names: the automatic ones, those
of a backfill, those that the catalog notes, and the exports that they started.
Messages are those that SNS took from these executions, and the failures that
the catalog notes.`;

function declareShow(recordings: Command, act: Act): void {
  recordings
    .command('show')
    .description('Show everything about one recording: catalog, metadata, exports, executions, messages.')
    .argument('<recording>', nameHelp)
    .option('--all-executions', 'list every execution to find those of other names: slow where there are many')
    .addHelpText('after', showNote)
    .action(
      act<{ readonly allExecutions?: true }>(async (context, { args: [typed = ''], options }) => {
        const found = await makeOperatorPorts(context).findRecording(typed);
        const ports = await makeDescribePorts(context);
        return printDescription(await describeRecording(found, options.allExecutions === true, ports), context);
      }),
    );
}

const checkNote = `
By the code that an execution would run. Judged is what IVS wrote, and not the
repaired playlists through which a partial recording is played: of those it
tells whether they are there as they should be. Nothing is written, nothing
announced. Which exports would be made is the deployment’s matter, and not
shown. Exits with 1 unless viewers could play the recording.`;

function declareCheck(recordings: Command, act: Act): void {
  recordings
    .command('check')
    .description('Judge a recording here and now, and say what would be announced.')
    .argument('<recording>', nameHelp)
    .addHelpText('after', checkNote)
    .action(
      act(async (context, { args: [typed = ''] }) => {
        const found = await makeOperatorPorts(context).findRecording(typed);
        const machine = outputOf(await context.deployment(), 'ProcessRecordingArn');
        const executionArn = executionArnOf(machine, recordingExecutionName(found.location));
        return printCheck(found, await checkRecording(found, executionArn, await makeCheckPorts(context)), context);
      }),
    );
}
