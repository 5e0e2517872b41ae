import { expect, test } from '@jest/globals';
import { policyLength } from './policy-length.ts';
import { renderer } from './rendered-text.ts';
import { resourceOf, resourcesOf, synthesize } from './synthesized-app.ts';
import { otherConfigurations, variants } from './variants.ts';

const app = synthesize(variants.subscribers);
const render = renderer(app);

interface Statement {
  Sid: string;
  Action: string[];
  Principal: { AWS?: unknown; Service?: string };
}

test('the topic is encrypted under a key of its own that rotates', () => {
  const key = resourceOf(app.pipeline, 'AWS::KMS::Key');
  const topic = resourceOf(app.pipeline, 'AWS::SNS::Topic', 'Notifications');

  expect(key.Properties.EnableKeyRotation).toBe(true);
  expect(render(topic.Properties.KmsMasterKeyId)).toBe('<NotificationsKey.Arn>');
});

test('the key’s policy names who publishes; administrators may not use the key', () => {
  const [administration, ...users] = resourceOf(app.pipeline, 'AWS::KMS::Key').Properties.KeyPolicy.Statement as [
    Statement,
    ...Statement[],
  ];

  expect(users.map(({ Principal, Action }) => [Principal.Service ?? render(Principal.AWS), Action])).toEqual([
    ['<ProcessRecordingRole.Arn>', ['kms:Decrypt', 'kms:GenerateDataKey']],
    ['<ExportRecordingRole.Arn>', ['kms:Decrypt', 'kms:GenerateDataKey']],
    ['<ReportFailureRole.Arn>', ['kms:Decrypt', 'kms:GenerateDataKey']],
    ['cloudwatch.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey']],
  ]);
  expect(render(administration.Principal.AWS)).toBe('arn:aws:iam::<AWS::AccountId>:root');
  const uses = administration.Action.filter((action) => /^kms:(\*|Decrypt|Encrypt|Generate|ReEncrypt)/.test(action));
  expect(uses).toEqual([]);
});

test('the topic refuses plain HTTP', () => {
  expect(
    resourceOf(app.pipeline, 'AWS::SNS::TopicPolicy', 'Notifications').Properties.PolicyDocument.Statement,
  ).toMatchObject([{ Effect: 'Deny', Action: 'sns:Publish', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }]);
});

test('subscribers come from the configuration, each with dead letters of its own', () => {
  const subscriptions = resourcesOf(app.pipeline, 'AWS::SNS::Subscription').map(([, { Properties }]) => Properties);

  expect(subscriptions.map(({ Protocol, Endpoint, FilterPolicy }) => ({ Protocol, Endpoint, FilterPolicy }))).toEqual([
    {
      Protocol: 'email',
      Endpoint: 'ops@example.com',
      FilterPolicy: { type: ['recording.failed', 'recording.export.failed'] },
    },
    { Protocol: 'sqs', Endpoint: 'arn:aws:sqs:us-west-2:123456789012:recordings', FilterPolicy: undefined },
    { Protocol: 'https', Endpoint: 'https://example.com/hooks/recordings', FilterPolicy: undefined },
  ]);
  const queues = subscriptions.map(({ RedrivePolicy }) => render(RedrivePolicy.deadLetterTargetArn));
  expect(new Set(queues).size).toBe(3);
});

test('SNS may write to the dead letters for this topic only', () => {
  const admitted = resourcesOf(app.pipeline, 'AWS::SQS::QueuePolicy')
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .filter(({ Principal }) => Principal.Service === 'sns.amazonaws.com');

  expect(admitted).toHaveLength(3);
  for (const { Action, Condition } of admitted) {
    expect(Action).toBe('sqs:SendMessage');
    expect(Condition).toEqual({
      ArnEquals: { 'aws:SourceArn': { Ref: expect.stringMatching(/^NotificationsTopic/) } },
    });
  }
});

test('the order of the subscribers changes nobody’s subscription', () => {
  const reversed = synthesize(otherConfigurations.reversedSubscribers);
  const idsOf = ({ pipeline }: typeof app) => resourcesOf(pipeline, 'AWS::SNS::Subscription').map(([id]) => id);

  expect(idsOf(reversed).sort()).toEqual(idsOf(app).sort());
});

test('nobody is subscribed unless configured', () => {
  expect(resourcesOf(synthesize().pipeline, 'AWS::SNS::Subscription')).toEqual([]);
});

test('no policy to attach grows by a subscriber', () => {
  const [withSubscribers, without] = [app, synthesize()].map(({ pipeline }) =>
    resourcesOf(pipeline, 'AWS::IAM::ManagedPolicy').map(([, { Properties }]) =>
      policyLength(Properties.PolicyDocument),
    ),
  );

  expect(withSubscribers).toEqual(without);
});

test('where to look is printed: machines, topic, policies, log, rules, functions and queues of dead letters', () => {
  const { Outputs } = app.pipeline;

  expect(
    Object.keys(Outputs)
      .filter((name) => !name.startsWith('Subscription'))
      .sort(),
  ).toEqual([
    'AlarmTopicArn',
    'BackfillRecordingsArn',
    'DashboardName',
    'ExecutionFailedRuleName',
    'ExecutionFailedUndeliveredUrl',
    'ExecutionRecoveredRuleName',
    'ExecutionRecoveredUndeliveredUrl',
    'ExportRecordingArn',
    'NotificationTopicArn',
    'OperatorPolicyArn',
    'ProcessRecordingArn',
    'ReconcilerScheduleName',
    'RecordingEndedRuleName',
    'RecordingEndedUndeliveredUrl',
    'RecordingEventLogName',
    'RecordingEventsRuleName',
    'RecordingStartFailedRuleName',
    'RecordingStartFailedUndeliveredUrl',
    'ReportFailureDeadLettersUrl',
    'ReportFailureFunctionArn',
    'StartProcessingDeadLettersUrl',
    'StartProcessingFunctionArn',
    'SubscriberPolicyArn',
  ]);
  expect(Object.keys(Outputs).filter((name) => name.startsWith('Subscription'))).toHaveLength(3);
});
