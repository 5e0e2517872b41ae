import { PAYLOAD_LIMIT_BYTES } from './data-flow.ts';
import { StatesApiError } from './errors.ts';
import type { ExecutionState } from './execution-state.ts';

/** The execution to start. */
export interface StartExecutionRequest {
  readonly stateMachineArn: string;
  /** A random one unless given. */
  readonly name?: string | undefined;
  /** JSON; `{}` unless given. */
  readonly input?: string | undefined;
}

/**
 * Checks the input of an execution to start.
 * @throws StatesApiError `InvalidExecutionInput`
 */
export function checkInput(input: string): void {
  if (Buffer.byteLength(input) > PAYLOAD_LIMIT_BYTES) {
    throw new StatesApiError('InvalidExecutionInput', `Input exceeds ${PAYLOAD_LIMIT_BYTES} bytes of UTF-8.`);
  }
  try {
    JSON.parse(input);
  } catch (error) {
    throw new StatesApiError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${error}'`);
  }
}

/**
 * The lock that an execution's name is: only the very same start, while it runs, is answered again.
 * @throws StatesApiError `ExecutionAlreadyExists`
 */
export function sameStart(existing: ExecutionState, input: string): { executionArn: string; startDate: string } {
  const { executionArn, startDate } = existing;
  if (existing.status === 'RUNNING' && existing.input === input) return { executionArn, startDate };
  throw new StatesApiError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`);
}
