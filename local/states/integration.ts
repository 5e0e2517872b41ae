/** What a task integration is told besides its parameters. */
export interface TaskContext {
  /** Aborted when the task times out, its execution is stopped, or another iteration of its Map failed. */
  readonly signal: AbortSignal;
  readonly executionArn: string;
  readonly stateName: string;
  /** Told the service's answer by an integration that goes on to wait for the end of what it began (`.sync`). */
  readonly submitted?: (answer: unknown) => void;
}

/**
 * Does the work of a Task state: calls the Lambda function or the service. What it resolves to is the task's result
 * (after a round through JSON); when the work fails it throws a TaskFailure. Any other throw is reported as a bug.
 */
export type TaskIntegration = (parameters: unknown, context: TaskContext) => Promise<unknown>;

/** Finds the integration for a state's `Resource`: a Lambda function's ARN or `arn:aws:states:::<service>:<action>`. */
export interface TaskIntegrations {
  resolve(resource: string): TaskIntegration | undefined;
}
