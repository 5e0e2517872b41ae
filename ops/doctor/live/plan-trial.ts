/** What `doctor --live` is about to do, and what it refuses to begin. */
import { executionArnOf } from '../../../lambdas/shared/adapters/state-machine.ts';
import { recordingExecutionName } from '../../../lambdas/shared/contract/execution-name.ts';
import {
  makeRecordingPrefix,
  parseRecordingPrefix,
  type RecordingLocation,
} from '../../../lambdas/shared/contract/recording-location.ts';
import { isArnOfChannel, parseChannelArn } from '../../../lambdas/shared/recording/served-recording.ts';
import { OperationRefusedError, UsageError } from '../../frame/operator-errors.ts';
import { channelIdOf } from '../../named-recording/parse-named-recording.ts';
import type { DeploymentLook } from './look.ts';
import { type Sample, startOf } from './sample.ts';

/** The channel that the sample says it comes from: there is none of this id, and it marks the prefix. */
export const markedChannelId = 'DoctorLive';

/** See the file's comment. */
export interface TrialPlan {
  readonly look: DeploymentLook;
  readonly sample: Sample;
  readonly location: RecordingLocation;
  readonly channelArn: string;
  readonly endedAt: Date;
  /** Of the run that the deployment begins by itself. */
  readonly executionArn: string;
}

/**
 * Plans under a prefix of its own. All that would keep the deployment from processing it is refused here, by name.
 *
 * @param typedChannel Whose recording the sample is to be, as typed; {@link markedChannelId} when left out.
 * @throws OperationRefusedError, UsageError
 */
export function planTrial(
  look: DeploymentLook,
  sample: Sample,
  { typedChannel, now, programName }: { typedChannel: string | undefined; now: Date; programName: string },
): TrialPlan {
  const channelArn = channelArnOf(typedChannel ?? markedChannelId, look);
  demandServed(channelArn, look, programName);
  const { accountId, channelId } = parseChannelArn(channelArn) ?? { accountId: '', channelId: '' };
  const prefix = makeRecordingPrefix({
    accountId,
    channelId,
    startedAt: startOf(now, sample.durationMs),
    // 18 of the 20 characters that an id has: `live20261123020510`.
    recordingId: `live${now.toISOString().replaceAll(/\D/g, '').slice(0, 14)}`,
  });
  const location = parseRecordingPrefix(prefix);
  if (location === undefined) throw new UsageError(`${prefix} is not the prefix of a recording.`);
  const executionArn = executionArnOf(look.processRecordingArn, recordingExecutionName(location));
  return { look, sample, location, channelArn, endedAt: now, executionArn };
}

/** @throws UsageError */
function channelArnOf(typed: string, { partition, region, accountId }: DeploymentLook): string {
  const arn = `arn:${partition}:ivs:${region}:${accountId}:channel/${channelIdOf(typed)}`;
  if (!typed.startsWith('arn:') || typed === arn) return arn;
  throw new UsageError(`${typed} is not of the account and Region of this deployment. Expected ${arn}.`);
}

function demandServed(channelArn: string, { configuration }: DeploymentLook, programName: string): void {
  const channel = parseChannelArn(channelArn);
  if (typeof configuration === 'string' || channel === undefined) return;
  const { channelArns } = configuration;
  if (channelArns.length === 0 || channelArns.some((arn) => isArnOfChannel(arn, channel))) return;
  throw new OperationRefusedError(
    `This deployment processes recordings of some channels only (channelArns: ${channelArns.join(', ')}), and ${channelArn} is none of them: nothing would start. Have the sample pass for one of theirs, among whose recordings it stands until it is removed: ${programName} doctor --live --channel ${channelArns[0]}`,
  );
}
