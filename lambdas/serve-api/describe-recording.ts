/** What the public may see of items of the catalog. */
import type { ApiExport, ApiMissing, ApiPlayback, ApiRecording } from '../shared/contract/api.ts';
import type { ListedExport, ListedRecording } from '../shared/contract/listed-item.ts';
import type { Playback } from '../shared/contract/notification.ts';

/** The recording as an app gets it; `undefined` when there is nothing to play, or it is not for the public. */
export function describeRecording(item: ListedRecording, exports: readonly ListedExport[]): ApiRecording | undefined {
  const { status, access, playback } = item;
  if (status !== 'playable' || access === 'withheld' || playback === undefined) return undefined;
  return {
    ...describeIdentity(item),
    status: item.recording?.completeness === 'partial' ? 'partial' : 'ready',
    access,
    playback: describePlayback(playback),
    ...describeMissing(playback),
    exports: exports.flatMap(describeExport),
  };
}

/** Which recording, when and how long. */
export function describeIdentity({
  recordingId,
  channelId,
  startedAt,
  recording = { bucket: '', prefix: '' },
}: ListedRecording) {
  const { channelName, endedAt, durationMs } = recording;
  return {
    recordingId,
    channelId,
    ...(channelName === undefined ? {} : { channelName }),
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(durationMs === undefined ? {} : { durationMs }),
  };
}

/** The first of the pictures that IVS numbers. */
const firstOfSequence = /\/thumb0\.jpg$/;

export function describePlayback({ url, thumbnailUrl, thumbnailCount, renditions }: Playback): ApiPlayback {
  if (thumbnailUrl === undefined) return { url, renditions };
  const urlTemplate = thumbnailUrl.replace(firstOfSequence, '/thumb{index}.jpg');
  const count = thumbnailCount === undefined ? {} : { count: thumbnailCount };
  const isSequence = urlTemplate !== thumbnailUrl;
  return { url, thumbnailUrl, ...(isSequence && { thumbnails: { urlTemplate, ...count } }), renditions };
}

export function describeMissing({ missing }: Playback): { missing?: ApiMissing } {
  if (missing === undefined) return {};
  const { seconds, skippedSeconds, ranges, rangesLeftOut } = missing;
  return { missing: { seconds, skippedSeconds, ranges, rangesLeftOut } };
}

/** The export as a file to download; empty unless it is ready. */
export function describeExport({ status, export: file }: ListedExport): ApiExport[] {
  if (status !== 'ready' || file === undefined) return [];
  const { name, format, url, sizeBytes, durationMs, rendition, codecs = [], width, height, clip } = file;
  return [
    {
      ...{ name, format, url, sizeBytes, durationMs, rendition, codecs },
      ...(width === undefined ? {} : { width }),
      ...(height === undefined ? {} : { height }),
      ...(clip === undefined ? {} : { clip }),
    },
  ];
}
