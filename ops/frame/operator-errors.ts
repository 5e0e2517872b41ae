/** Errors of the frame; what a command refuses it says by one of these, or by an error of its own. */

/** The command line makes no sense; the message is one sentence that says what to type. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The operator, asked, said no. Exit code 3. */
export class DeclinedError extends Error {
  override readonly name = 'DeclinedError';

  constructor() {
    super('Nothing was done.');
  }
}

/** What was asked for cannot be done as things are; the message says what was found and what to do. Exit code 1. */
export class OperationRefusedError extends Error {
  override readonly name = 'OperationRefusedError';
}
