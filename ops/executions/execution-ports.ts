/** Executions of the deployment's state machines: listed, looked at, started and redriven. */
import type { ExecutionStatus, SFNClient } from '@aws-sdk/client-sfn';
import {
  findExecution,
  type ListedExecution,
  makeListExecutions,
} from '../../lambdas/shared/adapters/execution-lists.ts';
import {
  executionArnOf,
  makeRedriveExecution,
  makeStartExecution,
  makeStepFunctionsClient,
} from '../../lambdas/shared/adapters/state-machine.ts';
import type { CommandContext } from '../frame/command-context.ts';
import { makePace } from '../setup/pace.ts';

export type { ListedExecution } from '../../lambdas/shared/adapters/execution-lists.ts';

/** What more can be asked of one. */
export interface DescribedExecution {
  readonly status: string;
  /** `REDRIVABLE`, `NOT_REDRIVABLE` or `REDRIVABLE_BY_MAP_RUN`. */
  readonly redriveStatus: string | undefined;
  /** Why it cannot be redriven. */
  readonly redriveStatusReason: string | undefined;
  /** JSON text; absent when it may not be read. */
  readonly input: string | undefined;
  readonly error: string | undefined;
}

/** See the file's comment. */
export interface ExecutionPorts {
  /** The latest first, page by page. */
  list(stateMachineArn: string, status: ExecutionStatus): AsyncIterable<readonly ListedExecution[]>;
  /** `undefined` when there is none. */
  describe(executionArn: string): Promise<DescribedExecution | undefined>;
  /** Resolves to the execution's ARN; `undefined` when the name is taken. */
  start(stateMachineArn: string, name: string, input: object): Promise<string | undefined>;
  /** `false` when it cannot be redriven (any more). */
  redrive(executionArn: string): Promise<boolean>;
}

/**
 * Of each operation. ListExecutions takes 5 a second in the long run, DescribeExecution 10 and StartExecution 150, in
 * the Regions with the lowest quotas, and the system itself needs them, too.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export const callsPerSecond = 4;

/** The ports, at a pace that leaves most of the quotas to live streams. */
export function makeExecutionPorts(context: Pick<CommandContext, 'client' | 'clock' | 'signal'>): ExecutionPorts {
  const client = context.client((settings) => makeStepFunctionsClient(settings));
  const pace = makePace(context, callsPerSecond);
  const redrive = makeRedriveExecution(client);
  return {
    list: (stateMachineArn, status) =>
      makeListExecutions(client, stateMachineArn, { status, beforeCall: () => pace('ListExecutions') })(),
    describe: async (executionArn) => {
      await pace('DescribeExecution');
      return describe(client, executionArn);
    },
    start: async (stateMachineArn, name, input) => {
      await pace('StartExecution');
      const isStarted = await makeStartExecution(client, stateMachineArn)(name, input);
      return isStarted ? executionArnOf(stateMachineArn, name) : undefined;
    },
    redrive: async (executionArn) => {
      await pace('RedriveExecution');
      return redrive(executionArn);
    },
  };
}

async function describe(client: SFNClient, executionArn: string): Promise<DescribedExecution | undefined> {
  const answer = await findExecution(client, executionArn);
  if (answer === undefined) return undefined;
  const { status = '', redriveStatus, redriveStatusReason, input, error } = answer;
  return { status, redriveStatus, redriveStatusReason, input, error };
}
