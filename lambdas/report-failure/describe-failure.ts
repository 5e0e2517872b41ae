/** Says in words why an execution ended without success. */
import * as z from 'zod/mini';
import type { ExecutionFailureEvent } from '../shared/contract/events.ts';
import { executionConsoleUrl } from '../shared/contract/execution-name.ts';
import { parseJson } from '../shared/contract/json-text.ts';
import type { NotifiedError } from '../shared/contract/notification.ts';
import type { FoundFailure } from './failing-state.ts';

/** For when neither the event nor the history says it. */
const fallbacks = {
  FAILED: {
    name: 'ExecutionFailed',
    message: 'The execution failed without giving a reason; its history may tell more.',
  },
  TIMED_OUT: {
    name: 'States.Timeout',
    message: 'The execution reached its time limit; start it anew or redrive it once the cause is mended.',
  },
  ABORTED: { name: 'ExecutionAborted', message: 'Somebody stopped the execution without giving a reason.' },
};

/**
 * Joins what the status event says with what the history says.
 *
 * @param found What the history says.
 */
export function describeFailure({ region, detail }: ExecutionFailureEvent, found: FoundFailure): NotifiedError {
  const name = detail.error || found.error || fallbacks[detail.status].name;
  return {
    name,
    message: capMessage(readCause(detail.cause || found.cause || '') || fallbackMessage(detail.status, name)),
    state: found.state,
    redrivable: detail.redriveStatus?.startsWith('REDRIVABLE') ?? false,
    consoleUrl: executionConsoleUrl(region, detail.executionArn),
  };
}

/** A state that timed out gives no cause, and neither does the execution that it failed. */
const fallbackMessage = (status: keyof typeof fallbacks, errorName: string): string =>
  status === 'FAILED' && errorName === 'States.Timeout'
    ? 'The state did not end within its time limit; redrive the execution once the cause is mended.'
    : fallbacks[status].message;

const lambdaCauseSchema = z.object({ errorMessage: z.string() });

/** The sentence in a cause: a Lambda's is JSON with a trace. */
function readCause(cause: string): string {
  const lambda = lambdaCauseSchema.safeParse(parseJson(cause));
  return lambda.success ? lambda.data.errorMessage : cause;
}

/** Causes may have 32 KB; a message has to fit into an e-mail, and a reader's patience. */
const maxMessageBytes = 4096;

/** Cuts after the last character that fits whole. */
function capMessage(message: string): string {
  const { read } = new TextEncoder().encodeInto(message, new Uint8Array(maxMessageBytes));
  return message.slice(0, read);
}
