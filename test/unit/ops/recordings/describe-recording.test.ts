import '../../../fixtures/one-realm.ts';
import { expect, test } from '@jest/globals';
import type { PlainItem } from '../../../../lambdas/shared/adapters/plain-item.ts';
import { RecordingMetadataMissingError, StorageAccessDeniedError } from '../../../../lambdas/shared/contract/errors.ts';
import { parseRecordingPrefix } from '../../../../lambdas/shared/contract/recording-location.ts';
import { type DescribePorts, describeRecording } from '../../../../ops/recordings/describe-recording.ts';
import { printDescription } from '../../../../ops/recordings/print-description.ts';
import type { RecordingExecution } from '../../../../ops/recordings/recording-executions.ts';
import { keepingOutput } from '../keeping-output.ts';
import { exportItem, pagesOf, recordingItem } from './a-catalog.ts';

const start = '2026-06-23T20:12:34Z';
const prefix = 'ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/Rec';
const executionArn = 'arn:aws:states:us-west-2:123456789012:execution:process:AbCdef1G2hij-Rec';
const execution: RecordingExecution = {
  executionArn,
  stateMachineArn: '',
  name: 'AbCdef1G2hij-Rec',
  status: 'SUCCEEDED',
  startDate: new Date('2026-06-23T20:15:00Z'),
  stopDate: new Date('2026-06-23T20:15:05Z'),
  redriveCount: 0,
  redriveStatus: undefined,
  error: undefined,
  cause: undefined,
  input: undefined,
  output: undefined,
};
const file = { bucket: 'my-exports', key: 'k', url: 'https://x/k', sizeBytes: 1_900_000, durationMs: 60_000 };
const more = { name: 'archive', format: 'mp4', rendition: '720p30', codecs: [], engine: 'remux', engineReason: 'r' };
const failure = {
  name: 'RecordingDamagedError',
  message: 'It cannot be played.',
  redrivable: true,
  at: '2026-06-23T20:16:00.000Z',
  run: { executionArn, startedAt: start, redriveCount: 1 },
};

async function describe(items: PlainItem[], change: Partial<DescribePorts> = {}) {
  const description = await describeRecording(
    { bucket: 'my-recordings', location: parseRecordingPrefix(prefix)! },
    false,
    {
      pages: { ofRecording: () => pagesOf(items) },
      readMetadata: () => Promise.reject(new RecordingMetadataMissingError('There is no metadata file.')),
      findExport: async () => undefined,
      describe: async () => undefined,
      listNames: () => pagesOf(),
      readPublishEvents: async () => [],
      processRecordingArn: 'arn:aws:states:us-west-2:123456789012:stateMachine:process',
      exportRecordingArn: 'arn:aws:states:us-west-2:123456789012:stateMachine:export',
      signal: new AbortController().signal,
      ...change,
    },
  );
  const { output, stdout } = keepingOutput();
  const exitCode = printDescription(description, { output, programName: 'ops' });
  return { ...description, exitCode, text: stdout() };
}
const only = (wanted: RecordingExecution) => async (asked: string) =>
  asked === wanted.executionArn ? wanted : undefined;

test('what nobody knows anything of is told so, with what is missing', async () => {
  const { exitCode, text } = await describe([]);

  expect(exitCode).toBe(3);
  expect(text).toContain(`Nothing is known of s3://my-recordings/${prefix}`);
  expect(text).toContain('RecordingMetadataMissingError: There is no metadata file.');
});

test('thumbnails that their retention has deleted are told', async () => {
  const thumbnailsExpiredAt = '2026-08-01T03:00:00.000Z';

  const { text } = await describe([recordingItem('Rec', start, { thumbnailsExpiredAt })]);

  expect(text).toContain('Thumbnails  deleted 2026-08-01 03:00:00 by their retention');
});

test.each([
  ['is there', file.sizeBytes, 'ready  1.9 MB '],
  ['is gone', undefined, 'ready  1.9 MB, NOT THERE '],
  ['is another one', 5, 'ready  1.9 MB, now 5 bytes '],
])('an export whose file %s', async (_what, sizeBytes, expected) => {
  const items = [recordingItem('Rec', start), exportItem('Rec', start, 'archive', { export: { ...file, ...more } })];
  const version = sizeBytes === undefined ? undefined : { bucket: 'b', key: 'k', etag: '', sizeBytes };

  const { exitCode, text } = await describe(items, { findExport: async () => version });

  expect(exitCode).toBe(0);
  expect(text.replaceAll(/ +/g, ' ')).toContain(expected.replaceAll(/ +/g, ' '));
});

test('what may not be looked at hides nothing else', async () => {
  const denied = () => Promise.reject(new StorageAccessDeniedError('S3 denied access.'));
  const items = [recordingItem('Rec', start), exportItem('Rec', start, 'archive', { export: { ...file, ...more } })];

  const { exitCode, text } = await describe(items, { readMetadata: denied, findExport: denied });

  expect(exitCode).toBe(0);
  expect(text).toContain('Metadata    StorageAccessDeniedError: S3 denied access.');
  expect(text).toContain('https://x/k');
});

test('a fault that is none of the recording’s is not taken for one', async () => {
  const broken = describe([], { readMetadata: () => Promise.reject(new TypeError('a bug')) });

  await expect(broken).rejects.toThrow('a bug');
});

test('a failure is told once, with what was reported and how to mend it', async () => {
  const failed = { ...execution, status: 'FAILED', error: 'RecordingDamagedError', cause: '{"errorMessage":"Long."}' };

  const { messages, text } = await describe([recordingItem('Rec', start, { status: 'failed', failure })], {
    describe: only(failed),
  });

  expect(messages).toEqual([
    {
      at: new Date(failure.at),
      type: 'recording.failed',
      id: 'AbCdef1G2hij/Rec/recording.failed/AbCdef1G2hij-Rec/1',
      messageId: undefined,
      executionArn,
    },
  ]);
  expect(text).toContain('Failure     RecordingDamagedError: It cannot be played.');
  expect(text).toContain('as noted in the catalog');
  expect(text).toContain(`To run it anew: ops run ${prefix}`);
  expect(text).not.toContain('Long.');
});

test('a failure that the catalog does not note is told from the execution', async () => {
  const failed = { ...execution, status: 'FAILED', error: 'States.Timeout', cause: undefined };

  const { text } = await describe([], { describe: only(failed) });

  expect(text).toContain('Catalog     knows nothing of it');
  expect(text).toContain('AbCdef1G2hij-Rec: States.Timeout');
  // No item by which the id would be found.
  expect(text).toContain(`To redrive AbCdef1G2hij-Rec: ops rerun --failed ${prefix} --since 2026-06-23, or https:`);
});

test('an export that was stopped is run anew as that export', async () => {
  const input = JSON.stringify({ recording: { bucket: 'my-recordings', prefix }, export: 'archive' });
  const stateMachineArn = 'arn:aws:states:us-west-2:123456789012:stateMachine:export';
  const stopped = { ...execution, name: 'AbCdef1G2hij-Rec-archive', status: 'ABORTED', stateMachineArn, input };
  const run = { ...failure.run, executionArn };

  const { text } = await describe(
    [
      recordingItem('Rec', start),
      exportItem('Rec', start, 'archive', { status: 'failed', failure: { ...failure, run } }),
    ],
    { describe: only(stopped) },
  );

  const command = 'ops rerun --failed Rec --since 2026-06-23 --stopped';
  expect(text).toContain(`To redrive AbCdef1G2hij-Rec-archive: ${command}, or https:`);
  expect(text).toContain(`To run it anew: ${command} --anew\n`);
});

test('what was healed by a later execution for the same needs no advice', async () => {
  const later = `${executionArn}-r1`;
  const known = [
    { ...execution, status: 'FAILED', error: 'States.Timeout' },
    { ...execution, executionArn: later, startDate: new Date('2026-06-23T21:00:00Z') },
  ];

  const { text } = await describe([recordingItem('Rec', start)], {
    describe: async (asked) => known.find((each) => each.executionArn === asked),
  });

  expect(text).toContain('AbCdef1G2hij-Rec: States.Timeout');
  expect(text).not.toContain('To redrive');
});

test('what is held back is told with the command that releases it', async () => {
  const hold = { reason: 'daily-limit', message: 'Its 90 min do not fit.', minutes: 90, minutesPerDay: 60 };

  const { text } = await describe([
    recordingItem('Rec', start),
    exportItem('Rec', start, 'archive', { status: 'held', attention: 'held', hold }),
  ]);

  expect(text).toContain('archive: Its 90 min do not fit.\nTo release what is held: ops rerun --held Rec\n');
});
