/** What went wrong, for a person: what it was, and what to do. */
import { stepErrors } from '../../lambdas/shared/contract/errors.ts';
import { describeFailure } from '../export/describe-failure.ts';
import { InterruptedError } from '../terminal/interruption.ts';
import { exitCodes } from './exit-codes.ts';
import { DeclinedError, OperationRefusedError, UsageError } from './operator-errors.ts';

/** A failure as standard error tells it, and `--json`. */
export interface OperatorFailure {
  readonly exitCode: number;
  readonly name: string;
  readonly message: string;
}

/** Advice for what SDKs and Node throw, by the error's name or code. */
const advice: Readonly<Record<string, string>> = {
  CredentialsProviderError: 'Say who you are: --profile, AWS_PROFILE, or aws configure.',
  TokenProviderError: 'Sign in again: aws sso login.',
  ExpiredToken: 'Sign in again.',
  ExpiredTokenException: 'Sign in again.',
  UnrecognizedClientException: 'Are these credentials of another partition, or not active?',
  InvalidClientTokenId: 'Are these credentials of another partition, or not active?',
  AccessDenied: 'Your policies have to allow it.',
  AccessDeniedException: 'Your policies have to allow it.',
  AuthorizationErrorException: 'Your policies have to allow it.',
  ThrottlingException: 'Wait a little, and run the same command again.',
  NoSuchBucket: 'Check the name of the bucket, and --endpoint-url.',
  ECONNREFUSED: 'Nothing listens there: is --endpoint-url right, and npm start -- --serve running?',
  ENOTFOUND: 'Is the Region right, and the network there?',
};

/** Describes whatever was thrown; `--debug` shows the rest. */
export function describeError(error: unknown): OperatorFailure {
  if (error instanceof InterruptedError) return interrupted(error);
  const exitCode = exitCodeOf(error);
  if (isOfTheFrame(error)) return { exitCode, name: error.name, message: error.message };
  const ofService = describeServiceError(error);
  if (ofService !== undefined) return { exitCode, ...ofService };
  const { name, message, advice: hint } = describeFailure(error);
  return { exitCode, name, message: [sentence(message), hint].filter(Boolean).join(' ') };
}

/** Describes what an SDK, an adapter or Node has thrown; `undefined` for anything else. */
export function describeServiceError(error: unknown): Pick<OperatorFailure, 'name' | 'message'> | undefined {
  if (isOfAStep(error)) return { name: error.name, message: stepMessage(error) };
  return isSdkOrSystemError(error) ? { name: error.name, message: serviceMessage(error) } : undefined;
}

const isOfTheFrame = (error: unknown): error is Error =>
  error instanceof UsageError || error instanceof DeclinedError || error instanceof OperationRefusedError;

/** The steps' own code runs here, too; its errors say what to do. */
const isOfAStep = (error: unknown): error is Error => error instanceof Error && Object.hasOwn(stepErrors, error.name);

/** What a function's role lacks, an operator's may lack as well. */
const stepMessage = ({ message, cause }: Error): string =>
  [message, cause instanceof Error ? adviceFor(cause) : undefined].filter(Boolean).join(' ');

function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return exitCodes.usage;
  return error instanceof DeclinedError ? exitCodes.nothingToDo : exitCodes.failed;
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

const interrupted = ({ name, signalName, exitCode }: InterruptedError): OperatorFailure => ({
  exitCode,
  name,
  message: `Interrupted by ${signalName}. What was done stays; the same command goes on from there.`,
});

type ServiceError = Error & { readonly code?: unknown; readonly exceptionMessage?: unknown };

const isSdkOrSystemError = (error: unknown): error is ServiceError =>
  error instanceof Error &&
  ('$fault' in error || 'code' in error || error.name in advice || error.message === 'Region is missing');

function serviceMessage(error: ServiceError): string {
  const { name } = error;
  const text = textOf(error);
  const told = name === 'Error' || text.startsWith(name) ? text : `${name}: ${text}`;
  return [sentence(told), adviceFor(error)].filter(Boolean).join(' ');
}

function adviceFor({ name, message, code }: ServiceError): string | undefined {
  if (message === 'Region is missing') return 'Say which one: --region us-west-2, or AWS_REGION.';
  return advice[name] ?? advice[String(code)];
}

/** IVS has its text in a field of its own, and the SDK knows of none then. */
function textOf({ message, exceptionMessage, code }: ServiceError): string {
  if (typeof exceptionMessage === 'string' && exceptionMessage !== '') return exceptionMessage;
  return message !== '' ? message : String(code ?? 'no reason was given');
}
