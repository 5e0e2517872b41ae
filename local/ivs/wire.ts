/** Channels and recording configurations as responses have them. */
import type { StoredChannel, StoredConfiguration } from './ivs-resources.ts';

/** State of a recording configuration at a moment; IVS needs some seconds to make it. */
export function stateOf(
  { createdAtMs, isFailing }: StoredConfiguration,
  nowMs: number,
  activationMs: number,
): 'CREATING' | 'CREATE_FAILED' | 'ACTIVE' {
  if (nowMs - createdAtMs < activationMs) return 'CREATING';
  return isFailing ? 'CREATE_FAILED' : 'ACTIVE';
}

/** A recording configuration whole, as Get and Create have it. */
export function toWireConfiguration(configuration: StoredConfiguration, state: string) {
  const { createdAtMs: _createdAt, isFailing: _isFailing, ...settings } = configuration;
  return { ...settings, state };
}

/** A recording configuration as the list has it: without its settings. */
export const toWireConfigurationSummary = (
  { arn, name, destinationConfiguration, tags }: StoredConfiguration,
  state: string,
) => ({ arn, name, destinationConfiguration, tags, state });

/** A channel as the list has it. */
export function toWireChannelSummary({ isLive: _isLive, ...channel }: StoredChannel) {
  return { ...channel, preset: '', playbackRestrictionPolicyArn: '' };
}

/** A channel whole. Nothing can be sent to it or played from it here. */
export function toWireChannel(channel: StoredChannel) {
  const id = channel.arn.split('/').at(-1);
  const [, , , region, accountId] = channel.arn.split(':');
  return {
    ...toWireChannelSummary(channel),
    ingestEndpoint: `${id}.global-contribute.live-video.invalid`,
    playbackUrl: `https://${id}.${region}.playback.live-video.invalid/api/video/v1/${region}.${accountId}.channel.${id}.m3u8`,
    srt: { endpoint: `${id}.srt.live-video.invalid`, passphrase: 'local' },
    containerFormat: 'TS',
    multitrackInputConfiguration: { enabled: false },
  };
}
