import { describe, expect, test } from '@jest/globals';
import { ConfigInvalidError, parseConfig } from '../../infra/config.ts';
import { exportRules, recordingRules } from '../../infra/constructs/object-retention.ts';
import { renderer } from './rendered-text.ts';
import { resourceOf, resourcesOf, synthesize } from './synthesized-app.ts';
import { variants } from './variants.ts';

function faultsOf(retention: object, more: object = {}): readonly string[] {
  try {
    parseConfig({ retention, ...more });
    return [];
  } catch (error) {
    if (error instanceof ConfigInvalidError) return error.faults;
    throw error;
  }
}

describe('the configuration is refused', () => {
  const refused: [why: string, retention: object, fault: string, more?: object][] = [
    [
      'rules for a bucket that is not ours',
      { recordings: { expireAfterDays: 30 } },
      'recordings: found {"expireAfterDays":30}, must be left out: the lifecycle of the existing bucket my-recordings is its owner’s, who adds such a rule there',
      { recordingsBucketName: 'my-recordings' },
    ],
    [
      'a class from which nothing plays',
      { recordings: { moveAfterDays: 30, moveTo: 'DEEP_ARCHIVE' } },
      'recordings.moveTo: found "DEEP_ARCHIVE", must be one of STANDARD_IA, GLACIER_IR, INTELLIGENT_TIERING, since viewers would have to wait for a restore with any other',
    ],
    [
      'a time without a class',
      { exports: { moveAfterDays: 30 } },
      'exports.moveTo: found nothing, must be given together with moveAfterDays',
    ],
    [
      'a class without a time',
      { exports: { moveTo: 'GLACIER_IR' } },
      'exports.moveAfterDays: found nothing, must be given together with moveTo',
    ],
    [
      'a class into which S3 takes nothing so soon',
      { recordings: { moveAfterDays: 29, moveTo: 'STANDARD_IA' } },
      'recordings.moveAfterDays: found 29, must be at least 30 for STANDARD_IA, which S3 takes nothing into before',
    ],
    [
      'an end before the move',
      { exports: { expireAfterDays: 30, moveAfterDays: 30, moveTo: 'GLACIER_IR' } },
      'exports.expireAfterDays: found 30, must be more than moveAfterDays, 30',
    ],
    [
      'a catalog that forgets what is still there',
      { recordings: { expireAfterDays: 365 }, exports: { expireAfterDays: 30 }, catalog: { expireAfterDays: 100 } },
      'catalog.expireAfterDays: found 100, must be at least retention.recordings.expireAfterDays, 365: the catalog would forget what is still there',
    ],
    [
      'a catalog that forgets what never goes',
      { recordings: { expireAfterDays: 30 }, catalog: { expireAfterDays: 100 } },
      'catalog.expireAfterDays: found 100, must be at least retention.exports.expireAfterDays, which is not given: the catalog would forget what is still there',
    ],
    [
      'an end of recordings that may still be recorded or exported',
      { recordings: { expireAfterDays: 6 } },
      'recordings.expireAfterDays: found 6, must be a whole number from 7 to 36500',
    ],
    [
      'thumbnails that outlast their recordings',
      { recordings: { expireAfterDays: 30 }, thumbnails: { expireAfterDays: 30 } },
      'thumbnails.expireAfterDays: found 30, must be less than retention.recordings.expireAfterDays, 30, with which thumbnails go anyway',
    ],
    [
      'thumbnails that go at once',
      { thumbnails: { expireAfterDays: 0 } },
      'thumbnails.expireAfterDays: found 0, must be a whole number from 1 to 36500',
    ],
  ];
  test.each(refused)('for %s', (_why, retention, fault, more = {}) => {
    const path = fault.startsWith(':') ? 'ivsRecordings.retention' : 'ivsRecordings.retention.';

    expect(faultsOf(retention, more)).toEqual([`${path}${fault}`]);
  });
});

test('without a word, nothing is expired or moved', () => {
  const { retention } = parseConfig({});

  expect([...recordingRules(retention), ...exportRules(retention)]).toEqual([]);
});

test('recordings, exports and broken uploads go as configured', () => {
  const { storage } = synthesize(variants.otherRecording);
  const rulesOf = (id: string) => resourceOf(storage, 'AWS::S3::Bucket', id).Properties.LifecycleConfiguration.Rules;

  expect(rulesOf('Recordings')).toEqual([
    { Id: 'AbortBrokenUploads', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
    { Id: 'ExpireRecordings', Status: 'Enabled', Prefix: 'ivs/v1/', ExpirationInDays: 365 },
    {
      Id: 'MoveRecordings',
      Status: 'Enabled',
      Prefix: 'ivs/v1/',
      Transitions: [{ StorageClass: 'STANDARD_IA', TransitionInDays: 30 }],
    },
  ]);
  expect(rulesOf('Exports')).toMatchObject([
    { Id: 'AbortBrokenUploads' },
    { Id: 'ExpireExports', ExpirationInDays: 90, ObjectSizeGreaterThan: '8388608' },
    { Id: 'MoveExports', Transitions: [{ StorageClass: 'GLACIER_IR', TransitionInDays: 1 }] },
  ]);
});

test.each([
  [{ exports: { expireAfterDays: 90 } }, true],
  [{ exports: { expireAfterDays: 90 }, recordings: { expireAfterDays: 91 } }, true],
  [{ exports: { expireAfterDays: 90 }, recordings: { expireAfterDays: 90 } }, false],
  [{ exports: { expireAfterDays: 90 }, recordings: { expireAfterDays: 30 } }, false],
])('with %j, the playlists of partial recordings are kept: %s', (retention, areKept) => {
  const [rule] = exportRules(parseConfig({ retention }).retention);

  expect('objectSizeGreaterThan' in (rule ?? {})).toBe(areKept);
});

test('the steps that register know how long the catalog keeps', () => {
  const functions = ['ValidateRecording', 'PlanExport', 'VerifyExport', 'ReportFailure'].map(
    (step) => resourceOf(synthesize(variants.otherRecording).pipeline, 'AWS::Lambda::Function', step).Properties,
  );

  expect(functions.map(({ Environment }) => Environment.Variables.CATALOG_EXPIRE_AFTER_DAYS)).toEqual(
    Array(4).fill('400'),
  );
});

describe('thumbnails', () => {
  const withRetention = synthesize(variants.otherRecording);
  const of = (type: string) => resourceOf(withRetention.pipeline, type, 'ExpireThumbnails').Properties;

  test('without a word, nothing deletes them, and no role may delete from the recordings', () => {
    const { pipeline, storage } = synthesize();

    const texts = JSON.stringify([pipeline, storage]);

    expect(texts).not.toContain('s3:DeleteObject');
    expect(texts).not.toContain('Thumbnails');
  });

  test('are deleted every day by a step of their own, which knows for how long they are kept', () => {
    const { Variables } = of('AWS::Lambda::Function').Environment;
    const { ScheduleExpression, Target } = resourceOf(
      withRetention.pipeline,
      'AWS::Scheduler::Schedule',
      'ThumbnailExpiry',
    ).Properties;

    expect(Variables).toMatchObject({ THUMBNAILS_EXPIRE_AFTER_DAYS: '30' });
    expect(Object.keys(Variables).sort()).toEqual(
      [
        'CATALOG_TABLE_NAME',
        'NODE_OPTIONS',
        'PROCESS_RECORDING_ARN',
        'RECORDINGS_BUCKETS',
        'THUMBNAILS_EXPIRE_AFTER_DAYS',
      ].sort(),
    );
    expect([ScheduleExpression, Target.Input]).toEqual(['rate(1 day)', '{}']);
    expect(renderer(withRetention)(Target.Arn)).toBe('<ExpireThumbnailsFunction.Arn>');
  });

  test('are all that the step may delete', () => {
    const statements = resourcesOf(withRetention.pipeline, 'AWS::IAM::Policy').flatMap(
      ([, { Properties }]) => Properties.PolicyDocument.Statement,
    );

    const deleting = statements.filter(({ Action }) => JSON.stringify(Action).includes('s3:Delete'));

    expect(deleting).toHaveLength(1);
    expect(deleting[0].Action).toBe('s3:DeleteObject');
    expect(renderer(withRetention)(deleting[0].Resource)).toMatch(
      /^arn:aws:s3:::<storage Recordings>\/ivs\/v1(\/\*){8}\/media\/thumbnails\/thumb\*\.jpg$/,
    );
  });

  test('that nobody looks for in two days, or that cannot be deleted, raise an alarm', () => {
    const names = resourcesOf(withRetention.pipeline, 'AWS::CloudWatch::Alarm').map(
      ([, { Properties }]) => Properties.AlarmName,
    );

    expect(names).toEqual(
      expect.arrayContaining(
        ['ThumbnailExpirySilent', 'ExpireThumbnailsDeadLetters', 'ExpireThumbnailsErrors'].map((name) =>
          expect.stringMatching(`-${name}$`),
        ),
      ),
    );
    expect(
      resourceOf(withRetention.pipeline, 'AWS::CloudWatch::Alarm', 'AlarmThumbnailExpirySilent').Properties,
    ).toMatchObject({ Period: 86_400, EvaluationPeriods: 2, Threshold: 1, TreatMissingData: 'breaching' });
  });
});
