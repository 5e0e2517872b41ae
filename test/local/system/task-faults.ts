/** Makes a state of one recording's execution fail, or do something else, as often as a test says. */
import type { InterceptTask } from '../../../local/integrations/task-integrations.ts';
import { TaskFailure } from '../../../local/states/errors.ts';
import type { TaskContext } from '../../../local/states/integration.ts';

/** Stands in for one attempt of a task; `run` does what the task would have done. */
export type Attempt = (run: () => Promise<unknown>, parameters: unknown, context: TaskContext) => Promise<unknown>;

/** See the file's comment. */
export class TaskFaults {
  readonly #attempts = new Map<string, Attempt[]>();

  /** The next attempts of the state in executions of the recording; those after them are real. */
  at(recordingId: string, stateName: string, ...attempts: Attempt[]): void {
    this.#attempts.set(`${recordingId} ${stateName}`, attempts);
  }

  /** States that never came to all attempts that were meant for them. */
  left(recordingId: string): string[] {
    return [...this.#attempts].flatMap(([key, attempts]) => {
      const [of, state = ''] = key.split(' ');
      return of === recordingId && attempts.length > 0 ? [state] : [];
    });
  }

  readonly intercept: InterceptTask = (_resource, integration) => async (parameters, context) => {
    const run = () => integration(parameters, context);
    const attempt = this.#next(context);
    return attempt === undefined ? run() : attempt(run, parameters, context);
  };

  #next({ executionArn, stateName }: TaskContext): Attempt | undefined {
    // <channelId>-<recordingId>[-<more>]
    const recordingId = executionArn.split(':').at(-1)?.split('-')[1];
    return this.#attempts.get(`${recordingId} ${stateName}`)?.shift();
  }
}

/** The service refuses. */
export const failsWith =
  (error: string, cause = 'made to fail by the test'): Attempt =>
  async () => {
    throw new TaskFailure(error, cause);
  };

/** The service does its work, but the answer is lost. */
export const losesAnswer =
  (error: string): Attempt =>
  async (run) => {
    await run();
    throw new TaskFailure(error, 'the answer was lost');
  };

/** The job ends as MediaConvert's jobs do that fail: with the whole job as the cause. */
export const jobFailsWith = (code: number, message: string): Attempt =>
  failsWith(
    'States.TaskFailed',
    JSON.stringify({ Id: '1700000000000-abcdef', Status: 'ERROR', ErrorCode: code, ErrorMessage: message }),
  );

/** Does nothing until the execution is stopped. */
export const hangs: Attempt = (_run, _parameters, { signal }) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
