/** `doctor`: what the local system has is judged, and what it does not have is unknown, with the reason. */
import { expect, test } from '@jest/globals';
import type { CheckResult } from '../../../ops/doctor/check.ts';
import type { Stage } from '../system/stage.ts';
import { runAgainst } from './run-against.ts';

/** Adds the test: it comes first, while nothing has run. */
export function testDoctor(stage: () => Stage): void {
  test('judges what is there, and says of the rest that AWS alone can tell', async () => {
    const finished = await runAgainst(stage().system, ['doctor', '--json']);

    const checks: CheckResult[] = finished.json().checks;
    // Names that CDK makes up, and lists of what else is there, are not what this is about.
    const told = checks.map(({ check, verdict, found }) =>
      `${verdict} ${check}: ${found}`
        .replace(/arn%3A\S+\/policy/, '…/policy')
        .replace(/; it has .*/, '')
        .replace(/IvsRecordingsStorage-Catalog\w+/, 'the catalog')
        .replaceAll(stage().system.recordingsBucket, 'my-recordings'),
    );
    expect({ exitCode: finished.exitCode, stderr: finished.stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(told).toMatchInlineSnapshot(`
[
  "ok outputs: IvsRecordingsStorage and IvsRecordingsPipeline: every output is there, with 6 queues of dead letters",
  "unknown rule-recording-ended: UnknownOperationException: The local EventBridge has no AWSEvents.DescribeRule.",
  "unknown rule-recording-start-failed: UnknownOperationException: The local EventBridge has no AWSEvents.DescribeRule.",
  "unknown rule-execution-failed: UnknownOperationException: The local EventBridge has no AWSEvents.DescribeRule.",
  "unknown rule-execution-recovered: UnknownOperationException: The local EventBridge has no AWSEvents.DescribeRule.",
  "unknown rule-recording-events: UnknownOperationException: The local EventBridge has no AWSEvents.DescribeRule.",
  "unknown start-processing-permission: UnknownOperationException: The local Lambda has no GET /2015-03-31/functions/…/policy.",
  "unknown report-failure-permission: UnknownOperationException: The local Lambda has no GET /2015-03-31/functions/…/policy.",
  "unknown bucket-notifications: NotImplemented: GET bucket with ?notification is not supported by the local S3 server; see local/SUPPORT.md.",
  "ok process-recording: is ACTIVE",
  "ok export-recording: is ACTIVE",
  "ok backfill-recordings: is ACTIVE",
  "warning reconciler: has never run",
  "ok thumbnail-expiry: thumbnails are kept: retention.thumbnails says nothing",
  "ok recordings-bucket: my-recordings is there, in us-west-2",
  "ok recording-configuration: arn:aws:ivs:us-west-2:000000000000:recording-configuration/LocalConfig1 is ACTIVE and records to my-recordings",
  "ok channels: 1 recorded to my-recordings, 0 not recorded",
  "ok catalog: the catalog is ACTIVE, under a key of AWS’s own",
  "unknown recordings-bucket-policy: NotImplemented: GET bucket with ?policy is not supported by the local S3 server; see local/SUPPORT.md.",
  "unknown exports-bucket-policy: NotImplemented: GET bucket with ?policy is not supported by the local S3 server; see local/SUPPORT.md.",
  "unknown distribution: InvalidAction: The local CloudFront has only CreateInvalidation, and not GET /2020-05-31/distribution/EDELIVERYDISTR.",
  "ok subscriptions: 1 subscription, confirmed",
  "ok alarm-subscriptions: 1 subscription, confirmed",
  "ok dead-letters: 6 queues, all empty",
  "unknown quota-lambda: UnknownOperationException: The local Lambda has no GET /2016-08-19/account-settings.",
  "unknown quota-mediaconvert: UnknownOperationException: GET /2017-08-29/queues/Default is not supported by the local MediaConvert",
  "unknown quota-step-functions: UnknownOperationException: The local system has no monitoring",
]
`);
  });
}
