import { expect, test } from '@jest/globals';
import { bucketName, channelArn } from './ivs-events.ts';
import { list } from './least-privilege/template-view.ts';
import { renderer } from './rendered-text.ts';
import { resourcesOf, synthesize } from './synthesized-app.ts';
import { variants } from './variants.ts';

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

// An imported bucket, so that its name is text; storage's other names are rendered.
const app = synthesize(variants.importedBucket);
const render = renderer(app);

function describeStatement({ Effect, Action, Resource, Condition }: Statement): string {
  const resources = list(Resource).map((resource) =>
    render(resource).replaceAll('<AWS::Region>:<AWS::AccountId>', '…'),
  );
  const condition = Condition === undefined ? '' : ` if ${JSON.stringify(Condition)}`;
  return `${Effect} ${list(Action).sort().join(' ')} on ${resources.sort().join(' ')}${condition}`;
}

/** Every statement of every role in both stacks, by the role's id. */
const granted: Record<string, string[]> = {};
for (const [, { Properties }] of [app.storage, app.pipeline].flatMap((t) => resourcesOf(t, 'AWS::IAM::Policy'))) {
  const role = list(Properties.Roles).map(render).join();
  const statements = (Properties.PolicyDocument.Statement as Statement[]).map(describeStatement);
  granted[role] = [...(granted[role] ?? []), ...statements];
}

const ownLog = (id: string) => `Allow logs:CreateLogStream logs:PutLogEvents on <${id}Logs.Arn>`;
const ownDeadLetters = (id: string) => `Allow sqs:SendMessage on <${id}DeadLetters.Arn>`;
const recordings = `arn:aws:s3:::${bucketName}`;
const exportsBucket = 'arn:aws:s3:::<storage Exports>';
const judgeRecordings = [
  `Allow s3:ListBucket on ${recordings}`,
  `Allow s3:GetObject on ${recordings}/ivs/v1/*/events/* ${recordings}/ivs/v1/*/media/*.m3u8`,
];
const updateCatalog = 'Allow dynamodb:UpdateItem on arn:aws:dynamodb:…:table/<storage Catalog>';
const publish = [
  'Allow sns:Publish on <NotificationsTopic>',
  'Allow kms:Decrypt kms:GenerateDataKey on <NotificationsKey.Arn>',
];
const processExecutions = 'arn:aws:states:…:execution:<ProcessRecording.Name>:*';
const exportExecutions = 'arn:aws:states:…:execution:<ExportRecording.Name>:*';
const backfillExecutions = 'arn:aws:states:…:execution:<BackfillRecordings.Name>';
const lists = '<BackfillLists.Arn>/*';
const deliverLogsAndTraces =
  'Allow logs:CreateLogDelivery logs:DeleteLogDelivery logs:DescribeLogGroups logs:DescribeResourcePolicies logs:GetLogDelivery logs:ListLogDeliveries logs:PutResourcePolicy logs:UpdateLogDelivery xray:GetSamplingRules xray:GetSamplingTargets xray:PutTelemetryRecords xray:PutTraceSegments on *';

const expected: Record<string, string[]> = {
  '<StartProcessingRole>': [
    ownLog('StartProcessing'),
    ownDeadLetters('StartProcessing'),
    'Allow states:StartExecution on <ProcessRecording>',
    `Allow states:DescribeExecution states:RedriveExecution on ${processExecutions}`,
    'Allow dynamodb:GetItem on arn:aws:dynamodb:…:table/<storage Catalog>',
  ],
  '<ValidateRecordingRole>': [
    ownLog('ValidateRecording'),
    ...judgeRecordings,
    `Allow s3:PutObject on ${exportsBucket}/*/playback/*`,
    'Allow ivs:GetChannel on arn:aws:ivs:…:channel/*',
  ],
  '<PlanExportRole>': [
    ownLog('PlanExport'),
    `Allow s3:ListBucket on ${recordings}`,
    `Allow s3:GetObject on ${recordings}/ivs/v1/*/events/* ${recordings}/ivs/v1/*/media/*`,
  ],
  '<RemuxExportRole>': [
    ownLog('RemuxExport'),
    `Allow s3:ListBucket on ${exportsBucket} ${recordings}`,
    `Allow s3:GetObject on ${recordings}/ivs/v1/*/media/*`,
    `Allow s3:AbortMultipartUpload s3:GetObject s3:PutObject on ${exportsBucket}/*.m4a ${exportsBucket}/*.mp4`,
  ],
  '<VerifyExportRole>': [
    ownLog('VerifyExport'),
    `Allow s3:ListBucket on ${exportsBucket}`,
    `Allow s3:GetObject on ${exportsBucket}/*.m4a ${exportsBucket}/*.mp4`,
    'Allow ivs:GetChannel on arn:aws:ivs:…:channel/*',
  ],
  '<ReportFailureRole>': [
    ownLog('ReportFailure'),
    ownDeadLetters('ReportFailure'),
    `Allow states:DescribeExecution states:GetExecutionHistory on ${exportExecutions} ${processExecutions}`,
    updateCatalog,
    ...publish,
  ],
  '<ProcessRecordingRole>': [
    'Allow lambda:InvokeFunction on <ValidateRecordingFunction.Arn>:*',
    updateCatalog,
    ...publish,
    'Allow states:StartExecution on <ExportRecording>',
    deliverLogsAndTraces,
  ],
  '<ExportRecordingRole>': [
    'Allow lambda:InvokeFunction on <PlanExportFunction.Arn>:* <RemuxExportFunction.Arn>:* <VerifyExportFunction.Arn>:*',
    'Allow mediaconvert:CreateJob on arn:aws:mediaconvert:…:jobTemplates/* arn:aws:mediaconvert:…:presets/* arn:aws:mediaconvert:…:queues/Default',
    'Allow mediaconvert:TagResource on arn:aws:mediaconvert:…:jobs/*',
    'Allow mediaconvert:CancelJob mediaconvert:GetJob on arn:aws:mediaconvert:…:jobs/* if {"StringEquals":{"aws:ResourceTag/ManagedByService":"AWSStepFunctions"}}',
    'Allow iam:PassRole on <MediaConvertRole.Arn> if {"StringEquals":{"iam:PassedToService":"mediaconvert.amazonaws.com"}}',
    'Allow events:DescribeRule events:PutRule events:PutTargets on arn:aws:events:…:rule/StepFunctionsGetEventsForMediaConvertJobRule',
    updateCatalog,
    ...publish,
    deliverLogsAndTraces,
  ],
  '<ListRecordingsRole>': [
    ownLog('ListRecordings'),
    `Allow s3:ListBucket on ${recordings}`,
    `Allow s3:GetObject on ${recordings}/ivs/v1/*/events/*`,
    'Allow dynamodb:BatchGetItem on arn:aws:dynamodb:…:table/<storage Catalog>',
    'Allow states:ListExecutions on <ProcessRecording>',
    `Allow s3:PutObject on ${lists}`,
  ],
  '<FindUnreportedFailuresRole>': [
    ownLog('FindUnreportedFailures'),
    'Allow states:ListExecutions on <ExportRecording> <ProcessRecording>',
    `Allow states:DescribeExecution on ${exportExecutions} ${processExecutions}`,
    'Allow dynamodb:Query on arn:aws:dynamodb:…:table/<storage Catalog>/index/byAttention arn:aws:dynamodb:…:table/<storage Catalog>/index/byRecordingId',
  ],
  '<BackfillRecordingsRole>': [
    'Allow lambda:InvokeFunction on <FindUnreportedFailuresFunction.Arn>:* <ListRecordingsFunction.Arn>:* <ReportFailureFunction.Arn>:*',
    `Allow s3:GetObject on ${lists}`,
    'Allow states:StartExecution on <ProcessRecording>',
    `Allow states:DescribeExecution states:RedriveExecution states:StopExecution on ${processExecutions}`,
    'Allow events:DescribeRule events:PutRule events:PutTargets on arn:aws:events:…:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule',
    'Allow states:StartExecution on <BackfillRecordings>',
    `Allow states:DescribeExecution states:StopExecution on ${backfillExecutions}:*`,
    `Allow states:RedriveExecution on ${backfillExecutions}/Recordings:*`,
    deliverLogsAndTraces,
  ],
  '<ReconcilerRole>': ['Allow states:StartExecution on <BackfillRecordings>'],
  '<MediaConvertRole>': [
    `Allow s3:GetObject on ${recordings}/ivs/v1/*/media/*`,
    `Allow s3:PutObject on ${exportsBucket}/*.m4a ${exportsBucket}/*.mp4`,
  ],
  '<MetadataNotificationsHandlerRole>': [
    `Allow s3:GetBucketNotification s3:PutBucketNotification on ${recordings}`,
    ownLog('MetadataNotifications'),
  ],
};

test('there is a role for each of these and for nothing else', () => {
  expect(Object.keys(granted).sort()).toEqual(Object.keys(expected).sort());
});

test.each(Object.entries(expected))('%s may do exactly this', (role, statements) => {
  expect([...(granted[role] ?? [])].sort()).toEqual([...statements].sort());
});

test('no role has a managed policy, an inline one, or an action with a wildcard', () => {
  const roles = [app.storage, app.pipeline].flatMap((template) => resourcesOf(template, 'AWS::IAM::Role'));

  expect(roles).toHaveLength(Object.keys(expected).length);
  for (const [, { Properties }] of roles) {
    expect(Properties.ManagedPolicyArns).toBeUndefined();
    expect(Properties.Policies).toBeUndefined();
  }
  expect(
    Object.values(granted)
      .flat()
      .filter((statement) => /Allow [^ ]*\*/.test(statement)),
  ).toEqual([]);
});

const trust = Object.fromEntries(
  resourcesOf(app.pipeline, 'AWS::IAM::Role').map(([id, { Properties }]) => [
    render({ Ref: id }),
    Properties.AssumeRolePolicyDocument.Statement,
  ]),
);

test('MediaConvert may take its role only for jobs of our queue in our account', () => {
  expect(trust['<MediaConvertRole>']).toMatchObject([
    {
      Principal: { Service: 'mediaconvert.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    },
  ]);
  expect(render(trust['<MediaConvertRole>'][0].Condition.ArnLike['aws:SourceArn'])).toMatch(/:queues\/Default$/);
});

test('each role trusts one service', () => {
  const services = Object.entries(trust).map(([role, [{ Principal }]]) => [role, Principal.Service]);

  expect(Object.fromEntries(services)).toEqual({
    ...Object.fromEntries(Object.keys(expected).map((role) => [role, 'lambda.amazonaws.com'])),
    '<ProcessRecordingRole>': 'states.amazonaws.com',
    '<ExportRecordingRole>': 'states.amazonaws.com',
    '<BackfillRecordingsRole>': 'states.amazonaws.com',
    '<ReconcilerRole>': 'scheduler.amazonaws.com',
    '<MediaConvertRole>': 'mediaconvert.amazonaws.com',
  });
});

test('where channels are configured, no other channel is read', () => {
  const limited = synthesize(variants.limitedToChannelsWithOwnChannel);
  const statements = resourcesOf(limited.pipeline, 'AWS::IAM::Policy').flatMap(
    ([, { Properties }]) => Properties.PolicyDocument.Statement as Statement[],
  );

  const reading = statements.filter(({ Action }) => Action === 'ivs:GetChannel');

  const served = [channelArn, '<storage IvsRecordingChannel.Arn>'];
  expect(reading.map(({ Resource }) => list(Resource).map(renderer(limited)))).toEqual([served, served]);
});

test('another queue is the one that jobs are created in', () => {
  const { mediaConvertQueueArn } = variants.otherExports;
  const { pipeline } = synthesize(variants.otherExports);

  const text = JSON.stringify(pipeline);

  // The role of the machine, the role of the jobs, the definition; an alarm and the dashboard.
  expect(text.split(mediaConvertQueueArn)).toHaveLength(6);
  expect(text).not.toContain('queues/Default');
});
