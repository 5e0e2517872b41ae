/** What the public may see of items of the catalog. */
import type { ApiExport, ApiMissing, ApiPlayback, ApiRecording } from '../shared/contract/api.ts';
import type { CataloguedPlayback } from '../shared/contract/catalog.ts';
import type { ListedExport, ListedRecording } from '../shared/contract/listed-item.ts';

/** The recording as an app gets it; `undefined` when there is nothing to play, or it is not for the public. */
export function describeRecording(item: ListedRecording, exports: readonly ListedExport[]): ApiRecording | undefined {
  const { status, access } = item;
  const playback = describePlayback(item.playback);
  if (status !== 'playable' || access === 'withheld' || playback === undefined) return undefined;
  return {
    ...describeIdentity(item),
    status: item.recording?.completeness === 'partial' ? 'partial' : 'ready',
    access,
    playback,
    ...describeMissing(item.playback),
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

/** How to play it; `undefined` when there is nothing to play, or no URL of it is announced. */
export function describePlayback(playback: CataloguedPlayback | undefined): ApiPlayback | undefined {
  const { url, thumbnailUrl, thumbnailCount, renditions = [] } = playback ?? {};
  if (url === undefined) return undefined;
  if (thumbnailUrl === undefined) return { url, renditions };
  const urlTemplate = thumbnailUrl.replace(firstOfSequence, '/thumb{index}.jpg');
  const count = thumbnailCount === undefined ? {} : { count: thumbnailCount };
  const isSequence = urlTemplate !== thumbnailUrl;
  return { url, thumbnailUrl, ...(isSequence && { thumbnails: { urlTemplate, ...count } }), renditions };
}

export function describeMissing(playback: CataloguedPlayback | undefined): { missing?: ApiMissing } {
  const { missing } = playback ?? {};
  if (missing === undefined) return {};
  const { seconds, skippedSeconds, ranges, rangesLeftOut } = missing;
  return { missing: { seconds, skippedSeconds, ranges, rangesLeftOut } };
}

/** The export as a file to download; empty unless it is ready and its URL is announced. */
export function describeExport({ status, export: file }: ListedExport): ApiExport[] {
  if (status !== 'ready' || file === undefined) return [];
  const { name, format, url, sizeBytes, durationMs, rendition, codecs = [], width, height, clip } = file;
  if (url === undefined) return [];
  return [
    {
      ...{ name, format, url, sizeBytes, durationMs, rendition, codecs },
      ...(width === undefined ? {} : { width }),
      ...(height === undefined ? {} : { height }),
      ...(clip === undefined ? {} : { clip }),
    },
  ];
}
