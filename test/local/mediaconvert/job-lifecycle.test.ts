import { CancelJobCommand, ListJobsCommand, ListTagsForResourceCommand } from '@aws-sdk/client-mediaconvert';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { JobFailedError } from '../../../local/mediaconvert/job-failure.ts';
import { type Bench, makeSettings, startBench } from './test-bench.ts';
import { putTinyHls } from './tiny-hls.ts';

let bench: Bench;
let nowMs = Date.parse('2026-06-23T20:12:00Z');

beforeEach(async () => {
  bench = await startBench({ clock: () => nowMs });
  putTinyHls(bench.s3);
});

afterEach(async () => {
  await bench.stop();
});

const holdFirstSegment = () => bench.s3.hold((_, key) => key.endsWith('/0.mpegts'));

test('a job is SUBMITTED when it is created, with what was asked for and defaults for the rest', async () => {
  const settings = makeSettings();

  const job = await bench.create(settings, {
    UserMetadata: { recordingId: 'j8Z9O91ndcVs' },
    Priority: 3,
    StatusUpdateInterval: 'SECONDS_10',
    Queue: 'arn:aws:mediaconvert:us-east-1:123456789012:queues/exports',
  });

  expect(job).toMatchObject({
    Status: 'SUBMITTED',
    Role: 'arn:aws:iam::123456789012:role/mediaconvert-io',
    Settings: settings,
    UserMetadata: { recordingId: 'j8Z9O91ndcVs' },
    Priority: 3,
    StatusUpdateInterval: 'SECONDS_10',
    Queue: 'arn:aws:mediaconvert:us-east-1:123456789012:queues/exports',
    AccelerationSettings: { Mode: 'DISABLED' },
    BillingTagsSource: 'JOB',
  });
  expect(job.Arn).toBe(`arn:aws:mediaconvert:us-east-1:123456789012:jobs/${job.Id}`);
  expect(job.CreatedAt).toEqual(new Date('2026-06-23T20:12:00Z'));
  expect(job.Timing?.SubmitTime).toEqual(job.CreatedAt);
});

test('a setting that is not supported is a BadRequestException with its path, and makes no job', async () => {
  const settings = makeSettings({
    outputs: [
      { ContainerSettings: { Container: 'MOV' }, VideoDescription: { CodecSettings: { Codec: 'PASSTHROUGH' } } },
    ],
  });

  const creating = bench.create(settings);

  await expect(creating).rejects.toMatchObject({
    name: 'BadRequestException',
    message: expect.stringContaining('/settings/outputGroups/0/outputs/0/containerSettings/container'),
    $metadata: { httpStatusCode: 400 },
  });
  expect(await bench.client.send(new ListJobsCommand({}))).toMatchObject({ Jobs: [] });
});

test('one job runs at a time, and of those that wait the one with the highest priority is next', async () => {
  const firstSegment = holdFirstSegment();

  const running = await bench.create(makeSettings({ destination: 's3://exports/1' }));
  await firstSegment.reached;
  const low = await bench.create(makeSettings({ destination: 's3://exports/2' }));
  const high = await bench.create(makeSettings({ destination: 's3://exports/3' }), { Priority: 10 });
  const whileHeld = [await bench.get(running.Id), await bench.get(low.Id), await bench.get(high.Id)];
  firstSegment.release();
  await bench.waitForEnd(low.Id);

  expect(whileHeld.map(({ Status }) => Status)).toEqual(['PROGRESSING', 'SUBMITTED', 'SUBMITTED']);
  expect(bench.s3.requests.filter((request) => request.startsWith('PUT'))).toEqual([
    'PUT exports/1.mp4',
    'PUT exports/3.mp4',
    'PUT exports/2.mp4',
  ]);
});

test('a job in progress tells its phase and how far it is', async () => {
  const upload = bench.s3.hold((method) => method === 'PUT');

  const { Id } = await bench.create(makeSettings());
  await upload.reached;
  const job = await bench.get(Id);
  upload.release();

  expect(job).toMatchObject({ Status: 'PROGRESSING', CurrentPhase: 'UPLOADING' });
  expect(job.JobPercentComplete).toBeGreaterThanOrEqual(80);
});

test('the same token within a minute gives the job that is there, and a new one after that', async () => {
  const first = await bench.create(makeSettings(), { ClientRequestToken: 'execution/archive/0' });
  nowMs += 59_000;
  const again = await bench.create(makeSettings(), { ClientRequestToken: 'execution/archive/0' });
  nowMs += 1_000;
  const later = await bench.create(makeSettings(), { ClientRequestToken: 'execution/archive/0' });
  const other = await bench.create(makeSettings(), { ClientRequestToken: 'execution/archive/1' });

  expect(again.Id).toBe(first.Id);
  expect(new Set([first.Id, later.Id, other.Id]).size).toBe(3);
});

test('a job that is cancelled while it reads ends as CANCELED and writes nothing', async () => {
  const firstSegment = holdFirstSegment();
  const { Id } = await bench.create(makeSettings());
  await firstSegment.reached;

  await bench.client.send(new CancelJobCommand({ Id }));
  firstSegment.release();
  const job = await bench.get(Id);

  expect(job).toMatchObject({ Status: 'CANCELED', Id });
  expect(job.Timing?.FinishTime).toBeDefined();
  expect([...bench.s3.objects.keys()].filter((key) => key.startsWith('exports/'))).toEqual([]);
});

test('a job that waits can be cancelled, and never runs', async () => {
  const firstSegment = holdFirstSegment();
  const running = await bench.create(makeSettings());
  await firstSegment.reached;
  const waiting = await bench.create(makeSettings({ destination: 's3://exports/never' }));

  await bench.client.send(new CancelJobCommand({ Id: waiting.Id }));
  firstSegment.release();
  await bench.waitForEnd(running.Id);

  expect(await bench.get(waiting.Id)).toMatchObject({ Status: 'CANCELED' });
  expect(bench.s3.objects.has('exports/never.mp4')).toBe(false);
});

test('the next job runs after one that was cancelled', async () => {
  const firstSegment = holdFirstSegment();
  const cancelled = await bench.create(makeSettings());
  await firstSegment.reached;
  const next = await bench.create(makeSettings());

  await bench.client.send(new CancelJobCommand({ Id: cancelled.Id }));
  firstSegment.release();
  const job = await bench.waitForEnd(next.Id);

  expect(job.Status).toBe('COMPLETE');
});

test('a job that has ended cannot be cancelled', async () => {
  const { Id } = await bench.run(makeSettings());

  const cancelling = bench.client.send(new CancelJobCommand({ Id }));

  await expect(cancelling).rejects.toMatchObject({
    name: 'ConflictException',
    message: expect.stringContaining('COMPLETE'),
  });
});

test('a job that shall fail is accepted, ends in ERROR with that code, and makes nothing; the next one is made', async () => {
  const failures = [new JobFailedError(1999, 'Unexpected system error')];
  await bench.stop();
  bench = await startBench({ failureOfJob: () => failures.pop() });
  putTinyHls(bench.s3);

  const failed = await bench.run(makeSettings());
  const written = [...bench.s3.objects.keys()].filter((key) => key.startsWith('exports/'));
  const made = await bench.run(makeSettings());

  expect(failed).toMatchObject({ Status: 'ERROR', ErrorCode: 1999, ErrorMessage: 'Unexpected system error' });
  expect(written).toEqual([]);
  expect(made.Status).toBe('COMPLETE');
});

test('a job that does not exist is a NotFoundException', async () => {
  const getting = bench.get('1712345678901-abcdef');

  await expect(getting).rejects.toMatchObject({ name: 'NotFoundException', $metadata: { httpStatusCode: 404 } });
});

test('jobs are listed newest first, by status, and in pages', async () => {
  const firstSegment = holdFirstSegment();
  const running = await bench.create(makeSettings());
  await firstSegment.reached;
  const second = await bench.create(makeSettings());
  const third = await bench.create(makeSettings());

  const page = await bench.client.send(new ListJobsCommand({ MaxResults: 2 }));
  const rest = await bench.client.send(new ListJobsCommand({ MaxResults: 2, NextToken: page.NextToken }));
  const waiting = await bench.client.send(new ListJobsCommand({ Status: 'SUBMITTED', Order: 'ASCENDING' }));
  firstSegment.release();

  expect(page.Jobs?.map(({ Id }) => Id)).toEqual([third.Id, second.Id]);
  expect(rest.Jobs?.map(({ Id }) => Id)).toEqual([running.Id]);
  expect(rest.NextToken).toBeUndefined();
  expect(waiting.Jobs?.map(({ Id }) => Id)).toEqual([second.Id, third.Id]);
});

test('the tags of a job can be read back', async () => {
  const job = await bench.create(makeSettings(), { Tags: { ManagedByService: 'AWSStepFunctions' } });

  const { ResourceTags } = await bench.client.send(new ListTagsForResourceCommand({ Arn: job.Arn }));

  expect(ResourceTags).toEqual({ Arn: job.Arn, Tags: { ManagedByService: 'AWSStepFunctions' } });
});

test('an operation that is not there is refused by name', async () => {
  const { endpoint } = bench.client.config;
  const { port } = await endpoint!();

  const response = await fetch(`http://127.0.0.1:${port}/2017-08-29/presets`);

  expect(response.headers.get('x-amzn-errortype')).toBe('UnknownOperationException');
  expect(await response.json()).toEqual({
    message: expect.stringContaining('GET /2017-08-29/presets is not supported by the local MediaConvert'),
  });
});

test('stopping the server cancels what is under way', async () => {
  const firstSegment = holdFirstSegment();
  await bench.create(makeSettings());
  await firstSegment.reached;

  await bench.stop();
  firstSegment.release();

  expect([...bench.s3.objects.keys()].filter((key) => key.startsWith('exports/'))).toEqual([]);
  bench = await startBench();
});
