import { randomBytes } from 'node:crypto';
import { type CreateJobRequest, parseCreateJobRequest } from './create-job-request.ts';
import { hasEnded, type Job } from './job.ts';
import type { JobQueue } from './job-queue.ts';
import { BadRequestException, ConflictException, NotFoundException } from './request-errors.ts';

/** "If you reuse a client request token within one minute of a successful request …" (CreateJobRequest). */
const tokenLifetimeMs = 60_000;

/** Most jobs in one answer of `ListJobs`, and its default. */
const maxPageSize = 20;

/** Conditions of `ListJobs`. */
export interface JobFilter {
  readonly status?: string | undefined;
  readonly queue?: string | undefined;
  readonly order: 'ASCENDING' | 'DESCENDING';
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** The jobs of the service, and the operations on them. They live as long as the process does. */
export class JobStore {
  readonly #jobs = new Map<string, Job>();
  readonly #queue: JobQueue;
  readonly #clock: () => number;
  readonly #region: string;

  constructor(queue: JobQueue, clock: () => number, region: string) {
    this.#queue = queue;
    this.#clock = clock;
    this.#region = region;
  }

  /**
   * Creates a job, or returns the one that was created with the same token within the last minute.
   *
   * @throws BadRequestException when the request is not one that the local service carries out.
   */
  create(body: unknown): Job {
    const request = parseCreateJobRequest(body);
    const original = this.#findByToken(request.clientRequestToken);
    if (original !== undefined) {
      return original;
    }
    const job = this.#submit(request, settingsOf(body));
    this.#queue.add(job);
    return job;
  }

  /** @throws NotFoundException when there is no job with that id. */
  get(id: string): Job {
    const job = this.#jobs.get(id);
    if (job === undefined) {
      throw new NotFoundException(
        `The job ${id} does not exist; the local MediaConvert forgets its jobs when it stops.`,
      );
    }
    return job;
  }

  /**
   * Cancels a job, and resolves when none of its work goes on.
   *
   * @throws NotFoundException when there is no job with that id.
   * @throws ConflictException when the job has ended, or ended before it could be cancelled.
   */
  async cancel(id: string): Promise<void> {
    const job = this.get(id);
    const wasRunning = !hasEnded(job);
    await this.#queue.cancel(job);
    if (!wasRunning || job.status !== 'CANCELED') {
      throw new ConflictException(`The job ${id} cannot be cancelled: it has ended with status ${job.status}.`);
    }
  }

  /** One page of jobs by the time of their creation, and the token of the next page, if there is one. */
  list(filter: JobFilter): { jobs: readonly Job[]; nextToken?: string } {
    const inOrder = [...this.#jobs.values()];
    const sorted = filter.order === 'ASCENDING' ? inOrder : inOrder.reverse();
    const matching = sorted.filter((job) => isMatch(job, filter));
    const start = filter.nextToken === undefined ? 0 : matching.findIndex(({ id }) => id === filter.nextToken);
    if (start < 0) {
      throw new BadRequestException(`nextToken: ${filter.nextToken} is not one that this list gave`);
    }
    const stop = start + Math.min(filter.maxResults ?? maxPageSize, maxPageSize);
    const next = matching[stop];
    return { jobs: matching.slice(start, stop), ...(next && { nextToken: next.id }) };
  }

  #findByToken(token: string | undefined): Job | undefined {
    const isRecent = (job: Job) => this.#clock() - job.submittedAtMs < tokenLifetimeMs;
    return token === undefined
      ? undefined
      : [...this.#jobs.values()].find((job) => job.request.clientRequestToken === token && isRecent(job));
  }

  #submit(request: CreateJobRequest, settingsAsSent: unknown): Job {
    const submittedAtMs = this.#clock();
    // As the real ones look: 1712345678901-1a2b3c.
    const id = `${submittedAtMs}-${randomBytes(3).toString('hex')}`;
    const account = request.role.split(':')[4];
    const arn = `arn:aws:mediaconvert:${this.#region}:${account}:jobs/${id}`;
    const job: Job = { id, arn, request, settingsAsSent, submittedAtMs, status: 'SUBMITTED', warnings: [] };
    this.#jobs.set(id, job);
    return job;
  }
}

const settingsOf = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'settings' in body ? body.settings : undefined;

const isMatch = (job: Job, { status, queue }: JobFilter): boolean =>
  (status === undefined || job.status === status) &&
  (queue === undefined || job.request.queue === queue || job.request.queue?.endsWith(`/${queue}`) === true);
