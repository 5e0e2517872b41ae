/** `doctor` over the wire. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runCommand } from '../a-terminal.ts';
import { outputs } from './a-deployment.ts';
import { type Answers, notification, startAws } from './an-aws.ts';

// The SDK takes them from the environment, as it does for an operator.
Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-doctor-'));
  writeFileSync(path.join(directory, 'outputs.json'), JSON.stringify({ Storage: outputs }));
});
afterAll(() => rmSync(directory, { recursive: true }));

async function doctor(otherwise: Answers, ...args: string[]) {
  const aws = await startAws(otherwise);
  try {
    const options = ['--outputs', 'outputs.json', '--region', 'us-west-2', '--endpoint-url', aws.url];
    return await runCommand(['doctor', ...options, ...args], { directory });
  } finally {
    await aws.stop();
  }
}

test('a deployment that is nearly well is told in a table', async () => {
  const { exitCode, stdout, stderr } = await doctor({});

  expect(stdout.replace(directory, '')).toMatchInlineSnapshot(`
"Verdict  Check                        Found
ok       outputs                      /outputs.json: every output is there, with 2 queues of dead letters
ok       rule-recording-ended         ended is on
ok       rule-recording-start-failed  start-failed is on
ok       rule-execution-failed        failed is on
ok       rule-execution-recovered     recovered is on
ok       rule-recording-events        events is on
ok       start-processing-permission  events.amazonaws.com and s3.amazonaws.com may invoke it
ok       report-failure-permission    events.amazonaws.com may invoke it
ok       bucket-notifications         my-recordings tells of recording-ended.json and recording-failed.json
ok       process-recording            is ACTIVE
ok       export-recording             is ACTIVE
ok       backfill-recordings          is ACTIVE
ok       reconciler                   ran last at 2026-06-25T11:30:00.000Z
ok       thumbnail-expiry             2 runs in the last 48 h
ok       recordings-bucket            my-recordings is there, in us-west-2
ok       recording-configuration      arn:aws:ivs:us-west-2:123456789012:recording-configuration/Deployed is ACTIVE and records to my-recordings
ok       channels                     1 recorded to my-recordings, 0 not recorded
ok       catalog                      catalog is ACTIVE, under arn:key
ok       recordings-bucket-policy     my-recordings: CloudFront may read ivs/v1/*/media/*
ok       exports-bucket-policy        my-exports: CloudFront may read *
ok       distribution                 E2EXAMPLE is enabled and deployed
warning  subscriptions                1 of 2 not confirmed: email new@example.com
ok       alarm-subscriptions          1 subscription, confirmed
ok       dead-letters                 2 queues, all empty
ok       quota-lambda                 12 of 1000 executions at once in the last 24 h
ok       quota-mediaconvert           3 jobs run and 1 wait, of 200 at once
ok       quota-step-functions         no execution had to wait in the last 24 h

warning: subscriptions
  Its receiver has to confirm: by the link in the e-mail, or by the URL in the request. It holds for two days; then subscribe anew.

Not looked at:
  what the roles of steps and state machines may do, and what denies it from above: doctor --live tries it
  whether MediaConvert takes a job: doctor --live tries it
  the schedules and the key themselves: they are judged by the reconciler’s runs, by thumbnails looked for, and by the catalog
  whether dead letters can be put into their queues: the alarms …Lost tell when one could not
  the alarms’ states: CloudWatch tells them
  the API and the page: ask them for an answer
  the domain’s DNS record and certificate

27 checks: 0 fault, 1 warning, 0 unknown, 26 ok.
"
`);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
});

const refusal = (status: number, name: string, message: string) => () => ({
  status,
  headers: { 'x-amzn-errortype': name },
  body: { message },
});
const refusalXml = (status: number, code: string) => () => ({
  status,
  body: `<Error><Code>${code}</Code><Message>So it is</Message></Error>`,
});

test('what is refused, or not there, is told by check', async () => {
  const finished = await doctor(
    {
      'AWSEvents.DescribeRule': refusal(400, 'AccessDeniedException', 'User x is not authorized'),
      'GET /my-recordings?notification': () => ({
        body: `<NotificationConfiguration>${notification('recording-ended.json')}</NotificationConfiguration>`,
      }),
      'GET /my-recordings?policy': refusalXml(404, 'NoSuchBucketPolicy'),
      'GET /my-exports?policy': refusalXml(403, 'AccessDenied'),
      'GET /2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-west-2%3A123456789012%3Afunction%3Areport/policy': refusal(
        404,
        'ResourceNotFoundException',
        'No policy is found',
      ),
      'GET /2020-05-31/distribution/E2EXAMPLE': () => ({
        status: 404,
        body: '<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchDistribution</Code><Message>No such</Message></Error></ErrorResponse>',
      }),
      'GET /2017-08-29/queues/Default': refusal(403, 'ForbiddenException', 'Not yours'),
      'GraniteServiceVersion20100801.GetMetricStatistics': refusal(501, 'UnknownOperationException', 'No metrics here'),
    },
    '--json',
  );

  const { status, checks } = finished.json();
  const told = checks
    .filter(({ verdict }: { verdict: string }) => verdict !== 'ok')
    .map(({ check, verdict, found }: Record<string, string>) => `${verdict} ${check}: ${found}`);
  expect({ exitCode: finished.exitCode, status, told }).toMatchInlineSnapshot(`
{
  "exitCode": 1,
  "status": "FAILED",
  "told": [
    "unknown rule-recording-ended: AccessDeniedException: User x is not authorized. Your policies have to allow it.",
    "unknown rule-recording-start-failed: AccessDeniedException: User x is not authorized. Your policies have to allow it.",
    "unknown rule-execution-failed: AccessDeniedException: User x is not authorized. Your policies have to allow it.",
    "unknown rule-execution-recovered: AccessDeniedException: User x is not authorized. Your policies have to allow it.",
    "unknown rule-recording-events: AccessDeniedException: User x is not authorized. Your policies have to allow it.",
    "fault report-failure-permission: events.amazonaws.com may not invoke arn:aws:lambda:us-west-2:123456789012:function:report",
    "fault bucket-notifications: my-recordings does not tell of /events/recording-failed.json",
    "unknown thumbnail-expiry: UnknownOperationException: No metrics here.",
    "fault recordings-bucket-policy: my-recordings: CloudFront may not read ivs/v1/*/media/*, so that viewers get 403",
    "unknown exports-bucket-policy: AccessDenied: So it is. Your policies have to allow it.",
    "fault distribution: NoSuchDistribution: No such.",
    "warning subscriptions: 1 of 2 not confirmed: email new@example.com",
    "unknown quota-lambda: UnknownOperationException: No metrics here.",
    "unknown quota-mediaconvert: ForbiddenException: Not yours.",
    "unknown quota-step-functions: UnknownOperationException: No metrics here.",
  ],
}
`);
});

test.each([['--keep'], ['--report', 'report.txt'], ['--channel', 'main']])(
  '%s goes with --live only',
  async (...args) => {
    const { exitCode, stderr } = await runCommand(['doctor', ...args]);

    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: `${args[0]} goes with --live only.\n` });
  },
);
