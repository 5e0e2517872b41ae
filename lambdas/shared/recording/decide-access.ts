/** Decides whether the URLs of a recording may be announced (docs/adr/0015). */
import { ChannelAccessDeniedError, ChannelUnreadableError } from '../contract/errors.ts';
import type { PlaybackAccess, PlaybackPolicy } from '../contract/playback-access.ts';
import type { ChannelReading } from './channel-port.ts';

/** Whether the answer depends on the channel, so that IVS has to be asked. */
export const dependsOnChannel = ({ isSigned, privateChannels }: PlaybackPolicy): boolean =>
  !isSigned && privateChannels === 'withhold';

/**
 * Decides.
 *
 * @param channel `undefined` when IVS was not asked.
 * @throws {@link ChannelUnreadableError}, {@link ChannelAccessDeniedError} when it depends on the channel and IVS does not
 * tell: a guess would either leak a private recording or withhold a public one for good.
 */
export function decideAccess(
  channelArn: string,
  channel: ChannelReading | undefined,
  policy: PlaybackPolicy,
): PlaybackAccess {
  if (policy.isSigned) return 'signed';
  if (!dependsOnChannel(policy)) return 'public';
  if (channel?.state === 'read') return channel.isPrivate ? 'withheld' : 'public';
  if (channel?.state === 'deleted') return policy.deletedChannels === 'publish' ? 'public' : 'withheld';
  const found = `IVS does not tell whether the channel ${channelArn} is private, which has to be known before anything of it is announced (${channel?.reason ?? 'it was not asked'}).`;
  if (channel?.state === 'denied')
    throw new ChannelAccessDeniedError(
      `${found} Let this step's role use ivs:GetChannel, then redrive this execution.`,
    );
  throw new ChannelUnreadableError(`${found} It is tried again; once IVS answers, redrive this execution.`);
}
