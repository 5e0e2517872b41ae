/** `npm start`: the whole system on this machine, one recording through it, and a report. */
import { createWriteStream, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { buildLambdas } from '../scripts/build-lambdas.ts';
import { buildWeb } from '../scripts/build-web.ts';
import { type CliOptions, helpText, parseCliOptions, UsageError } from './cli-options.ts';
import { hasDesktop, listenForOpening, openInBrowser } from './page/open-page.ts';
import { ProgressDisplay } from './run/progress-display.ts';
import { type RecordingFolder, readRecordingFolder, sampleDirectory } from './run/recording-folder.ts';
import { type RunResult, runRecording } from './run/recording-run.ts';
import { removeLeftBehind, runFolderName, unfinishedName } from './run/run-folder.ts';
import { toJsonReport, toLines } from './run/run-report.ts';
import { loadSystemModel } from './system/local-system-model.ts';
import { type LocalSystem, startSystem } from './system/start-system.ts';
import { configurationInCdkJson } from './template/cloud-assembly.ts';

const root = path.resolve(import.meta.dirname, '..');
const localDirectory = path.join(root, '.local');

/** Relative paths mean what the user typed, not where npm went. */
const resolveFromUser = (typed: string): string => path.resolve(process.env.INIT_CWD ?? process.cwd(), typed);

async function copyExports(system: LocalSystem, run: RunResult): Promise<Record<string, string>> {
  const directory = path.join(localDirectory, 'exports');
  mkdirSync(directory, { recursive: true });
  const paths: Record<string, string> = {};
  for (const { name, bucket, key } of run.exports) {
    const { Body } = await system.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (!(Body instanceof Readable)) throw new Error(`${bucket}/${key} has no body.`);
    const target = path.join(directory, key.replaceAll('/', '-'));
    // Another run may export the same recording at this moment.
    const temporary = unfinishedName(target, process.pid);
    await pipeline(Body, createWriteStream(temporary));
    renameSync(temporary, target);
    paths[name] = target;
  }
  return paths;
}

function runOptions(options: CliOptions) {
  const hasWish = !options.isExportWanted || options.rendition !== undefined;
  const rendition = options.rendition === undefined ? {} : { rendition: options.rendition };
  return {
    isCopied: options.recording === undefined,
    ...(hasWish ? { wish: { isExportWanted: options.isExportWanted, ...rendition } } : {}),
  };
}

/** The configuration to synthesize with, where the options change something about the one in cdk.json. */
function configurationWith({ engine, exports }: CliOptions) {
  if (engine === undefined && exports === undefined) return undefined;
  return {
    ...configurationInCdkJson(),
    ...(engine === undefined ? {} : { engine }),
    ...(exports === undefined ? {} : { exports, defaultExports: Object.keys(exports) }),
  };
}

/** Exit codes as shells have them: 128 + the signal's number. */
const signalCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

// A signal to the whole process group comes twice, once by way of npm and the bootstrap.
const sameSignalMs = 1000;

/** Aborted, with the exit code as the reason, by Ctrl-C and termination; a later signal ends the process at once. */
function interruption(): AbortSignal {
  const stop = new AbortController();
  let stoppedAt = 0;
  for (const [signal, exitCode] of Object.entries(signalCodes)) {
    process.on(signal, () => {
      if (stop.signal.aborted && Date.now() - stoppedAt > sameSignalMs) process.exit(exitCode);
      if (stop.signal.aborted) return;
      stoppedAt = Date.now();
      stop.abort(exitCode);
    });
  }
  return stop.signal;
}

const whenAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

const environmentLines = (system: LocalSystem): string[] =>
  Object.entries(system.environment).map(([name, value]) => `export ${name}=${value}`);

async function runOnce(system: LocalSystem, folder: RecordingFolder, options: CliOptions, display: ProgressDisplay) {
  display.line(`Recording  s3://${system.recordingsBucket}/${folder.prefix}`);
  const result = await runRecording(system, folder, runOptions(options));
  const run = { ...result, exportPaths: await copyExports(system, result) };
  display.stop();
  if (options.isJson) process.stdout.write(`${JSON.stringify(toJsonReport(run))}\n`);
  else for (const line of toLines(run)) display.line(line);
  return run.status === 'SUCCEEDED' ? 0 : 1;
}

async function main(options: CliOptions): Promise<number> {
  if (options.isHelp) {
    process.stdout.write(`${helpText}\n`);
    return 0;
  }
  // Bad input is told before anything is started.
  const folder = readRecordingFolder(
    options.recording === undefined ? sampleDirectory : resolveFromUser(options.recording),
  );
  requireRendition(folder, options.rendition);
  // With --json, standard output belongs to the JSON.
  const display = new ProgressDisplay(options.isJson ? process.stderr : process.stdout, Date.now);
  const directory = path.join(localDirectory, runFolderName(process.pid));
  const stop = interruption();
  try {
    display.line('Building the step functions and synthesizing the template …');
    await Promise.all([buildLambdas(), buildWeb(), removeLeftBehind(localDirectory)]);
    stop.throwIfAborted();
    const model = await loadSystemModel(path.join(directory, 'cdk.out'), configurationWith(options));
    stop.throwIfAborted();
    const system = await startSystem({
      model,
      directory,
      onHistoryEvent: (executionArn, event) => display.show(executionArn, event),
    });
    try {
      return await runAndStay({ system, folder, options, display, stop });
    } finally {
      display.stop();
      await system.stop();
    }
  } catch (error) {
    // Ctrl-C in a terminal ends the programs that are run here, too: that is no failure of theirs.
    if (stop.aborted) return exitCodeOf(stop);
    throw error;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

interface Session {
  readonly system: LocalSystem;
  readonly folder: RecordingFolder;
  readonly options: CliOptions;
  readonly display: ProgressDisplay;
  readonly stop: AbortSignal;
}

/** The exit code of a run that was interrupted in the middle. */
const exitCodeOf = (stop: AbortSignal): number => z.number().parse(stop.reason);

function requireRendition({ metadata }: RecordingFolder, wanted: string | undefined): void {
  const known = metadata.media.hls.renditions.map(({ path: name }) => name);
  if (wanted === undefined || wanted === 'highest' || known.includes(wanted)) return;
  throw new UsageError(`The recording has no rendition "${wanted}"; there are ${known.join(', ') || 'none'}.`);
}

async function runAndStay({ system, folder, options, display, stop }: Session): Promise<number> {
  display.line(
    `Started     ${Object.values(system.endpoints).length} services on 127.0.0.1, playback at ${system.playbackUrl}`,
  );
  const stopped = whenAborted(stop).then(() => exitCodeOf(stop));
  const exitCode = options.isServeOnly ? 0 : await Promise.race([runOnce(system, folder, options, display), stopped]);
  if (options.isOnce || stop.aborted) return exitCode;
  for (const line of stayLines(system, options)) display.line(line);
  const stopListening = offerPage(system, options, display);
  await whenAborted(stop);
  stopListening();
  return exitCode;
}

/** Prints the page's address, and listens for the wish to see it where that can be done. */
function offerPage({ pageUrl }: LocalSystem, { isServeOnly }: CliOptions, display: ProgressDisplay): () => void {
  if (pageUrl === undefined) return () => {};
  const isInteractive = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const isOffered = hasDesktop({ platform: process.platform, environment: process.env, isInteractive });
  display.line(`${isServeOnly ? '# page: ' : 'Page  '}${pageUrl}${isOffered ? '  (type o and Enter to open it)' : ''}`);
  return isOffered ? listenForOpening(process.stdin, () => openInBrowser(pageUrl)) : () => {};
}

function stayLines(system: LocalSystem, options: CliOptions): string[] {
  if (!options.isServeOnly) return ['\nThe URLs stay up until Ctrl-C.'];
  return [
    '\nUse these variables with any AWS SDK or the AWS CLI, until Ctrl-C:',
    ...environmentLines(system),
    `# one address for all of them, for --endpoint-url: ${system.gatewayUrl}`,
    ...names(system),
  ];
}

/** What one needs to know to use the services, as comments of a shell. */
const names = ({
  recordingsBucket,
  processRecordingArn,
  exportRecordingArn,
  backfillRecordingsArn,
  model,
  messaging,
}: LocalSystem): string[] => [
  `# recordings bucket: ${recordingsBucket}`,
  `# process-recording: ${processRecordingArn}`,
  `# export-recording: ${exportRecordingArn}`,
  `# backfill-recordings: ${backfillRecordingsArn}`,
  ...model.topics.map(({ arn }) => `# topic: ${arn}`),
  ...model.tables.map(({ name }) => `# table: ${name}`),
  `# queue that receives every message: ${messaging.subscriberQueueUrl}`,
];

/** One sentence for a person, and for a program the JSON that it waits for. DEBUG=1 shows where it came from. */
function reportTrouble(error: unknown): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const isUsage = error instanceof UsageError;
  process.stderr.write(`${isUsage ? '' : `${name}: `}${message}\n`);
  if (process.env.DEBUG !== undefined) process.stderr.write(`${stack}\n`);
  if (!isUsage && process.argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ status: 'FAILED', error: { name, message } })}\n`);
  }
  process.exitCode = isUsage ? 2 : 1;
}

try {
  process.exitCode = await main(parseCliOptions(process.argv.slice(2)));
} catch (error) {
  reportTrouble(error);
}
