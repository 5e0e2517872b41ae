/** Which recordings this deployment serves: a new execution in the console passes every trigger by, so steps check. */
import { BucketNotConfiguredError, ChannelNotConfiguredError, ExecutionInputInvalidError } from '../contract/errors.ts';
import {
  parseRecordingPrefix,
  type RecordingLocation,
  type RecordingReference,
} from '../contract/recording-location.ts';

/** What the deployment serves. */
export interface ServedRecordings {
  readonly recordingsBuckets: readonly string[];
  /** Empty: every channel. */
  readonly channelArns: readonly string[];
}

/** A recording that this deployment serves. */
export interface ServedRecording extends RecordingLocation {
  readonly bucket: string;
}

/** Account and id of a channel. */
export interface ChannelIdentity {
  readonly accountId: string;
  readonly channelId: string;
}

// arn:<partition>:ivs:<region>:<account>:channel/<id>
const channelArnPattern = /^arn:[a-z-]+:ivs:[a-z0-9-]+:(\d{12}):channel\/([A-Za-z0-9]+)$/;

/** Parses the ARN of an IVS channel; `undefined` when it is none. */
export function parseChannelArn(arn: string): ChannelIdentity | undefined {
  const [, accountId, channelId] = channelArnPattern.exec(arn) ?? [];
  return accountId === undefined || channelId === undefined ? undefined : { accountId, channelId };
}

/** Whether the ARN is that of the channel. */
export function isArnOfChannel(arn: string, { accountId, channelId }: ChannelIdentity): boolean {
  const channel = parseChannelArn(arn);
  return channel?.accountId === accountId && channel.channelId === channelId;
}

/**
 * Reads the recording's place and checks that the deployment serves it.
 * @throws {@link BucketNotConfiguredError}, {@link ChannelNotConfiguredError}
 */
export function requireServed({ bucket, prefix }: RecordingReference, served: ServedRecordings): ServedRecording {
  const location = parseRecordingPrefix(prefix);
  if (location === undefined) throw new ExecutionInputInvalidError(`${prefix} is not the prefix of an IVS recording.`);
  if (!served.recordingsBuckets.includes(bucket)) {
    throw new BucketNotConfiguredError(
      `The bucket ${bucket} is not served here; expected ${served.recordingsBuckets.join(' or ')}. Correct the input, or add the bucket to the configuration and deploy.`,
    );
  }
  if (served.channelArns.length > 0 && !served.channelArns.some((arn) => isArnOfChannel(arn, location))) {
    throw new ChannelNotConfiguredError(
      `The channel ${location.channelId} of account ${location.accountId} is not among those served here: ${served.channelArns.join(', ')}. Correct the input, or add the channel to the configuration and deploy.`,
    );
  }
  return { bucket, ...location };
}
