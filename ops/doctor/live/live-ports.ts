/** What `doctor --live` needs of the world. */
import type { DeletePorts } from '../../delete/delete-ports.ts';
import type { ExecutionPorts } from '../../executions/execution-ports.ts';
import type { FollowPorts } from '../../follow/follow-ports.ts';
import type { DoctorPorts } from '../doctor-ports.ts';
import type { JobTrace } from './job-trace.ts';

/** What is asked before anything is done. Nothing here changes anything. */
export interface LookPorts extends Pick<DoctorPorts, 'listSubscriptions' | 'stateMachine'> {
  /** Environment variables of a function, as it was deployed. */
  variables(functionArn: string): Promise<Readonly<Record<string, string>>>;
}

/** A MediaConvert job, as far as it is waited for. */
export interface JobState {
  /** `SUBMITTED`, `PROGRESSING`, `COMPLETE`, `CANCELED` or `ERROR`. */
  readonly status: string;
  /** Of one that failed. */
  readonly errorCode: number | undefined;
  readonly errorMessage: string | undefined;
  /** Lines of the first file's picture, of one that is complete. */
  readonly heightPx: number | undefined;
}

/** What is asked about jobs. */
export interface JobPorts {
  /** The jobs of an execution, in their order. */
  readJobs(executionArn: string): Promise<readonly JobTrace[]>;
  jobState(jobId: string): Promise<JobState>;
}

/** What the trial itself does. */
export interface TrialPorts extends FollowPorts, JobPorts, Pick<ExecutionPorts, 'describe' | 'start'> {
  putObject(object: { readonly bucket: string; readonly key: string; readonly body: Uint8Array }): Promise<void>;
  /**
   * Creates a job with the operator's own permissions; resolves to its id.
   *
   * @param request As the state machine sends it, in capitals.
   */
  createJob(request: object): Promise<string>;
  /** HTTP status of a URL. */
  statusOf(url: string): Promise<number>;
}

/** What takes everything away again. */
export interface CleanUpPorts extends DeletePorts, JobPorts {
  stopExecution(executionArn: string): Promise<void>;
  cancelJob(jobId: string): Promise<void>;
}

/** Whether nothing more happens to a job. */
export const hasJobEnded = ({ status }: JobState): boolean => ['COMPLETE', 'CANCELED', 'ERROR'].includes(status);
