/** What went wrong, for a person and for a program. */
import { FileNotWritableError } from '../../media/files/file-not-writable-error.ts';
import { InputRefusedError } from '../../media/files/input-refused-error.ts';
import { SegmentDamagedError } from '../../media/remux/segment-damaged-error.ts';
import { StreamNotCarriableError } from '../../media/remux/stream-not-carriable-error.ts';
import { InterruptedError } from '../terminal/interruption.ts';

/** A failure as `--json` prints it and as standard error tells it. */
export interface ExportFailure {
  readonly exitCode: number;
  /** Of the error's class. */
  readonly name: string;
  /** Stable word for the kind of failure, where there is one. */
  readonly reason: string | undefined;
  readonly message: string;
  /** What else to do, where the message does not say. */
  readonly advice: string | undefined;
  readonly stack: string | undefined;
}

const damageAdvice = '--tolerate-losses exports what is there and lists what is missing.';

/** Describes whatever was thrown. */
export function describeFailure(error: unknown): ExportFailure {
  const { name, message, stack } = error instanceof Error ? error : { ...unknownError, message: String(error) };
  const reason = isExpected(error) ? error.reason : undefined;
  const exitCode = error instanceof InterruptedError ? error.exitCode : 1;
  return { exitCode, name, reason, message, advice: adviceFor(error), stack };
}

const unknownError = { name: 'Error', stack: undefined };

const isExpected = (error: unknown) =>
  error instanceof InputRefusedError ||
  error instanceof SegmentDamagedError ||
  error instanceof StreamNotCarriableError ||
  error instanceof FileNotWritableError;

function adviceFor(error: unknown): string | undefined {
  if (error instanceof SegmentDamagedError) return damageAdvice;
  if (error instanceof FileNotWritableError && error.reason === 'exists') return '--force replaces it.';
  if (isExpected(error) || error instanceof InterruptedError) return undefined;
  return 'This should not happen: --debug shows where it came from.';
}
