import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { planExport } from '../../../lambdas/plan-export/plan-export.ts';
import {
  ClipOutsideRecordingError,
  ExportNotCarriableError,
  ExportNotPossibleError,
  ExportTooLongError,
  RecordingDamagedError,
  RecordingMetadataInvalidError,
  RecordingMetadataMissingError,
  RenditionNotFoundError,
} from '../../../lambdas/shared/contract/errors.ts';
import { notificationSchema } from '../../../lambdas/shared/contract/notification.ts';
import { validateRecording } from '../../../lambdas/validate-recording/validate-recording.ts';
import { parsePlaylist } from '../../../media/hls/playlist.ts';
import {
  audioOnly,
  channelId,
  copyRecording,
  hd,
  lowest,
  type MadeRecording,
  makeRecording,
  recordingId,
} from '../../fixtures/make-recording.ts';
import { execution, makePorts } from '../../fixtures/step-ports.ts';
import { defineTarget } from '../fuzz-target.ts';
import { editJson, type JsonEdit, jsonEdits, toJsonText } from '../generators/json.ts';
import { PLAYLIST_FRAGMENTS } from '../generators/playlists.ts';
import { editText, type TextEdit, textEdits } from '../generators/text.ts';
import { requireInside, requireStorable } from './key-claims.ts';
import { METADATA_FRAGMENTS } from './metadata-files.ts';

const whole = makeRecording({ renditions: [hd, lowest, audioOnly], segmentCount: 3 });

const OFTEN_VITAL = ['events/recording-ended.json', 'media/hls/master.m3u8', 'media/hls/160p30/playlist.m3u8'];

const some = <Value>(edits: fc.Arbitrary<Value>): fc.Arbitrary<Value | []> => fc.oneof(fc.constant<[]>([]), edits);

const spoilings = {
  metadataEdits: some(jsonEdits(METADATA_FRAGMENTS, ['hls', 'renditions', 'path', 'playlist'], 2)),
  multivariantEdits: some(textEdits(PLAYLIST_FRAGMENTS, 2)),
  playlistEdits: some(textEdits(PLAYLIST_FRAGMENTS, 2)),
  missing: fc.constantFrom(...Array(5).fill(undefined), ...Array(5).fill('media/hls/720p30/1.ts'), ...OFTEN_VITAL),
};

interface Spoiling {
  readonly metadataEdits: readonly JsonEdit[];
  readonly multivariantEdits: readonly TextEdit[];
  readonly playlistEdits: readonly TextEdit[];
  readonly missing: string | undefined;
}

/** A recording in a bucket whose texts somebody has changed. */
function spoil({ metadataEdits, multivariantEdits, playlistEdits, missing }: Spoiling): MadeRecording {
  const recording = copyRecording(whole)
    .edit('events/recording-ended.json', (text) => editJsonText(text, metadataEdits))
    .edit('media/hls/master.m3u8', (text) => editText(text, multivariantEdits))
    .edit('media/hls/720p30/playlist.m3u8', (text) => editText(text, playlistEdits));
  return missing === undefined ? recording : recording.remove(missing);
}

const editJsonText = (text: string, edits: readonly JsonEdit[]): string =>
  edits.length === 0 ? text : toJsonText(editJson(JSON.parse(text), edits));

/** Nothing outside the recording is so much as asked for, and nothing is asked for without end. */
function checkRequests({ storage, prefix }: MadeRecording): void {
  requireInside(prefix, ...storage.requests.map((request) => request.slice(request.indexOf(' ') + 1)));
  assert.ok(storage.requests.length < 100, `${storage.requests.length} requests`);
}

const written = `${channelId}/${recordingId}/playback`;

/** A repaired playlist is one, lies where it should, and leads to the recording or to its like and nowhere else. */
function checkWritten(key: string, text: string, prefix: string): void {
  requireInside(written, key);
  const base = new URL(`https://video.example.com/${key.split('/').map(encodeURIComponent).join('/')}`);
  const playlist = parsePlaylist(text);
  const isMedia = playlist.kind === 'media';
  if (isMedia) assert.ok(playlist.hasEndList && playlist.segments.length > 0);
  const uris = isMedia
    ? playlist.segments.flatMap((segment) => [segment.uri, segment.map?.uri, segment.key?.uri])
    : [...playlist.variants, ...playlist.media].map(({ uri }) => uri);
  for (const uri of uris) {
    if (uri === undefined) continue;
    const { origin, pathname, search, hash } = new URL(uri, base);
    assert.equal(`${origin}${search}${hash}`, base.origin, uri);
    requireInside(isMedia ? prefix : written, decodeURIComponent(pathname).slice(1));
  }
}

/** States pass 256 KiB on (Step Functions' quotas). */
const largestOutput = 256 * 1024;

/** The whole step over a recording whose metadata file and playlists are not to be trusted. */
export const validatedRecordings = defineTarget({
  name: 'validate-recording',
  refusals: [RecordingDamagedError, RecordingMetadataInvalidError, RecordingMetadataMissingError],
  cases: fc.record(spoilings),
  run: async (spoiling) => {
    const recording = spoil(spoiling);
    try {
      const input = { recording: recording.reference };
      const validated = await validateRecording({ input, execution }, makePorts(recording));
      notificationSchema.parse(validated.announcement.message);
      assert.ok(JSON.stringify(validated).length < largestOutput);
      requireStorable(validated.catalog.values);
      for (const [key, text] of recording.storage.written) checkWritten(key, text, recording.prefix);
      const { completeness = validated.outcome } = validated.announcement.message.recording as {
        completeness?: string;
      };
      return completeness === 'complete' ? 'taken' : completeness;
    } finally {
      checkRequests(recording);
    }
  },
});

/** The same of planning an export, whose job names what MediaConvert is to read. */
export const plannedExports = defineTarget({
  name: 'plan-export',
  refusals: [
    ExportNotCarriableError,
    ClipOutsideRecordingError,
    ExportNotPossibleError,
    ExportTooLongError,
    RecordingMetadataInvalidError,
    RecordingMetadataMissingError,
    RenditionNotFoundError,
  ],
  cases: fc.record({
    ...spoilings,
    rendition: fc.constantFrom('highest', 'lowest', 500, '720p30', '160p30', 'audio_only'),
    engine: fc.constantFrom('mediaconvert', 'auto', 'remux'),
    format: fc.constantFrom('mp4', 'm4a'),
    video: fc.constantFrom('copy', 'h264', { codec: 'h264', height: 120 }),
    clip: fc.constantFrom(undefined, { fromSeconds: 12.345 }, { fromSeconds: 3, toSeconds: 21 }),
  }),
  run: async ({ rendition, engine, format, video, clip, ...spoiling }) => {
    const recording = spoil(spoiling);
    try {
      const input = { recording: recording.reference, export: { name: 'x', rendition, engine, format, video, clip } };
      const plan = await planExport({ input, state: {}, execution }, makePorts(recording));
      assert.ok(JSON.stringify(plan).length < largestOutput);
      for (const { FileInput } of plan.mediaConvertJob?.settings.Inputs ?? []) {
        requireInside(`s3://${recording.bucket}/${recording.prefix}`, FileInput);
      }
      for (const key of plan.remuxJob?.playlistKeys ?? []) requireInside(recording.prefix, key);
      return undefined;
    } finally {
      checkRequests(recording);
    }
  },
});
