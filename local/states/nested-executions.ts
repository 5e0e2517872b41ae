/** Executions that other executions run and wait for: the iterations of distributed Maps, and `startExecution.sync:2`. */
import { executionArnOf } from './arns.ts';
import { describeExecution, type ExecutionDescription } from './execution-description.ts';
import type { ExecutionState, ExecutionStatus, MachineRecord } from './execution-state.ts';
import type { ChildExecutions, ChildRequest } from './place.ts';
import { whenAborted } from './run-task.ts';

/** What the engine lends for it. */
export interface NestedPorts {
  find(executionArn: string): ExecutionState | undefined;
  start(machine: MachineRecord, name: string, input: string): void;
  redrive(executionArn: string): void;
  stop(executionArn: string, cause: string): void;
  whenEnded(executionArn: string): Promise<ExecutionDescription>;
  /** Whether the engine is being closed, which leaves everything as it is for the next one. */
  isClosed(): boolean;
  now(): Date;
}

/** See the file's comment. */
export class NestedExecutions implements ChildExecutions {
  readonly #ports: NestedPorts;
  /** Items of the Maps that run, or ran, in this process, by the ARNs of their runs. */
  readonly itemCounts = new Map<string, number>();

  constructor(ports: NestedPorts) {
    this.#ports = ports;
  }

  announce(mapRunArn: string, itemCount: number): void {
    this.itemCounts.set(mapRunArn, itemCount);
  }

  async run(
    { machine, name, input }: ChildRequest,
    redrivenAt: string | undefined,
    signal: AbortSignal,
  ): Promise<ExecutionStatus> {
    const executionArn = executionArnOf(machine.arn, name);
    const existing = this.#ports.find(executionArn);
    if (existing === undefined) this.#ports.start(machine, name, input);
    else if (this.#isToRedrive(existing, redrivenAt)) this.#ports.redrive(executionArn);
    return (await this.follow(executionArn, signal)).status;
  }

  /** Waits until an execution has ended; stops it when the one that waits has to stop first. */
  async follow(executionArn: string, signal: AbortSignal): Promise<ExecutionDescription> {
    const { whenEnded, isClosed, stop } = this.#ports;
    const stopToo = () => {
      if (!isClosed()) stop(executionArn, 'The execution that waited for this one was stopped.');
    };
    signal.addEventListener('abort', stopToo, { once: true });
    try {
      return await Promise.race([whenEnded(executionArn), whenAborted(signal)]);
    } finally {
      signal.removeEventListener('abort', stopToo);
    }
  }

  /** A child that failed before its parent was redriven goes on with it, once. */
  #isToRedrive(child: ExecutionState, redrivenAt: string | undefined): boolean {
    const { redriveStatus } = describeExecution(child, this.#ports.now());
    const begunAt = child.redriveDate ?? child.startDate;
    return redrivenAt !== undefined && begunAt < redrivenAt && redriveStatus === 'REDRIVABLE';
  }
}

/** Whether an execution is an iteration of a distributed Map of another one. */
export function isIterationOf(parent: ExecutionState, { machine, name }: ExecutionState): boolean {
  const rest = name.startsWith(`${parent.name}-`) ? name.slice(parent.name.length + 1) : '';
  return machine.arn.startsWith(`${parent.machine.arn}/`) && /^\d+-\d+$/.test(rest);
}
