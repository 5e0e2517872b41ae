/** Recordings for the faults: as small as they may be, and each folder served under as many prefixes as there are cells. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeRecordingPrefix } from '../../../lambdas/shared/contract/recording-location.ts';
import type { RecordingFolder } from '../../../local/run/recording-folder.ts';
import {
  all,
  type Change,
  edited,
  nothingRecorded,
  SampleCopies,
  withMetadata,
  without,
} from '../system/sample-copies.ts';

/** What is special about a recording. */
export type RecordingKind = 'whole' | 'partial' | 'empty' | 'long' | 'damaged' | 'overlong';

/** One rendition only, whose playlists and segments are few requests. */
const withOnly = (rendition: string): Change =>
  all(
    withMetadata(({ media }) => {
      media.hls.renditions = media.hls.renditions.filter((each) => (each as { path: string }).path === rendition);
    }),
    edited('media/hls/master.m3u8', (text) => {
      const [head = '', ...variants] = text.split(/(?=#EXT-X-MEDIA:)/);
      return head + variants.filter((variant) => variant.includes(`${rendition}/playlist.m3u8`)).join('');
    }),
    without(
      ...['720p30', '480p30', '360p30', '160p30']
        .filter((each) => each !== rendition)
        .map((each) => `media/hls/${each}`),
    ),
  );

/** A stream that broke off and came back: 2 MB, so many times over, so that its export takes more than one part. */
const repeated =
  (times: number): Change =>
  (directory) => {
    const once = [10.267, 10, 9.728].map((seconds, index) => `#EXTINF:${seconds},\n${index}.ts\n`).join('');
    const playlist = Array.from({ length: times }, () => once).join('#EXT-X-DISCONTINUITY\n');
    writeFileSync(
      path.join(directory, 'media/hls/720p30/playlist.m3u8'),
      `#EXTM3U\n#EXT-X-TARGETDURATION:12\n${playlist}#EXT-X-ENDLIST\n`,
    );
  };

/** One segment says that it has two hours, more than may be exported in a day. */
const overlong = edited('media/hls/160p30/playlist.m3u8', (text) =>
  text.replace(/#EXTINF:[\d.]+/, '#EXTINF:7200').replace('TARGETDURATION:12', 'TARGETDURATION:7200'),
);

const changes: Readonly<Record<RecordingKind, Change>> = {
  whole: withOnly('160p30'),
  partial: all(withOnly('160p30'), without('media/hls/160p30/1.ts')),
  empty: nothingRecorded,
  long: all(withOnly('720p30'), repeated(6)),
  overlong: all(withOnly('160p30'), overlong),
  damaged: all(withOnly('160p30'), without('media/hls/master.m3u8')),
};

/** See the file's comment. */
export class Recordings {
  readonly #copies = new SampleCopies();
  readonly #folders = new Map<RecordingKind, RecordingFolder>();
  readonly #ofOtherChannels = new Map<string, RecordingFolder>();

  /** A recording of that kind that began at `startedAt`; the sample's own time unless given. */
  make(kind: RecordingKind, recordingId: string, startedAt?: Date): RecordingFolder {
    const ofOtherChannel = this.#ofOtherChannels.get(recordingId);
    if (ofOtherChannel !== undefined) return ofOtherChannel;
    const folder = this.#folders.get(kind) ?? this.#copies.make(kind, changes[kind]);
    this.#folders.set(kind, folder);
    const [, , accountId = '', channelId = ''] = folder.prefix.split('/');
    const beginning = startedAt ?? new Date(folder.metadata.recording_started_at);
    const prefix = makeRecordingPrefix({ accountId, channelId, startedAt: beginning, recordingId });
    return { ...folder, recordingId, prefix };
  }

  /** The same of another channel than the sample's; from then on {@link make} gives it for that id. */
  makeOfChannel(kind: RecordingKind, recordingId: string, channel_arn: string): RecordingFolder {
    const named = withMetadata((metadata) => Object.assign(metadata, { channel_arn }));
    const folder = this.#copies.make(recordingId, all(changes[kind], named));
    this.#ofOtherChannels.set(recordingId, folder);
    return folder;
  }

  remove(): void {
    this.#copies.remove();
  }
}
