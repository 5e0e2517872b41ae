import { expect, test } from '@jest/globals';
import { examineDeployment, outputs } from './a-deployment.ts';
import { surroundingsCases } from './surroundings-cases.ts';
import { triggerCases } from './trigger-cases.ts';

const cases = { ...triggerCases, ...surroundingsCases };

test.each(Object.entries(cases))('%s', async (_name, { check, ports, verdict, found, advice }) => {
  const results = await examineDeployment(ports);

  const result = results.find((each) => each.check === check);
  expect(result).toMatchObject({ verdict, found });
  if (verdict !== 'ok') expect(result?.advice ?? '').toContain(advice ?? ' ');
});

test('a deployment as it should be is ok in every check, and each has its own name', async () => {
  const results = await examineDeployment();

  expect(results.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
  expect(results.map(({ check }) => check)).toEqual([
    'outputs',
    'rule-recording-ended',
    'rule-recording-start-failed',
    'rule-execution-failed',
    'rule-execution-recovered',
    'rule-recording-events',
    'start-processing-permission',
    'report-failure-permission',
    'bucket-notifications',
    'process-recording',
    'export-recording',
    'backfill-recordings',
    'reconciler',
    'thumbnail-expiry',
    'recordings-bucket',
    'recording-configuration',
    'channels',
    'catalog',
    'recordings-bucket-policy',
    'exports-bucket-policy',
    'distribution',
    'subscriptions',
    'alarm-subscriptions',
    'dead-letters',
    'quota-lambda',
    'quota-mediaconvert',
    'quota-step-functions',
  ]);
});

test('every check but the one of the outputs has a case here that is no ok', async () => {
  const told = new Set(Object.values(cases).flatMap(({ check, verdict }) => (verdict === 'ok' ? [] : [check])));

  // The rules of a kind share their code, and so do the state machines.
  const shared = [
    'rule-recording-start-failed',
    'rule-execution-recovered',
    'process-recording',
    'backfill-recordings',
  ];
  const names = (await examineDeployment()).map(({ check }) => check);
  expect(names.filter((name) => !told.has(name))).toEqual(expect.arrayContaining(['outputs', ...shared]));
  expect(names.filter((name) => !told.has(name))).toHaveLength(shared.length + 1);
});

test('without a retention of thumbnails nobody has to look for them', async () => {
  const { ThumbnailExpiryScheduleName: _, ...others } = outputs;

  const results = await examineDeployment({ thumbnailRuns: async () => 0 }, { outputs: others, source: 'both stacks' });

  expect(results.find(({ check }) => check === 'thumbnail-expiry')).toMatchObject({
    verdict: 'ok',
    found: 'thumbnails are kept: retention.thumbnails says nothing',
  });
});

test('without alarms nobody has to hear them', async () => {
  const { AlarmTopicArn: _, ...others } = outputs;

  const results = await examineDeployment({ listSubscriptions: async () => [] }, { outputs: others, source: 'both' });

  expect(results.find(({ check }) => check === 'alarm-subscriptions')).toMatchObject({
    verdict: 'ok',
    found: 'there are no alarms: observability.alarms is false',
  });
});

test('the statement that the stacks printed for an imported bucket is the one to add', async () => {
  const printed = '{"Sid":"Printed"}';
  const deployment = { outputs: { ...outputs, RecordingsBucketPolicyStatement: printed }, source: 'both stacks' };

  const results = await examineDeployment({ bucketPolicy: async () => undefined }, deployment);

  const { advice } = results.find(({ check }) => check === 'recordings-bucket-policy') ?? {};
  expect(advice).toContain(printed);
});
