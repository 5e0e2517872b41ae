import type { ProblemName } from '../shared/contract/api.ts';

/** A request that is answered with a problem. Thrown and caught inside of the step. */
export class RequestRefusedError extends Error {
  override readonly name = 'RequestRefusedError';
  readonly problem: ProblemName;
  /** For the answer's `detail`. Quotes nothing of the request, which may be anything. */
  readonly detail: string | undefined;

  constructor(problem: ProblemName, detail?: string) {
    super(detail ?? problem);
    this.problem = problem;
    this.detail = detail;
  }
}
