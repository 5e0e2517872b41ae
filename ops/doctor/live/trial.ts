/** A trial under way: what was found so far, and what there is to be taken away. */
import type { FollowedExecution } from '../../follow/followed-event.ts';
import type { JobTrace } from './job-trace.ts';
import type { TrialPlan } from './plan-trial.ts';
import type { Fact, FactName, LiveStep } from './report.ts';

/** See the file's comment. Whatever interrupts it, the report and the cleaning up go by this. */
export class Trial {
  readonly plan: TrialPlan;
  readonly steps: LiveStep[] = [];
  readonly facts = new Map<FactName, Fact>();
  /** Executions of which somebody is told that they failed. */
  readonly unsuccessful = new Set<string>();
  /** Jobs that no execution waits for (any more). */
  readonly ownJobs = new Set<string>();
  /** Jobs of executions, as far as they were read. */
  readonly traces: JobTrace[] = [];
  objectsPut = 0;
  executions = 0;
  filesRemuxed = 0;
  /** A job of our own made a file. */
  ownFilesCopied = 0;
  /** S3 may tell the deployment of the recording. */
  isAnnounced = false;

  constructor(plan: TrialPlan) {
    this.plan = plan;
  }

  step(step: string, verdict: LiveStep['verdict'], found: string, ms?: number): void {
    this.steps.push({ step, verdict, found, seconds: ms === undefined ? undefined : Math.round(ms / 100) / 10 });
  }

  settle(fact: Fact): void {
    this.facts.set(fact.fact, fact);
  }

  note(ended: Iterable<FollowedExecution>): void {
    for (const { executionArn, status } of ended) if (status !== 'SUCCEEDED') this.unsuccessful.add(executionArn);
  }

  get hasFailed(): boolean {
    return this.steps.some(({ verdict }) => verdict === 'failed');
  }
}
