/** What the steps ask of IVS. */

/** What IVS says of a channel, or why it said nothing. */
export type ChannelReading =
  | {
      readonly state: 'read';
      /** Absent where the channel has none. */
      readonly name: string | undefined;
      readonly tags: Readonly<Record<string, string>>;
      /** Its live stream takes a token to be watched. */
      readonly isPrivate: boolean;
    }
  /** IVS does not know it any more. */
  | { readonly state: 'deleted'; readonly reason: string }
  /** We may not ask. */
  | { readonly state: 'denied'; readonly reason: string }
  | { readonly state: 'unreadable'; readonly reason: string };

/** Reads a channel. Never rejects: what a step makes of a channel that it cannot read is the step's own matter. */
export type ReadChannel = (channelArn: string) => Promise<ChannelReading>;
