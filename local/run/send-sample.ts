/** One more recording for whoever watches: the sample, as if it had been streamed again. */
import { randomBytes } from 'node:crypto';
import type { LocalSystem } from '../system/start-system.ts';
import { readRecordingFolder, sampleDirectory } from './recording-folder.ts';
import { sendIvsEvent } from './recording-run.ts';

/** Puts it under an id and a prefix of its own, of which S3 and then IVS tell. @returns the recording's id */
export async function sendSample(
  system: Pick<LocalSystem, 'addRecording' | 'sdk' | 'endpoints' | 'recordingsBucket'>,
): Promise<string> {
  const recordingId = randomBytes(6).toString('hex');
  const sample = readRecordingFolder(sampleDirectory);
  const folder = { ...sample, recordingId, prefix: sample.prefix.replace(/[^/]+$/, recordingId) };
  await system.addRecording(folder, 'announced');
  await sendIvsEvent(system, folder);
  return recordingId;
}
