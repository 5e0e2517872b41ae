/** Why a file was refused; stable, so that callers may branch on it. */
export type Mp4DamagedReason =
  | 'ftyp-missing'
  | 'mdat-missing'
  | 'media-track-missing'
  | 'box-missing'
  | 'box-duplicated'
  | 'box-too-small'
  | 'box-beyond-parent'
  | 'box-open-ended'
  | 'box-type-unreadable'
  | 'trailing-bytes'
  | 'too-many-boxes'
  | 'version-unknown'
  | 'timescale-zero'
  | 'duration-out-of-range'
  | 'track-id-invalid'
  | 'short-read';

/**
 * Thrown when a file is not a whole MP4: cut off, something after its end, or headers that contradict each other.
 * Permanent: the same bytes fail again.
 *
 * It does not say which file: the inspector sees bytes only, and the caller that opened the object adds its key.
 */
export class Mp4DamagedError extends Error {
  override readonly name = 'Mp4DamagedError';
  readonly reason: Mp4DamagedReason;
  /** Byte position in the file of what was found wrong: mostly of the box's header. */
  readonly offset: number;

  /** @param finding a clause such as "expected …, found …", citing the standard where it decides */
  constructor(reason: Mp4DamagedReason, offset: number, finding: string) {
    super(`The MP4 is damaged at byte ${offset} (${reason}): ${finding}.`);
    this.reason = reason;
    this.offset = offset;
  }
}
