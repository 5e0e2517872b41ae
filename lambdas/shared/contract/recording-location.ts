/**
 * Where a recording lies in S3, and what its prefix says.
 *
 * IVS writes `ivs/v1/<account>/<channelId>/<year>/<month>/<day>/<hours>/<minutes>/<recordingId>`, in UTC, with month, day,
 * hour and minute not zero-padded.
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/record-to-s3.html
 */
import * as z from 'zod/mini';

/** Everything the prefix of a recording tells. */
export interface RecordingLocation {
  readonly prefix: string;
  readonly accountId: string;
  readonly channelId: string;
  readonly recordingId: string;
  /** Start of the recording to the minute, `2026-06-23T20:12Z`; zero-padded, so that it sorts. */
  readonly startMinute: string;
}

// A padded number is refused: it would name another folder under the same catalog key.
// 20 characters leave room in an execution's name (80) for both ids, an export's name and a suffix.
const prefixPattern =
  /^ivs\/v1\/(\d{12})\/([A-Za-z0-9]{1,20})\/([1-9]\d{3})\/([1-9]\d?)\/([1-9]\d?)\/(0|[1-9]\d?)\/(0|[1-9]\d?)\/([A-Za-z0-9]{1,20})$/;

const twoDigits = (digits: string): string => digits.padStart(2, '0');

/** Parses a recording's prefix (no leading or trailing slash); `undefined` when it is not one. */
export function parseRecordingPrefix(prefix: string): RecordingLocation | undefined {
  const match = prefixPattern.exec(prefix);
  if (match === null) return undefined;
  const [, accountId = '', channelId = '', year = '', month = '', day = '', hour = '', minute = '', recordingId = ''] =
    match;
  const startMinute = `${year}-${twoDigits(month)}-${twoDigits(day)}T${twoDigits(hour)}:${twoDigits(minute)}Z`;
  const start = Date.parse(startMinute);
  // Date.parse rolls 31 February over to March; the round trip shows it.
  if (Number.isNaN(start) || `${new Date(start).toISOString().slice(0, 16)}Z` !== startMinute) return undefined;
  return { prefix, accountId, channelId, recordingId, startMinute };
}

/** Builds the prefix that IVS would write for these values; the inverse of {@link parseRecordingPrefix}. */
export function makeRecordingPrefix(parts: {
  accountId: string;
  channelId: string;
  startedAt: Date;
  recordingId: string;
}): string {
  const { accountId, channelId, startedAt: at, recordingId } = parts;
  const start = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes()];
  return `ivs/v1/${accountId}/${channelId}/${start.join('/')}/${recordingId}`;
}

/** A recording as an input names it: `{ bucket, prefix }`. */
export const recordingReferenceSchema = z.strictObject({
  bucket: z.string().check(z.minLength(3), z.maxLength(63)),
  prefix: z.string().check(
    z.refine((prefix) => parseRecordingPrefix(prefix) !== undefined, {
      error:
        'is not the prefix of an IVS recording; expected ivs/v1/<account>/<channelId>/<year>/<month>/<day>/<hour>/<minute>/<recordingId> without a slash at either end',
    }),
  ),
});
export type RecordingReference = z.infer<typeof recordingReferenceSchema>;
