/** Sends what IVS and S3 tell of recordings, all at once and in any order. */
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { metadataFileKey } from '../../lambdas/shared/contract/object-keys.ts';
import { ivsEventDetail, type RecordingFolder } from '../../local/run/recording-folder.ts';
import type { LocalSystem } from '../../local/system/start-system.ts';

/** One of the two triggers of a recording. */
export interface Trigger {
  readonly recording: RecordingFolder;
  readonly source: 'ivs' | 's3';
}

/** Both triggers of each recording, twice each. */
export const everyTriggerTwice = (recordings: readonly RecordingFolder[]): Trigger[] =>
  recordings.flatMap((recording) => (['ivs', 's3', 'ivs', 's3'] as const).map((source) => ({ recording, source })));

/** What EventBridge takes in one request (API_PutEvents). */
const entriesPerRequest = 10;

/** Sends them, nearly in the order given: those for EventBridge go in groups. Nobody waits for what comes of them. */
export async function sendTriggers(system: LocalSystem, triggers: readonly Trigger[]): Promise<void> {
  const client = new EventBridgeClient({ ...system.sdk, endpoint: system.endpoints.eventbridge });
  const startProcessing = system.functionArn('StartProcessing');
  const { recordingsBucket: bucket } = system;
  try {
    for (let at = 0; at < triggers.length; at += entriesPerRequest) {
      const group = triggers.slice(at, at + entriesPerRequest);
      for (const { recording, source } of group) {
        if (source === 's3') system.lambda.invokeAsynchronously(startProcessing, s3Notification(recording, bucket));
      }
      const Entries = group
        .filter(({ source }) => source === 'ivs')
        .map(({ recording }) => ivsEntry(recording, bucket));
      if (Entries.length > 0) await client.send(new PutEventsCommand({ Entries }));
    }
  } finally {
    client.destroy();
  }
}

const ivsEntry = (recording: RecordingFolder, bucket: string): PutEventsRequestEntry => ({
  Source: 'aws.ivs',
  DetailType: 'IVS Recording State Change',
  Resources: [recording.channelArn],
  Detail: JSON.stringify(ivsEventDetail(recording, bucket)),
});

/** As S3 sends it to a function, cut to what is read of it. */
const s3Notification = ({ prefix, metadataFileName }: RecordingFolder, bucket: string): object => ({
  Records: [
    {
      eventSource: 'aws:s3',
      eventName: 'ObjectCreated:Put',
      eventTime: new Date().toISOString(),
      s3: { bucket: { name: bucket }, object: { key: metadataFileKey(prefix, metadataFileName) } },
    },
  ],
});
