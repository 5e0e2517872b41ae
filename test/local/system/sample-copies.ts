/** Copies of the sample recording, each under an id of its own, that a test may damage and mend. */
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RecordingFolder, readRecordingFolder } from '../../../local/run/recording-folder.ts';

/** The sample as it is in the repository. */
export const sampleDirectory = path.resolve(import.meta.dirname, '../../../local/sample/h7RkV3sNp8Ya');

/** Damages or otherwise changes the folder of a copy. */
export type Change = (directory: string) => void;

/** See the file's comment. */
export class SampleCopies {
  readonly #parents: string[] = [];

  make(recordingId: string, change: Change = () => {}): RecordingFolder {
    const parent = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-copy-'));
    this.#parents.push(parent);
    const directory = path.join(parent, recordingId);
    cpSync(sampleDirectory, directory, { recursive: true });
    change(directory);
    return readRecordingFolder(directory);
  }

  remove(): void {
    for (const parent of this.#parents.splice(0)) rmSync(parent, { recursive: true, force: true });
  }
}

/** A recording under another id, in the same folder: a folder can be served at any number of places. */
export const withId = (folder: RecordingFolder, recordingId: string): RecordingFolder => ({
  ...folder,
  recordingId,
  prefix: folder.prefix.replace(/[^/]+$/, recordingId),
});

/** Takes files away. */
export const without =
  (...files: string[]): Change =>
  (directory) => {
    for (const file of files) rmSync(path.join(directory, file), { recursive: true });
  };

/** Puts a file or folder of the sample back. */
export const putBack = (directory: string, file: string): void =>
  cpSync(path.join(sampleDirectory, file), path.join(directory, file), { recursive: true });

/** Does one after the other. */
export const all =
  (...changes: Change[]): Change =>
  (directory) => {
    for (const change of changes) change(directory);
  };

/** Rewrites a text file. */
export const edited =
  (file: string, edit: (text: string) => string): Change =>
  (directory) => {
    const place = path.join(directory, file);
    writeFileSync(place, edit(readFileSync(place, 'utf8')));
  };

/** The recording broke off: nobody marked the ends of its playlists. */
export const withoutEndMarks: Change = all(
  ...['720p30', '480p30', '360p30', '160p30'].map((rendition) =>
    edited(`media/hls/${rendition}/playlist.m3u8`, (text) => text.replace('#EXT-X-ENDLIST', '')),
  ),
);

/** IVS says that the recording failed; the metadata file has the other name, too. */
export const failedByIvs: Change = (directory) => {
  withMetadata((metadata) => {
    Object.assign(metadata, {
      recording_status: 'RECORDING_ENDED_WITH_FAILURE',
      recording_status_message: 'the camera broke',
    });
  })(directory);
  const events = path.join(directory, 'events');
  renameSync(path.join(events, 'recording-ended.json'), path.join(events, 'recording-failed.json'));
};

interface MetadataFile {
  recording_ended_at: string;
  media: { hls: { duration_ms: number; renditions: unknown[] } };
}

/** Rewrites the metadata file. */
export const withMetadata =
  (edit: (metadata: MetadataFile) => void): Change =>
  (directory) => {
    const file = path.join(directory, 'events/recording-ended.json');
    const metadata = JSON.parse(readFileSync(file, 'utf8')) as MetadataFile;
    edit(metadata);
    writeFileSync(file, JSON.stringify(metadata));
  };

/** Nothing was recorded: no media at all, and the metadata says so. */
export const nothingRecorded: Change = all(
  without('media'),
  withMetadata(({ media }) => Object.assign(media.hls, { duration_ms: 0, renditions: [] })),
);

/** A time as IVS writes it, without a fraction. */
export const timeOf = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;

/** The recording began so many days ago, and lasted so many. */
export const began = (daysAgo: number, lastedDays: number): Change =>
  withMetadata((metadata) => {
    const at = (days: number): string => timeOf(new Date(Date.now() - days * 86_400_000));
    Object.assign(metadata, { recording_started_at: at(daysAgo), recording_ended_at: at(daysAgo - lastedDays) });
  });
