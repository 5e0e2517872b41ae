/** The scenarios: what happens to a recording, in AWS's own terms, and what must come of it, whatever the system. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { ivsEventDetail, type RecordingFolder } from '../../local/run/recording-folder.ts';
import { uploadFolder } from '../../local/system/upload-folder.ts';
import { began, type Change, nothingRecorded, without } from '../local/system/sample-copies.ts';
import { invokeFunction } from './deployed-functions.ts';
import { type Expectation, untilEnded, untilTried } from './outcome.ts';
import type { SystemUnderTest } from './system-under-test.ts';

/** One scenario. */
export interface Scenario {
  readonly sentence: string;
  readonly recordingId: string;
  /** How the recording differs from the sample. */
  readonly change?: Change;
  readonly play: (system: SystemUnderTest, folder: RecordingFolder) => Promise<void>;
  /** The sample's day is another one. */
  readonly isOfAnotherDay?: true;
  readonly expected: Expectation;
}

/** Channel of the sample. */
const channelId = 'Qm4TzL9cWx2d';
const metadataFile = 'events/recording-ended.json';

const upload = (system: SystemUnderTest, folder: RecordingFolder, leftOut?: string): Promise<void> =>
  uploadFolder(system.clients.s3, { ...folder, bucket: system.recordingsBucket }, (file) => file === leftOut);

async function uploadMetadata({ clients, recordingsBucket }: SystemUnderTest, folder: RecordingFolder): Promise<void> {
  await clients.s3.send(
    new PutObjectCommand({
      Bucket: recordingsBucket,
      Key: `${folder.prefix}/${metadataFile}`,
      Body: readFileSync(path.join(folder.directory, metadataFile)),
    }),
  );
}

async function putIvsEvent(
  { clients, recordingsBucket }: SystemUnderTest,
  folder: RecordingFolder,
  changes: object = {},
): Promise<void> {
  const entry = {
    Source: 'aws.ivs',
    DetailType: 'IVS Recording State Change',
    Resources: [folder.channelArn],
    Detail: JSON.stringify({ ...ivsEventDetail(folder, recordingsBucket), ...changes }),
  };
  const { FailedEntryCount, Entries } = await clients.eventBridge.send(new PutEventsCommand({ Entries: [entry] }));
  if (FailedEntryCount !== 0) throw new Error(`EventBridge refused the event: ${JSON.stringify(Entries)}`);
}

/** Invokes what deletes thumbnails for the recording's day, as an operator would. */
async function expireThumbnails(system: SystemUnderTest, folder: RecordingFolder): Promise<void> {
  const day = folder.metadata.recording_started_at.slice(0, 10);
  const { clients, recordingsBucket: Bucket, expireThumbnailsArn } = system;
  const answer = await invokeFunction(clients.lambda, expireThumbnailsArn, { from: day, to: day });
  const { Contents = [] } = await clients.s3.send(new ListObjectsV2Command({ Bucket, Prefix: `${folder.prefix}/` }));
  const left = Contents.filter(({ Key = '' }) => Key.includes('/thumbnails/'));
  if (left.length > 0 || Contents.length === 0)
    throw new Error(
      `ExpireThumbnails said ${answer}, and of ${Contents.length} objects there are ${left.length} thumbnails`,
    );
}

const processed = (recordingId: string, status: string): string => `${channelId}-${recordingId}: ${status}`;
const exported = (recordingId: string, status: string): string => `${channelId}-${recordingId}-archive: ${status}`;

/** All of them, in the order in which they are played. */
export const scenarios: readonly Scenario[] = [
  {
    sentence: "IVS's event comes before the metadata file: the run tries again, and S3's notification starts no other",
    recordingId: 'eventFirst',
    play: async (system, folder) => {
      await upload(system, folder, path.normalize(metadataFile));
      await putIvsEvent(system, folder);
      await untilTried(system, `${channelId}-eventFirst`, 'RecordingNotReadyError');
      await uploadMetadata(system, folder);
    },
    expected: {
      executions: [processed('eventFirst', 'SUCCEEDED'), exported('eventFirst', 'SUCCEEDED')],
      messages: ['recording.playback.ready', 'recording.export.ready'],
    },
  },
  {
    sentence: "IVS's event never comes: S3's notification makes the recording playable, and its MP4",
    recordingId: 'eventLost',
    play: upload,
    expected: {
      executions: [processed('eventLost', 'SUCCEEDED'), exported('eventLost', 'SUCCEEDED')],
      messages: ['recording.playback.ready', 'recording.export.ready'],
    },
  },
  {
    sentence:
      'a segment is missing for good: the rest is played through repaired playlists, and its export fails by name',
    recordingId: 'partial',
    change: without('media/hls/720p30/1.ts'),
    play: upload,
    expected: {
      executions: [processed('partial', 'SUCCEEDED'), exported('partial', 'FAILED')],
      messages: ['recording.playback.ready', 'recording.export.failed'],
    },
  },
  {
    sentence: 'nothing was recorded: that is said, and nothing is exported',
    recordingId: 'empty',
    change: nothingRecorded,
    play: upload,
    expected: { executions: [processed('empty', 'SUCCEEDED')], messages: ['recording.empty'] },
  },
  {
    sentence: 'the recording is damaged: the failed execution is reported by name, in the catalog and to subscribers',
    recordingId: 'damaged',
    change: without('media/hls/master.m3u8'),
    play: upload,
    expected: { executions: [processed('damaged', 'FAILED')], messages: ['recording.failed'] },
  },
  {
    sentence: 'the recording ended 33 days ago: its thumbnails are deleted, and nothing else, and nobody promises them',
    recordingId: 'ofAge',
    isOfAnotherDay: true,
    change: began(33, 0.1),
    play: async (system, folder) => {
      await upload(system, folder);
      await untilEnded(system, 'ofAge', [processed('ofAge', 'SUCCEEDED'), exported('ofAge', 'SUCCEEDED')]);
      await expireThumbnails(system, folder);
    },
    expected: {
      executions: [processed('ofAge', 'SUCCEEDED'), exported('ofAge', 'SUCCEEDED')],
      messages: ['recording.playback.ready', 'recording.export.ready'],
    },
  },
  {
    sentence: 'IVS cannot begin to record: subscribers learn it, and nothing is started',
    recordingId: 'neverBegun',
    play: (system, folder) =>
      putIvsEvent(system, folder, {
        recording_status: 'Recording Start Failure',
        recording_status_reason: 'ValidationException',
        recording_s3_key_prefix: '',
        recording_duration_ms: 0,
      }),
    expected: { executions: [], messages: ['recording.start.failed'] },
  },
];
