/**
 * Several recordings in one file: a stream that was interrupted for longer than the reconnect window leaves one recording
 * for each stretch.
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/record-to-s3.html
 */
import * as z from 'zod/mini';
import { parseRecordingPrefix, recordingPrefixSchema } from './recording-location.ts';

/**
 * Prefixes of the recordings that follow, in their order, in the bucket of the first. Nine: with the first, ten, which
 * nobody has to type every day, and far below MediaConvert's 150 inputs.
 */
export const joinWithSchema = z
  .array(recordingPrefixSchema)
  .check(
    z.minLength(1, { error: 'must name at least one recording, or be left out' }),
    z.maxLength(9, { error: 'must name at most 9 recordings' }),
  );

interface JoinedRecordings {
  readonly recording: { readonly prefix: string };
  readonly joinWith?: readonly string[] | undefined;
}

/**
 * All of one channel, none twice, each later than the one before, to the minute: more the prefix does not tell.
 * Made for `.check()` of a schema that has both; where a prefix is wrong in itself, that is told, and not this.
 */
export const requireJoinable = z.superRefine<JoinedRecordings>(({ recording, joinWith = [] }, context) => {
  const prefixes = [recording.prefix, ...joinWith];
  joinWith.forEach((prefix, index) => {
    const isNamedBefore = prefixes.indexOf(prefix) <= index;
    const message = isNamedBefore ? 'is in the join already' : whyNotAfter(prefixes[index] ?? '', prefix);
    if (message !== undefined) context.addIssue({ code: 'custom', path: ['joinWith', index], input: prefix, message });
  });
});

function whyNotAfter(prefixBefore: string, prefix: string): string | undefined {
  const [before, after] = [parseRecordingPrefix(prefixBefore), parseRecordingPrefix(prefix)];
  if (before === undefined || after === undefined) return undefined;
  if (after.channelId !== before.channelId || after.accountId !== before.accountId)
    return `is of channel ${after.channelId} of account ${after.accountId}; expected ${before.channelId} of ${before.accountId}, as of the one before`;
  if (after.startMinute < before.startMinute)
    return `began at ${after.startMinute}, before the one that it is to follow (${before.startMinute}); name them in their order`;
  return undefined;
}
