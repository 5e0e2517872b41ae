import { setImmediate } from 'node:timers/promises';
import type { Outcome } from '../../../lambdas/start-processing/schema.ts';
import type { StartProcessingPorts } from '../../../lambdas/start-processing/start-processing.ts';
import { bucket } from './triggers.ts';

/** An execution as the fake remembers it. */
export interface FakeExecution {
  status: string;
  redriveStatus?: string;
  stopDate?: Date;
  input?: unknown;
  output?: string;
  /** What a redrive meets: by default it works. */
  onRedrive?: (execution: FakeExecution) => boolean;
}

/** A state machine in memory with the lock that names are, and everything else that start-processing needs. */
export function makeFakePorts(
  executions: Record<string, FakeExecution> = {},
  overrides: Partial<StartProcessingPorts> = {},
) {
  const logged: Outcome[] = [];
  const requireExecution = (name: string): FakeExecution => {
    const execution = executions[name];
    if (execution === undefined) throw Object.assign(new Error(name), { name: 'ExecutionDoesNotExist' });
    return execution;
  };
  const ports: StartProcessingPorts = {
    recordingsBuckets: [bucket],
    channelArns: [],
    startExecution: async (name, input) => {
      // An answer takes a while, so that what does not wait for it is found out.
      await setImmediate();
      if (executions[name] !== undefined) return false;
      executions[name] = { status: 'RUNNING', input };
      return true;
    },
    describeExecution: async (name) => requireExecution(name),
    redriveExecution: async (name) => {
      const execution = requireExecution(name);
      if (execution.onRedrive !== undefined) return execution.onRedrive(execution);
      execution.status = 'RUNNING';
      return true;
    },
    isKnownWhole: async () => false,
    now: () => new Date('2026-06-24T08:00:00.500Z'),
    log: (outcome) => logged.push(outcome),
    ...overrides,
  };
  return { ports, executions, logged };
}
