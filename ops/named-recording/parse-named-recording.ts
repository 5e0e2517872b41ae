/** How an operator names a recording: by whatever is at hand. */
import { parseRecordingPrefix, type RecordingLocation } from '../../lambdas/shared/contract/recording-location.ts';
import { UsageError } from '../frame/operator-errors.ts';

/** What a name tells. */
export type NamedRecording =
  | {
      readonly kind: 'prefix';
      readonly typed: string;
      readonly location: RecordingLocation;
      /** Where the name tells it. */
      readonly bucket: string | undefined;
    }
  | {
      readonly kind: 'id';
      readonly typed: string;
      readonly recordingId: string;
      /** Where the name tells it. */
      readonly channelId: string | undefined;
    };

/** Segments of a prefix: `ivs/v1/<account>/<channelId>/<year>/<month>/<day>/<hour>/<minute>/<recordingId>`. */
const prefixLength = 10;

/**
 * Reads a recordingId, `<channelId>/<recordingId>`, a prefix, or any `s3://` URI or URL of something in the recording:
 * its playlist, a segment, an export, a repaired playlist.
 *
 * @throws UsageError
 */
export function parseNamedRecording(typed: string): NamedRecording {
  const { bucket, path } = splitAddress(typed);
  const segments = path.split('/').filter((segment) => segment !== '');
  const location = parseRecordingPrefix(segments.slice(0, prefixLength).join('/'));
  if (location !== undefined) return { kind: 'prefix', typed, location, bucket };
  const ids = segments[0] === 'ivs' ? undefined : idsOf(segments, path === typed);
  if (ids !== undefined) return { kind: 'id', typed, ...ids };
  throw new UsageError(
    `${typed} names no recording. Expected its id, its prefix (ivs/v1/<account>/<channelId>/<year>/<month>/<day>/<hour>/<minute>/<recordingId>), or an s3:// URI or URL of something in it.`,
  );
}

/** Bucket of an `s3://` URI, and the path of whatever it is. */
function splitAddress(typed: string): { bucket: string | undefined; path: string } {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(typed)) return { bucket: undefined, path: typed };
  const url = URL.parse(typed);
  if (url === null) return { bucket: undefined, path: '' };
  return { bucket: url.protocol === 's3:' ? url.hostname : undefined, path: url.pathname };
}

const idPattern = /^[A-Za-z0-9]{1,20}$/;

/** Exports and repaired playlists lie under `<channelId>/<recordingId>/`; an id alone is no URL's. */
function idsOf([first = '', second = '']: readonly string[], isBare: boolean) {
  if (!idPattern.test(first)) return undefined;
  if (second === '') return isBare ? { recordingId: first, channelId: undefined } : undefined;
  return idPattern.test(second) ? { channelId: first, recordingId: second } : undefined;
}

/** A channel's id, of its ARN or itself. @throws UsageError */
export function channelIdOf(typed: string): string {
  const [, channelId] = /^(?:arn:[a-z-]+:ivs:[a-z0-9-]+:\d{12}:channel\/)?([A-Za-z0-9]{1,20})$/.exec(typed) ?? [];
  if (channelId !== undefined) return channelId;
  throw new UsageError(`${typed} is no channel. Expected its ARN, or the id at the end of it.`);
}
