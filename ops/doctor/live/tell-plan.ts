/** What `doctor --live` says before it asks. */
import type { Output } from '../../terminal/output.ts';
import { bytesText, clockText, countText } from '../../terminal/quantities.ts';
import { costOf, mostCentsText } from './cost.ts';
import type { LiveConfiguration } from './look.ts';
import { markedChannelId, type TrialPlan } from './plan-trial.ts';

/** Without a default export, two of process-recording's children and its own. */
const ownExecutions = 4;

/** US dollars at most: every file that MediaConvert makes is an encode. */
export function mostUsdOf(plan: TrialPlan): number {
  const { look, sample } = plan;
  const defaults = typeof look.configuration === 'string' ? 1 : look.configuration.defaultExports.length;
  return costOf({
    objectsPut: countPut(plan),
    executions: ownExecutions + defaults,
    filesCopied: 0,
    filesEncoded: 3 + defaults,
    filesRemuxed: 1,
    durationMs: sample.durationMs,
  });
}

/** Objects of the sample, and the garbage that takes the place of some. */
const countPut = ({ sample, location: { prefix }, channelArn, endedAt }: TrialPlan): number =>
  sample.objectsAt({ prefix, channelArn, endedAt }).length + sample.lowest.segmentKeysAt(prefix).length;

/** Prints it. */
export function tellPlan(
  plan: TrialPlan,
  { note }: Pick<Output, 'note'>,
  { programName, isKept }: { programName: string; isKept: boolean },
): void {
  const { look, sample, location } = plan;
  const length = clockText(sample.durationMs / 1000);
  note(`Puts the sample recording (${length}, ${bytesText(sample.sizeBytes)}) where IVS would:`);
  note(`  s3://${look.recordingsBucket}/${location.prefix}/`, 'strong');
  for (const line of whatHappens(plan)) note(`  - ${line}`);
  note(whatRemains(isKept));
  note(`It takes some minutes, and ${mostCentsText(mostUsdOf(plan))} at most.`);
  note(`Should this program be killed: ${programName} delete ${location.prefix}`);
}

function whatHappens({ look, sample, location }: TrialPlan): string[] {
  const { configuration, subscribers } = look;
  const isMarked = location.channelId === markedChannelId;
  return [
    isMarked
      ? `It says that it is of a channel ${markedChannelId}, which there is not.`
      : `It says that it is of the channel ${location.channelId}, and stands among its recordings.`,
    `S3 tells the deployment: playback is announced, ${defaultsText(configuration)}.`,
    'An export by remux and one by MediaConvert; a MediaConvert job of your own, which reads the multivariant playlist.',
    `An export that has to fail: garbage takes the place of ${sample.lowest.name}.`,
    `Messages of all that, a failure among them, go to ${subscribersText(subscribers)}; alarms on failures may go off.`,
    ...warningsOf(configuration, isMarked),
  ];
}

const defaultsText = (configuration: LiveConfiguration | string): string =>
  typeof configuration === 'string'
    ? 'and its default exports made'
    : configuration.defaultExports.length === 0
      ? 'and it has no default exports'
      : `and its default exports made (${configuration.defaultExports.join(', ')})`;

const subscribersText = (subscribers: number | undefined): string =>
  subscribers === undefined ? 'the topic’s subscribers' : countText(subscribers, 'subscriber');

function warningsOf(configuration: LiveConfiguration | string, isMarked: boolean): string[] {
  if (typeof configuration === 'string')
    return [`Whether the deployment processes it cannot be told before: ${configuration}`];
  const { isSigned, privateChannels, deletedChannels } = configuration.playbackPolicy;
  if (isSigned || privateChannels === 'publish' || deletedChannels === 'publish' || !isMarked) return [];
  return [
    'No URL of it is announced: it passes for a deleted channel’s, whose recordings are withheld here (deletedChannels).',
  ];
}

const whatRemains = (isKept: boolean): string =>
  isKept
    ? 'All of it is kept (--keep).'
    : 'Then all of it is removed: objects, exports, items of the catalog, CloudFront’s copies. Messages and the histories of executions stay.';
