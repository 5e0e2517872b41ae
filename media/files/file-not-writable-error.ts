/** Why a file cannot be written; stable, so that callers may branch on it. */
export type FileNotWritableReason =
  | 'exists'
  | 'is-folder'
  | 'folder-missing'
  | 'not-permitted'
  | 'read-only'
  | 'disk-full'
  | 'too-large'
  | 'name-too-long'
  | 'write-failed';

/** Thrown when an output cannot be written to its place. Permanent until the user changes something there. */
export class FileNotWritableError extends Error {
  override readonly name = 'FileNotWritableError';
  readonly reason: FileNotWritableReason;

  /** @param finding a clause: what is wrong and what to do */
  constructor(reason: FileNotWritableReason, path: string, finding: string, options?: ErrorOptions) {
    super(`${path} cannot be written (${reason}): ${finding}.`, options);
    this.reason = reason;
  }
}

/** Error codes of the operating system (`man 2 open`, `man 2 write`) and what they mean to whoever named the file. */
const MEANINGS: Readonly<Record<string, readonly [FileNotWritableReason, string]>> = {
  ENOENT: ['folder-missing', 'its folder does not exist; make it first'],
  ENOTDIR: ['folder-missing', 'a part of its path is a file, not a folder'],
  EISDIR: ['is-folder', 'there is a folder of that name; choose another name'],
  EACCES: ['not-permitted', 'its folder may not be written to; choose another or change its permissions'],
  EPERM: ['not-permitted', 'its folder may not be written to; choose another or change its permissions'],
  EROFS: ['read-only', 'it is on a disk that can only be read; choose another folder'],
  ENOSPC: ['disk-full', 'no space is left on its disk; free some or choose another'],
  EDQUOT: ['disk-full', "the user's share of its disk is used up; free some or choose another disk"],
  EFBIG: ['too-large', 'it would become larger than its disk or the limits of this process allow; choose another disk'],
  ENAMETOOLONG: ['name-too-long', 'its name is too long; choose a shorter one'],
};

/** Translates what Node's file functions throw; anything that is no error of the operating system is passed through. */
export function toFileNotWritable(path: string, error: unknown): unknown {
  const code = systemErrorCode(error);
  if (code === undefined) return error;
  const [reason, finding] = MEANINGS[code] ?? ['write-failed', `the operating system answered ${code}`];
  return new FileNotWritableError(reason, path, finding, { cause: error });
}

/** Code of an error of the operating system, such as `ENOENT`; `undefined` for any other value. */
export function systemErrorCode(error: unknown): string | undefined {
  const isSystemError = typeof error === 'object' && error !== null && 'syscall' in error && 'code' in error;
  return isSystemError && typeof error.code === 'string' ? error.code : undefined;
}
