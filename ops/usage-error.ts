/** The command line makes no sense; the message is one sentence that says what to type. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
