import { expect, test } from '@jest/globals';
import * as events from './ivs-events.ts';
import { matchesPattern } from './matches-pattern.ts';
import { renderer } from './rendered-text.ts';
import { type Resource, resourceOf, synthesize } from './synthesized-app.ts';
import { otherConfigurations, variants } from './variants.ts';

const everyEvent = {
  recordingStart: events.recordingStart,
  recordingEnd: events.recordingEnd,
  recordingStartFailure: events.recordingStartFailure,
  recordingEndFailure: events.recordingEndFailure,
  recordingEndFailureOfTheGuide: events.recordingEndFailureOfTheGuide,
  recordingEndElsewhere: events.recordingEndElsewhere,
  recordingEndOfAnotherChannel: events.recordingEndOfAnotherChannel,
  streamEnd: events.streamEnd,
};

// An imported bucket, since its name stands in the patterns as text.
const allChannels = synthesize(variants.importedBucket);
const oneChannel = synthesize(otherConfigurations.importedBucketLimitedToChannels);

const ruleOf = (app: typeof allChannels, idPrefix: string): Resource =>
  resourceOf(app.pipeline, 'AWS::Events::Rule', idPrefix);

const matched = (rule: Resource): string[] =>
  Object.entries(everyEvent)
    .filter(([, event]) => matchesPattern(rule.Properties.EventPattern, event))
    .map(([name]) => name);

test('the end of a recording, good or bad, in our bucket sets off start-processing', () => {
  expect(matched(ruleOf(allChannels, 'RecordingEndedRule'))).toEqual([
    'recordingEnd',
    'recordingEndFailure',
    'recordingEndFailureOfTheGuide',
    'recordingEndOfAnotherChannel',
  ]);
});

test('a recording that could not start sets off report-failure, though its prefix is empty', () => {
  expect(matched(ruleOf(allChannels, 'RecordingStartFailedRule'))).toEqual(['recordingStartFailure']);
});

test('with channels configured, only their events set anything off', () => {
  expect(matched(ruleOf(oneChannel, 'RecordingEndedRule'))).toEqual(['recordingEnd', 'recordingEndFailure']);
  expect(matched(ruleOf(oneChannel, 'RecordingStartFailedRule'))).toEqual(['recordingStartFailure']);
});

test('the log receives every recording event, of any bucket and channel, and no other', () => {
  expect(matched(ruleOf(oneChannel, 'RecordingEventsRule'))).toEqual(
    Object.keys(everyEvent).filter((name) => name !== 'streamEnd'),
  );
});

test('the patterns name the bucket that storage made', () => {
  const app = synthesize();

  const { detail } = ruleOf(app, 'RecordingEndedRule').Properties.EventPattern;

  expect(detail.recording_s3_bucket_name.map(renderer(app))).toEqual(['<storage Recordings>']);
});

const ours = 'arn:aws:states:us-west-2:123456789012:stateMachine:ProcessRecording-1';
const everyStatus = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'];

/** The statuses of an execution that match the rule, when its state machine is ours. */
function matchedStatuses(rule: Resource, stateMachineArn: string, redriveCount: number): string[] {
  const { detail, ...pattern } = rule.Properties.EventPattern;
  const resolved = { ...pattern, detail: { ...detail, stateMachineArn: [ours] } };
  return everyStatus.filter((status) =>
    matchesPattern(resolved, events.executionStatusChange(stateMachineArn, status, redriveCount)),
  );
}

test('failed, timed out and aborted executions set off report-failure, redriven or not', () => {
  const rule = ruleOf(allChannels, 'ExecutionFailedRule');

  expect(matchedStatuses(rule, ours, 0)).toEqual(['FAILED', 'TIMED_OUT', 'ABORTED']);
  expect(matchedStatuses(rule, ours, 2)).toEqual(['FAILED', 'TIMED_OUT', 'ABORTED']);
});

test('a redrive that succeeded sets off report-failure, and a first success does not', () => {
  const rule = ruleOf(allChannels, 'ExecutionRecoveredRule');

  expect(matchedStatuses(rule, ours, 0)).toEqual([]);
  expect(matchedStatuses(rule, ours, 1)).toEqual(['SUCCEEDED']);
});

test.each(['ExecutionFailedRule', 'ExecutionRecoveredRule'])('%s hears of our two machines only', (idPrefix) => {
  const rule = ruleOf(allChannels, idPrefix);

  expect(matchedStatuses(rule, `${ours}2`, 1)).toEqual([]);
  expect(rule.Properties.EventPattern.detail.stateMachineArn).toEqual([
    { Ref: 'ProcessRecording' },
    { Ref: 'ExportRecording' },
  ]);
});

const targets = {
  RecordingEndedRule: 'StartProcessingFunction',
  RecordingStartFailedRule: 'ReportFailureFunction',
  ExecutionFailedRule: 'ReportFailureFunction',
  ExecutionRecoveredRule: 'ReportFailureFunction',
};

test.each(Object.entries(targets))('%s delivers to %s for a day, then to its own dead letters', (idPrefix, step) => {
  const [target, ...more] = ruleOf(allChannels, idPrefix).Properties.Targets;

  expect(more).toEqual([]);
  const render = renderer(allChannels);
  expect(render(target.Arn)).toBe(`<${step}.Arn>`);
  expect(render(target.DeadLetterConfig.Arn)).toBe(`<${idPrefix.replace('Rule', 'Undelivered')}.Arn>`);
  expect(target.RetryPolicy).toEqual({ MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 24 * 3600 });
});

test('EventBridge may write to the log group of the recording events, and to no other', () => {
  const render = renderer(allChannels);

  const policy = resourceOf(allChannels.pipeline, 'AWS::Logs::ResourcePolicy').Properties;

  expect(JSON.parse(render(policy.PolicyDocument)).Statement).toEqual([
    {
      Effect: 'Allow',
      Principal: { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] },
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: '<RecordingEventsLogs.Arn>',
    },
  ]);
  expect(render(ruleOf(allChannels, 'RecordingEventsRule').Properties.Targets[0].Arn)).toBe(
    'arn:aws:logs:<AWS::Region>:<AWS::AccountId>:log-group:<RecordingEventsLogs>',
  );
});
