/** Recordings that all are the sample, each under an id of its own: the files are shared, not copied. */
import { makeRecordingPrefix, parseRecordingPrefix } from '../../lambdas/shared/contract/recording-location.ts';
import { type RecordingFolder, readRecordingFolder, sampleDirectory } from '../../local/run/recording-folder.ts';

/** So many recordings of one channel, which began in the same minute. */
export function makeRecordings(count: number): RecordingFolder[] {
  const sample = readRecordingFolder(sampleDirectory);
  const { accountId = '', channelId = '' } = parseRecordingPrefix(sample.prefix) ?? {};
  const startedAt = new Date(sample.metadata.recording_started_at);
  return Array.from({ length: count }, (_, index) => {
    const recordingId = `burst${String(index).padStart(6, '0')}`;
    return { ...sample, recordingId, prefix: makeRecordingPrefix({ accountId, channelId, startedAt, recordingId }) };
  });
}
