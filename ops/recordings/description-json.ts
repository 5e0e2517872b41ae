/** A described recording for a program. */
import { executionConsoleUrl, executionNameOf } from '../executions/execution-arn.ts';
import { problemIn, type RecordingDescription, valueIn } from './describe-recording.ts';
import { recordingJson } from './recording-row.ts';

/** The shape that `recordings show --json` prints. */
export function descriptionJson(description: RecordingDescription) {
  const { bucket, location, entry, metadata, exports, executions, messages } = description;
  const { recordingId, channelId, prefix } = location;
  return {
    recordingId,
    channelId,
    bucket,
    prefix,
    catalog: entry && {
      ...recordingJson(entry),
      thumbnailUrl: entry.recording?.playback?.thumbnailUrl,
      thumbnailsExpiredAt: entry.recording?.thumbnailsExpiredAt,
      renditions: entry.recording?.playback?.renditions,
      missing: entry.recording?.playback?.missing,
      findings: entry.recording?.findings,
      metadata: entry.recording?.metadata,
      judgedAt: entry.recording?.judgedAt,
    },
    metadataFile: valueIn(metadata)?.metadata,
    metadataProblem: problemIn(metadata),
    exports: exports.map(({ exportName, status, export: file, hold, failure, fileNow }) => ({
      ...file,
      name: exportName,
      status,
      hold,
      failure,
      sizeBytesNow: fileNow && valueIn(fileNow),
      problem: fileNow && problemIn(fileNow),
    })),
    executions: executions.map(({ input: _input, output: _output, ...execution }) => ({
      ...execution,
      consoleUrl: executionConsoleUrl(execution.executionArn),
    })),
    messages: messages.map((message) => ({ ...message, execution: executionNameOf(message.executionArn) })),
  };
}
