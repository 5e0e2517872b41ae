import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  RecordingMetadataInvalidError,
  RecordingMetadataMissingError,
} from '../../../lambdas/shared/contract/errors.ts';
import { metadataFileKey } from '../../../lambdas/shared/contract/object-keys.ts';
import { notifiedRecording } from '../../../lambdas/shared/recording/notified-recording.ts';
import { readMetadata } from '../../../lambdas/shared/recording/read-metadata.ts';
import { multivariantKey } from '../../../lambdas/shared/recording/recording-keys.ts';
import { collectRenditions } from '../../../lambdas/shared/recording/renditions.ts';
import { requireServed } from '../../../lambdas/shared/recording/served-recording.ts';
import { audioOnly, hd, makeRecording, recordingsBucket, sd } from '../../fixtures/make-recording.ts';
import { defineTarget } from '../fuzz-target.ts';
import { editJson, jsonEdits, toJsonText } from '../generators/json.ts';
import { editText, textEdits } from '../generators/text.ts';
import { requireInside } from './key-claims.ts';

const ended = makeRecording({ renditions: [hd, sd, audioOnly] });
const failed = makeRecording({ status: 'failed' });
const recordings = [ended, failed] as const;
const fileNames = ['recording-ended.json', 'recording-failed.json'] as const;
const keys = [
  'media',
  'hls',
  'path',
  'playlist',
  'renditions',
  'thumbnails',
  'latest_thumbnail',
  'byte_range_playlist',
];
export const METADATA_FRAGMENTS = ['media/hls', 'playlist.m3u8', 'RECORDING_ENDED', '720p30', '..', './', '//'];

/** The file that marks a recording's end, which anybody who can write to the bucket could have written. */
export const metadataFiles = defineTarget({
  name: 'metadata-file',
  refusals: [RecordingMetadataInvalidError, RecordingMetadataMissingError],
  cases: fc.record({
    example: fc.nat(1),
    jsonEdits: jsonEdits(METADATA_FRAGMENTS, keys),
    // Mostly JSON still, else nothing but its parser is tested.
    textEdits: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: textEdits(['{', '"'], 2) }),
  }),
  run: async ({ example, ...edits }) => {
    const recording = recordings[example] ?? ended;
    const key = metadataFileKey(recording.prefix, fileNames[example] ?? '');
    const document: unknown = JSON.parse(recording.storage.textOf(key));
    const text = editText(toJsonText(editJson(document, edits.jsonEdits)), edits.textEdits);
    const location = requireServed(recording.reference, { recordingsBuckets: [recordingsBucket], channelArns: [] });

    const { metadata } = await readMetadata(location, undefined, {
      listFolder: recording.storage.listFolder,
      readText: async ({ maxSizeBytes }) => {
        const sizeBytes = Buffer.byteLength(text);
        return { sizeBytes, text: sizeBytes > maxSizeBytes ? undefined : text };
      },
      now: () => new Date('2026-07-01T00:00:00Z'),
    });

    requireInside(recording.prefix, multivariantKey(location, metadata));
    for (const { folderKey, playlistKey } of collectRenditions(location, metadata, undefined)) {
      requireInside(recording.prefix, folderKey, playlistKey);
    }
    const { startedAt, endedAt } = notifiedRecording(location, metadata, undefined);
    // The catalog sorts times as text.
    for (const time of [startedAt, endedAt]) assert.match(time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    return undefined;
  },
});
