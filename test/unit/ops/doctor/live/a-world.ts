/** A deployment for `doctor --live`: a bucket, a catalog, executions and jobs, by hand; what a test wants otherwise is switched. */
import { executionArnOf } from '../../../../../lambdas/shared/adapters/state-machine.ts';
import type { Deployment } from '../../../../../ops/deployment/deployment.ts';
import type { JobTrace } from '../../../../../ops/doctor/live/job-trace.ts';
import type { CleanUpPorts, JobState, LookPorts, TrialPorts } from '../../../../../ops/doctor/live/live-ports.ts';
import { readSample, type Sample } from '../../../../../ops/doctor/live/sample.ts';
import type { HistoryEntry } from '../../../../../ops/follow/history-entry.ts';
import { findRecording } from '../../../../../ops/named-recording/find-recording.ts';
import { parseNamedRecording } from '../../../../../ops/named-recording/parse-named-recording.ts';
import { courseOf, job, type Otherwise } from './courses.ts';

export const accountId = '123456789012';
const machineArn = (name: string) => `arn:aws:states:us-west-2:${accountId}:stateMachine:${name}`;
const processArn = machineArn('process');
const exportArn = machineArn('export');
const validateArn = `arn:aws:lambda:us-west-2:${accountId}:function:Validate:7`;

export const deployment: Deployment = {
  source: 'the stacks',
  outputs: {
    ProcessRecordingArn: processArn,
    ExportRecordingArn: exportArn,
    BackfillRecordingsArn: machineArn('backfill'),
    RecordingsBucketName: 'my-recordings',
    ExportsBucketName: 'my-exports',
    PlaybackBaseUrl: 'https://d111111abcdef8.cloudfront.net',
    NotificationTopicArn: 'arn:topic',
    DistributionId: 'E2EXAMPLE',
  },
};

interface FakeExecution {
  readonly executionArn: string;
  readonly name: string;
  status: string;
  readonly entries: HistoryEntry[];
  jobs: JobTrace[];
}

interface FakeItem {
  readonly channelId: string;
  readonly recordingKey: string;
  readonly type: 'recording' | 'export';
  readonly failedExecutionArn: string | undefined;
}

/** Read once. */
const sample = readSample();

/** See the file's comment. */
export class World {
  readonly objects = new Map<string, string>();
  readonly executions = new Map<string, FakeExecution>();
  readonly jobs = new Map<string, JobState>();
  readonly deeds: string[] = [];
  items: FakeItem[] = [];
  requests: object[] = [];
  readonly sample: Sample = sample;
  nowMs = Date.parse('2026-06-25T12:00:40Z');
  readonly #otherwise: Otherwise;
  #readings = 0;
  /** When S3 tells of the recording, and whose it is. */
  #toBeTold: { atMs: number; name: string } | undefined;

  constructor(otherwise: Otherwise = {}) {
    this.#otherwise = otherwise;
  }

  #do(deed: string): void {
    this.deeds.push(deed);
    this.#otherwise.onDeed?.(deed);
  }

  get running(): string[] {
    return [...this.executions.values()].filter(({ status }) => status === 'RUNNING').map(({ name }) => name);
  }

  readonly clock = {
    now: () => new Date(this.nowMs),
    sleep: async (ms: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      this.pass(ms);
      this.#do('sleep');
      signal.throwIfAborted();
    },
  };

  /** Time passes, and S3 tells what it has to. */
  pass(ms: number): void {
    this.nowMs += ms;
    if (this.#toBeTold === undefined || this.#toBeTold.atMs > this.nowMs) return;
    const { name } = this.#toBeTold;
    this.#toBeTold = undefined;
    this.#begin(executionArnOf(processArn, name), name, 'playback');
  }

  get look(): LookPorts {
    const { variables } = this.#otherwise;
    return {
      listSubscriptions: async () => [{ protocol: 'email', endpoint: 'somebody@example.com', isConfirmed: true }],
      stateMachine: async (arn) => ({
        status: 'ACTIVE',
        definition: JSON.stringify({
          States: arn === processArn ? { ValidateRecording: { Resource: validateArn } } : {},
        }),
      }),
      variables: async () => {
        if (variables instanceof Error) throw variables;
        return {
          CHANNEL_ARNS: '[]',
          DEFAULT_EXPORTS: '["archive"]',
          PLAYBACK_POLICY: '{"isSigned":false,"privateChannels":"publish","deletedChannels":"publish"}',
          ...variables,
        };
      },
    };
  }

  trial(signal: AbortSignal): TrialPorts {
    const { createJob, status = 200, isUntold = false, toldAfterMs = 1000 } = this.#otherwise;
    const { multivariant = job('COMPLETE', { heightPx: 720 }) } = this.#otherwise;
    return {
      now: this.clock.now,
      pause: (ms) => this.clock.sleep(ms, signal),
      readJob: async () => undefined,
      readMapRun: async () => undefined,
      readEvents: async (arn, afterId) => this.executions.get(arn)?.entries.filter(({ id }) => id > afterId),
      readJobs: async (arn) => this.executions.get(arn)?.jobs ?? [],
      jobState: async (id) => this.jobs.get(id) ?? job('PROGRESSING'),
      describe: this.#describe,
      start: async (machine, name, input) => {
        this.#do(`start ${name}`);
        const executionArn = executionArnOf(machine, name);
        const { export: wish } = input as { export?: { name: string } };
        this.#begin(executionArn, name, wish?.name ?? 'playback');
        return executionArn;
      },
      putObject: async ({ bucket, key }) => {
        this.#do(`put ${key}`);
        this.objects.set(`${bucket}/${key}`, key);
        if (!key.endsWith('recording-ended.json') || isUntold) return;
        const parts = key.split('/');
        this.#toBeTold = { atMs: this.nowMs + toldAfterMs, name: `${parts[3]}-${parts[9]}` };
      },
      createJob: async (request) => {
        this.#do('create job');
        if (createJob !== undefined) throw createJob;
        this.requests.push(request);
        this.jobs.set('own-job', multivariant);
        return 'own-job';
      },
      statusOf: async (url) => {
        this.#do(`get ${url}`);
        return status;
      },
    };
  }

  readonly #describe = async (executionArn: string) => {
    const found = this.executions.get(executionArn);
    if (found === undefined) return undefined;
    const { status } = found;
    return { status, redriveStatus: undefined, redriveStatusReason: undefined, input: undefined, error: undefined };
  };

  #begin(executionArn: string, name: string, what: string): void {
    const { status, output, jobs = [], error } = courseOf(what, this.#otherwise);
    const entry = (id: number, type: string, more: Partial<HistoryEntry> = {}) =>
      ({ id, at: new Date(this.nowMs), type, ...more }) as HistoryEntry;
    const ends: Record<string, HistoryEntry[]> = {
      SUCCEEDED: [entry(3, 'ExecutionSucceeded', { output: JSON.stringify({ announcement: { message: output } }) })],
      FAILED: [entry(3, 'ExecutionFailed', { error, cause: 'it broke' })],
    };
    const begun = [entry(1, 'ExecutionStarted'), entry(2, 'TaskStateEntered', { state: `Do-${what}` })];
    this.executions.set(executionArn, {
      executionArn,
      name,
      status,
      entries: [...begun, ...(ends[status] ?? [])],
      jobs,
    });
    if (status !== 'RUNNING') this.#register(executionArn, name, status === 'FAILED' ? executionArn : undefined);
    if (status === 'SUCCEEDED' && what !== 'playback')
      this.objects.set(`my-exports/DoctorLive/${name.split('-')[1]}/${what}.mp4`, what);
  }

  #register(executionArn: string, name: string, failedExecutionArn: string | undefined): void {
    const [channelId = '', recordingId = '', ...rest] = name.split('-');
    const type = rest.length === 0 ? 'recording' : 'export';
    this.items.push({ channelId, recordingKey: `${recordingId}#${executionArn}`, type, failedExecutionArn });
  }

  get cleanUp(): CleanUpPorts {
    const { executions, objects } = this;
    const { isLocked = () => false, isStopDenied = false, readingsUntilReported = 0 } = this.#otherwise;
    const trial = this.trial(new AbortController().signal);
    return {
      machines: async () => ({
        processRecordingArn: processArn,
        exportRecordingArn: exportArn,
        backfillRecordingsArn: '',
      }),
      findRecording: (typed) => findRecording(parseNamedRecording(typed), 'my-recordings', async () => []),
      readItems: async () => {
        if (++this.#readings > readingsUntilReported) this.#report();
        return this.items as never;
      },
      describe: this.#describe,
      readJobs: trial.readJobs,
      jobState: trial.jobState,
      list: async function* (machine) {
        const name = machine.split(':').at(-1);
        yield [...executions.values()].filter(
          ({ executionArn, status }) => status === 'RUNNING' && executionArn.split(':').at(-2) === name,
        ) as never;
      },
      stopExecution: async (executionArn) => {
        this.#do(`stop ${executionArn.split(':').at(-1)}`);
        if (isStopDenied) throw Object.assign(new Error('no'), { name: 'AccessDeniedException', $fault: 'client' });
        const found = this.executions.get(executionArn);
        if (found !== undefined) found.status = 'ABORTED';
        this.#unreported.push(executionArn);
      },
      cancelJob: async (id) => {
        this.#do(`cancel ${id}`);
        this.jobs.set(id, job('CANCELED'));
      },
      listObjects: async function* (bucket, prefix) {
        yield [...objects.keys()]
          .filter((key) => key.startsWith(`${bucket}/${prefix}`))
          .map((key) => ({ key: key.slice(bucket.length + 1), sizeBytes: 1, versionId: undefined }));
      },
      deleteObjects: async (bucket, doomed) => {
        this.#do('delete');
        const kept = doomed.filter(({ key }) => isLocked(key));
        for (const { key } of doomed) if (!isLocked(key)) this.objects.delete(`${bucket}/${key}`);
        return kept.map(({ key }) => ({ key, error: 'AccessDenied: locked' }));
      },
      findMetadata: async ({ prefix }) =>
        new Set(
          this.objects.has(`my-recordings/${prefix}/events/recording-ended.json`) ? ['recording-ended.json'] : [],
        ),
      deleteItem: async ({ recordingKey }) => {
        this.items = this.items.filter((item) => item.recordingKey !== recordingKey);
      },
      invalidate: async () => this.#do('invalidate'),
      places: async () => ({ exportsBucket: 'my-exports', distributionId: 'E2EXAMPLE' }),
    };
  }

  readonly #unreported: string[] = [];
  #report(): void {
    for (const arn of this.#unreported.splice(0)) this.#register(arn, arn.split(':').at(-1) ?? '', arn);
  }
}
