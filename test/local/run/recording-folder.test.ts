import '../../fixtures/one-realm.ts';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ivsRecordingEventSchema } from '../../../lambdas/shared/contract/events.ts';
import { ivsEventDetail, readRecordingFolder } from '../../../local/run/recording-folder.ts';

const metadata = {
  version: 'v1',
  recording_started_at: '2026-06-03T02:05:41Z',
  recording_ended_at: '2026-06-03T02:06:41Z',
  channel_arn: 'arn:aws:ivs:us-west-2:123456789012:channel/AbCdef1G2hij',
  recording_status: 'RECORDING_ENDED',
  media: { hls: { duration_ms: 60_000, path: 'media/hls', playlist: 'master.m3u8', renditions: [] } },
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-folder-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(folderName: string, fileName: string, content: unknown): string {
  const directory = path.join(root, folderName);
  mkdirSync(path.join(directory, 'events'), { recursive: true });
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(path.join(directory, 'events', fileName), text);
  return directory;
}

describe('a folder as IVS writes it', () => {
  test("belongs under the prefix that its metadata and the folder's name say", () => {
    const directory = write('j8Z9O91ndcVs', 'recording-ended.json', metadata);

    expect(readRecordingFolder(directory)).toMatchObject({
      directory,
      prefix: 'ivs/v1/123456789012/AbCdef1G2hij/2026/6/3/2/5/j8Z9O91ndcVs',
      recordingId: 'j8Z9O91ndcVs',
      channelArn: metadata.channel_arn,
      metadataFileName: 'recording-ended.json',
    });
  });

  test.each([
    ['copy of j8Z9 (2)', 'copyofj8Z92'],
    ['x'.repeat(40), 'x'.repeat(20)],
    ['---', 'recording'],
  ])('may lie in a folder of any name (%s)', (folderName, recordingId) => {
    expect(readRecordingFolder(write(folderName, 'recording-ended.json', metadata)).recordingId).toBe(recordingId);
  });

  test('may be one that IVS says failed', () => {
    const failed = { ...metadata, recording_status: 'RECORDING_ENDED_WITH_FAILURE', recording_status_message: 'why' };
    const folder = readRecordingFolder(write('r', 'recording-failed.json', failed));

    expect(folder.metadataFileName).toBe('recording-failed.json');
    expect(ivsEventDetail(folder, 'my-recordings')).toMatchObject({
      recording_status: 'Recording End Failure',
      recording_status_reason: 'why',
      recording_duration_ms: 0,
    });
  });

  test('has ended well when it has both metadata files', () => {
    write('r', 'recording-failed.json', metadata);

    expect(readRecordingFolder(write('r', 'recording-ended.json', metadata)).metadataFileName).toBe(
      'recording-ended.json',
    );
  });

  test('gives the detail of an event as IVS sends it', () => {
    const folder = readRecordingFolder(write('r', 'recording-ended.json', metadata));

    const detail = ivsEventDetail(folder, 'my-recordings');

    expect(ivsRecordingEventSchema.shape.detail.parse(detail)).toEqual(detail);
    expect(detail).toMatchObject({
      recording_status: 'Recording End',
      recording_s3_bucket_name: 'my-recordings',
      recording_s3_key_prefix: folder.prefix,
      recording_duration_ms: 60_000,
    });
  });
});

describe('what is no recording is refused in one sentence', () => {
  const refusal = (directory: string): { name: string; message: string } => {
    try {
      readRecordingFolder(directory);
    } catch (error) {
      return error as Error;
    }
    throw new Error('It was taken.');
  };

  test.each([
    ['a path that leads nowhere', () => path.join(root, 'nowhere'), /^There is no folder .*nowhere\.$/],
    [
      'a file',
      () => path.join(write('r', 'recording-ended.json', metadata), 'events/recording-ended.json'),
      /is not a folder\.$/,
    ],
    [
      'a folder without metadata',
      () => write('r', 'recording-started.json', metadata),
      /expected events\/recording-ended\.json or events\/recording-failed\.json in it.*contains events\/ and media\//,
    ],
    ['metadata that is no JSON', () => write('r', 'recording-ended.json', '{"version":'), /is not JSON \(/],
    [
      'metadata of another shape',
      () => write('r', 'recording-ended.json', { ...metadata, recording_started_at: 'yesterday', media: {} }),
      /is not a metadata file as IVS writes it \(recording_started_at: .*; media\.hls: .*\)/,
    ],
    [
      'metadata of something that is no channel',
      () => write('r', 'recording-ended.json', { ...metadata, channel_arn: 'arn:aws:ivs:us-west-2:1:stage/x' }),
      /channel_arn arn:aws:ivs:us-west-2:1:stage\/x in the metadata is not an IVS channel's/,
    ],
  ])('%s', (_what, make, expected) => {
    const { name, message } = refusal(make());

    expect(name).toBe('UsageError');
    expect(message).toMatch(expected);
    expect(message).not.toContain('\n');
  });
});
