/** Why an input on disk was refused before anything of it was carried; stable, so that callers may branch on it. */
export type InputRefusedReason =
  | 'missing'
  | 'unreadable'
  | 'remote'
  | 'no-playlist'
  | 'several-playlists'
  | 'playlist-too-large'
  | 'playlist-invalid'
  | 'no-segments'
  | 'key-frames-only'
  | 'audio-apart'
  | 'uri-refused'
  | 'rendition-unknown';

/**
 * Thrown when files on disk cannot be taken for a recording: no playlist, several, one that RFC 8216 forbids to play, or
 * one that names files outside its folder. Permanent: the user has to name another input or change it.
 */
export class InputRefusedError extends Error {
  override readonly name = 'InputRefusedError';
  readonly reason: InputRefusedReason;

  /** @param sentence says which file, what was found, what was expected, what to do */
  constructor(reason: InputRefusedReason, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.reason = reason;
  }
}
