import type { Recording } from '../api/recording.ts';

/** What people call the channel. */
export const nameOfChannel = ({ channelName, channelId }: Pick<Recording, 'channelName' | 'channelId'>): string =>
  channelName ?? channelId;

const labels = { ready: 'Complete', partial: 'Partial', empty: 'Nothing recorded', failed: 'Failed' } as const;

/** Whether all of a recording is there, in a word. Color says the same, never more. */
export const StatusBadge = ({ recording: { status, playback } }: { readonly recording: Recording }) => (
  <span class={`badge badge-${status}`}>
    {status === 'failed' && playback !== undefined ? 'Failed, playable' : labels[status]}
  </span>
);
