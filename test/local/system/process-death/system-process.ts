/** A process that runs a local system on a folder and does what it is told, until it is killed. */
import { readFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { ListMultipartUploadsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { FaultRules } from '../../../../local/faults/fault-rules.ts';
import { readRecordingFolder } from '../../../../local/run/recording-folder.ts';
import { sendIvsEvent } from '../../../../local/run/recording-run.ts';
import { type LocalSystem, startSystem } from '../../../../local/system/start-system.ts';
import { endOf } from '../every-state/same-end.ts';
import { whenQuiet } from '../every-state/when-quiet.ts';
import { notifyOfEnd } from '../notify.ts';
import { withId } from '../sample-copies.ts';
import type { Answer, Order, Recording } from './orders.ts';

const [, , modelFile = '', directory = '', holdsPart] = process.argv;
const tell = (answer: Answer): void => {
  process.send?.(answer);
};

/** The second part of an upload is never answered; the first one may be there, or be under way. */
const faults = new FaultRules();
if (holdsPart !== undefined) {
  faults.add({
    service: 's3',
    operation: 'UploadPart',
    fault: 'timeout',
    matches: ({ path }) => new URL(path, 'http://s3').searchParams.get('partNumber') === '2',
    onFault: () => void tellOfExports(),
  });
}

const system = await startSystem({
  model: JSON.parse(readFileSync(modelFile, 'utf8')),
  directory,
  retryDelayScale: 0.001,
  onHistoryEvent: () => tell({ type: 'event' }),
  ...(holdsPart === undefined ? {} : { faults }),
});

async function tellOfExports(): Promise<void> {
  const Bucket = system.model.buckets.find((name) => name.includes('exports'));
  const { Uploads = [] } = await system.s3.send(new ListMultipartUploadsCommand({ Bucket }));
  const { Contents = [] } = await system.s3.send(new ListObjectsV2Command({ Bucket }));
  const keysOf = (found: readonly { Key?: string | undefined }[]) => found.map(({ Key = '' }) => Key);
  tell({ type: 'held', openUploads: keysOf(Uploads), exportFiles: keysOf(Contents) });
}

const folderOf = ({ id, directory: folder }: Recording) => withId(readRecordingFolder(folder), id);

/** One after the other, so that one container of start-processing does: starting them is what takes time. */
async function deliver(recordings: readonly Recording[]): Promise<void> {
  for (const recording of recordings) {
    await sendIvsEvent(system, folderOf(recording));
    await system.settle();
    notifyOfEnd(system, folderOf(recording));
    await system.settle();
  }
}

async function report(recordings: readonly Recording[]): Promise<Answer> {
  await whenQuiet(system);
  const ends = await Promise.all(recordings.map(({ id }) => endOf(system, id)));
  return { type: 'report', ends, statuses: statusesOf(system) };
}

const statusesOf = ({ engine, processRecordingArn, exportRecordingArn }: LocalSystem): [string, string][] =>
  [processRecordingArn, exportRecordingArn].flatMap((arn) =>
    engine.listExecutions(arn).map(({ name, status }): [string, string] => [name, status]),
  );

process.on('message', async (order: Order) => {
  if (order.type === 'upload') {
    for (const recording of order.recordings) await system.addRecording(folderOf(recording), 'uploaded');
    tell({ type: 'uploaded' });
  } else if (order.type === 'deliver') {
    await deliver(order.recordings);
    await whenQuiet(system);
    tell({ type: 'quiet' });
  } else if (order.type === 'report') tell(await report(order.recordings));
  else {
    await system.stop();
    process.disconnect();
  }
});
// For the next process: this one will have no time for it.
flushCompileCache();
tell({ type: 'ready' });
