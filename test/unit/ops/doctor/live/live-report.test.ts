/** What the report of `doctor --live` is made of. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { afterAll, expect, test } from '@jest/globals';
import { isPassthrough, toJobTraces } from '../../../../../ops/doctor/live/job-trace.ts';
import { masked } from '../../../../../ops/doctor/live/mask.ts';
import { type LiveReport, shapeOf } from '../../../../../ops/doctor/live/report.ts';
import { demandWritable, writeReportFile } from '../../../../../ops/doctor/live/report-file.ts';
import { readSample } from '../../../../../ops/doctor/live/sample.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-live-report-'));
afterAll(() => rmSync(directory, { recursive: true }));

const task = { resourceType: 'mediaconvert', resource: 'createJob.sync' };
const scheduled = (parameters: object) => ({
  taskScheduledEventDetails: { ...task, parameters: JSON.stringify(parameters) },
});
const submitted = { taskSubmittedEventDetails: { ...task, output: '{"Job":{"Id":"123-abc","Status":"SUBMITTED"}}' } };

test('a history tells each job: what was asked, its id, what came back or how it failed', () => {
  const events = [
    scheduled({ Role: 'first' }),
    submitted,
    { taskFailedEventDetails: { ...task, error: 'States.TaskFailed', cause: '{}' } },
    { lambdaFunctionScheduledEventDetails: { resource: 'arn' } },
    scheduled({ Role: 'second' }),
    { taskSubmitFailedEventDetails: { ...task, error: 'MediaConvert.BadRequestException', cause: 'no' } },
    { taskScheduledEventDetails: { resourceType: 'sns', resource: 'publish', parameters: '{}' } },
    scheduled({ Role: 'third' }),
    submitted,
    { taskSucceededEventDetails: { ...task, output: '{"Job":{"Id":"123-abc"}}' } },
    { taskSucceededEventDetails: { resourceType: 'sns', resource: 'publish', output: '{}' } },
  ] as unknown as HistoryEvent[];

  expect(toJobTraces(events)).toEqual([
    {
      request: { Role: 'first' },
      isSubmitted: true,
      jobId: '123-abc',
      result: undefined,
      failure: { error: 'States.TaskFailed', cause: '{}' },
    },
    {
      request: { Role: 'second' },
      isSubmitted: false,
      jobId: undefined,
      result: undefined,
      failure: { error: 'MediaConvert.BadRequestException', cause: 'no' },
    },
    {
      request: { Role: 'third' },
      isSubmitted: true,
      jobId: '123-abc',
      result: { Job: { Id: '123-abc' } },
      failure: undefined,
    },
  ]);
});

test.each([
  ['PASSTHROUGH', true],
  ['H_264', false],
])('a job with %s copies: %s', (Codec, expected) => {
  const Outputs = [{ VideoDescription: { CodecSettings: { Codec } } }];

  expect(isPassthrough({ Settings: { OutputGroups: [{ Outputs }] } })).toBe(expected);
});

test('a shape holds keys and types, and no value', () => {
  const value = {
    Job: { Id: 'secret', Percent: 1, Messages: { Info: ['secret'] }, Tags: null, Groups: [{ a: 'secret' }] },
  };

  expect(shapeOf(value)).toEqual({
    Job: { Id: 'string', Percent: 'number', Messages: { Info: 'array' }, Tags: 'null', Groups: ['object'] },
  });
});

test('account and callers are masked wherever they stand', () => {
  const found =
    'User: arn:aws:sts::123456789012:assumed-role/Admin/alice is not authorized on arn:aws:s3:::b-123456789012';

  expect(masked({ steps: [{ found }], n: 1, none: undefined }, '123456789012')).toEqual({
    steps: [{ found: 'User: arn:aws:sts::…9012:assumed-role/… is not authorized on arn:aws:s3:::b-…9012' }],
    n: 1,
    none: undefined,
  });
});

const report: LiveReport = {
  madeAt: '2026-06-25T12:00:40.000Z',
  version: '1.2.3',
  node: '24.0.0',
  region: 'us-west-2',
  account: '…9012',
  notAws: 'http://127.0.0.1:1',
  functionVersions: { PlanExport: '7' },
  recording: { bucket: 'my-recordings', prefix: 'ivs/v1/…9012/DoctorLive', durationMs: 29_995 },
  steps: [{ step: 'upload', verdict: 'ok', found: '27 objects', seconds: 1.25 }],
  facts: [
    {
      fact: 'create-job-sync-result',
      answer: 'told',
      found: '{ Job: { Id } }',
      how: 'the history',
      shape: { Job: {} },
    },
    { fact: 'failed-job-error-name', answer: 'not settled', found: 'no job failed', how: 'nothing' },
  ],
  costUsd: 0.0123,
  cleanUp: { state: 'incomplete', found: 'denied', remains: ['4 items of the catalog'] },
};

test('the file holds the report as it is printed, or as JSON', () => {
  const file = path.join(directory, 'report.txt');

  writeReportFile(file, report, false);
  const text = readFileSync(file, 'utf8');
  writeReportFile(file, report, true);

  expect(text).toMatchInlineSnapshot(`
"doctor --live of 2026-06-25T12:00:40.000Z: ivs-recordings 1.2.3, Node 24.0.0, us-west-2, account …9012
NOT AWS: http://127.0.0.1:1 answered. What follows tells what that did, and settles nothing of AWS.
Sample     s3://my-recordings/ivs/v1/…9012/DoctorLive, 0:00:29.995
Functions  PlanExport 7

Step    Verdict  Seconds  Found
upload  ok           1.3  27 objects

What does createJob.sync return? (create-job-sync-result)
  { Job: { Id } }
  {"Job":{}}
  By the history.

Which name does a failed job’s error have? (failed-job-error-name)
  not settled: no job failed

Cost     about 1.2 cents, by list prices
Cleanup  incomplete: denied
         4 items of the catalog
"
`);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(report);
});

test.each([
  ['a folder that is not there', path.join('nowhere', 'report.txt'), 'report.txt cannot be written ('],
  ['a folder', '.', 'is a folder. Name a file.'],
])('%s is refused before anything is paid for', (_what, file, text) => {
  expect(() => demandWritable(path.join(directory, file))).toThrow(text);
});

test('without its sample the program says so', () => {
  expect(() => readSample(directory)).toThrow(`The sample recording is not there: ${directory}.`);
});
