/** What the steps ask of IVS. */

/** What IVS says of a channel, or why it said nothing. */
export type ChannelReading =
  | {
      readonly state: 'read';
      /** Absent where the channel has none. */
      readonly name: string | undefined;
      readonly tags: Readonly<Record<string, string>>;
    }
  | { readonly state: 'unreadable'; readonly reason: string };

/** Reads a channel. Never rejects: no recording waits for IVS, or is lost with its channel. */
export type ReadChannel = (channelArn: string) => Promise<ChannelReading>;
