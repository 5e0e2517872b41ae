/**
 * Who may play what this system announces: decided for each recording, and told in its messages and in the catalog
 * (docs/adr/0015). It says what is *announced*; what CloudFront lets through is said by signing alone.
 */
import * as z from 'zod/mini';

/**
 * - `public`: whoever has the URL can play it.
 * - `signed`: the URL plays with signed cookies, or a signed URL, of the deployment's key only.
 * - `withheld`: the recording is that of a private channel, or may be, and nothing here demands a signature. No URL is
 *   announced. That is no access control: who knows or guesses the address can read it.
 */
export const playbackAccess = ['public', 'signed', 'withheld'] as const;

export const playbackAccessSchema = z.enum(playbackAccess);
export type PlaybackAccess = z.infer<typeof playbackAccessSchema>;

/** Of what is announced with its URL; absent in items and messages from before it was told, which are all public. */
export const announcedAccessSchema = z.enum(['public', 'signed']);

const treatmentSchema = z.enum(['withhold', 'publish']);

/** What a deployment configures of it, as its steps read it. */
export const playbackPolicySchema = z.object({
  /** CloudFront demands signatures of every viewer, so that nothing needs to be withheld. */
  isSigned: z.boolean(),
  /** Recordings of channels whose live stream takes a token: IVS's attribute `authorized`. */
  privateChannels: treatmentSchema,
  /** Recordings of channels that are deleted: nobody can tell any more whether they were private. */
  deletedChannels: treatmentSchema,
});
export type PlaybackPolicy = z.infer<typeof playbackPolicySchema>;
