/** Which channels are meant. */
import { OperationRefusedError, UsageError } from '../frame/operator-errors.ts';
import type { Channel } from './ivs-ports.ts';
import type { WantedTag } from './parse-settings.ts';

/** How an operator says which ones: by ARNs and names, by tags that all have to be there, or all of them. */
export type ChannelChoice =
  | { readonly by: 'name'; readonly names: readonly string[] }
  | { readonly by: 'tag'; readonly tags: readonly WantedTag[] }
  | { readonly by: 'all' };

/** Reads the choice from arguments and options. @throws UsageError unless it is exactly one */
export function readChoice(
  names: readonly string[],
  { all, tag }: { readonly all?: true; readonly tag?: readonly WantedTag[] },
): ChannelChoice {
  const isGiven = [names.length > 0, all === true, tag !== undefined].filter(Boolean).length;
  if (isGiven === 0) throw new UsageError('Say which channels: their ARNs or names, or --all, or --tag key=value.');
  if (isGiven > 1)
    throw new UsageError('Say which channels in one way: ARNs and names, --all and --tag exclude each other.');
  if (tag !== undefined) return { by: 'tag', tags: tag };
  return all === true ? { by: 'all' } : { by: 'name', names };
}

/** What is to be said where a choice means none of the Region's channels. */
export function nothingChosen(choice: ChannelChoice, count: number): string {
  if (choice.by !== 'tag') return 'There is no channel here. Is it another Region that is meant?';
  const tags = choice.tags.map(({ key, value }) => `${key}=${value}`).join(' and ');
  return `None of the ${count} channels here has the tag ${tags}.`;
}

/** Those of the Region's channels that are meant. @throws OperationRefusedError, UsageError */
export function chooseChannels(channels: readonly Channel[], choice: ChannelChoice): Channel[] {
  if (choice.by === 'all') return [...channels];
  if (choice.by === 'tag')
    return channels.filter(({ tags }) => choice.tags.every(({ key, value }) => tags[key] === value));
  return [...new Set(choice.names.map((name) => channelNamed(channels, name)))];
}

function channelNamed(channels: readonly Channel[], wanted: string): Channel {
  const [found, ...others] = channels.filter(({ arn, name }) => arn === wanted || name === wanted);
  if (found === undefined) {
    throw new OperationRefusedError(
      `There is no channel ${wanted} among the ${channels.length} here. Is it in another Region?`,
    );
  }
  if (others.length === 0) return found;
  const arns = [found, ...others].map(({ arn }) => arn).join(' or ');
  throw new UsageError(`There are ${others.length + 1} channels of the name ${wanted}. Give one's ARN: ${arns}`);
}
