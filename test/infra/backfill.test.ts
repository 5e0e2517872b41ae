import { expect, test } from '@jest/globals';
import { parseAslDefinition } from '../../infra/constructs/asl-definition.ts';
import { backfillInputSchema } from '../../lambdas/shared/contract/backfill-input.ts';
import { renderer } from './rendered-text.ts';
import { resourceOf, resourcesOf, retained, synthesize } from './synthesized-app.ts';
import { variants } from './variants.ts';

const app = synthesize();
const scheduleOf = (config: object = {}) =>
  resourceOf(synthesize(config).pipeline, 'AWS::Scheduler::Schedule', 'Reconciler').Properties;

test('every hour the reconciler looks back over a day, with the exports that a trigger would have given', () => {
  const { ScheduleExpression, State, Target } = scheduleOf();

  expect([ScheduleExpression, State]).toEqual(['rate(1 hour)', 'ENABLED']);
  expect(renderer(app)(Target.Arn)).toBe('<BackfillRecordings>');
  expect(JSON.parse(Target.Input)).toEqual({ since: '24h', reconcile: true, exports: 'default' });
  expect(backfillInputSchema.safeParse(JSON.parse(Target.Input)).success).toBe(true);
});

test('it can be switched off and look back further', () => {
  const { State, Target } = scheduleOf(variants.noReconciler);

  expect(State).toBe('DISABLED');
  expect(JSON.parse(Target.Input).since).toBe('48h');
});

test('lists lie in a private bucket of their own, outlive every redrive and are then forgotten', () => {
  const [[, bucket] = [], ...more] = resourcesOf(app.pipeline, 'AWS::S3::Bucket');

  expect(more).toEqual([]);
  expect(bucket).toMatchObject({
    ...retained,
    Properties: {
      PublicAccessBlockConfiguration: { BlockPublicPolicy: true, RestrictPublicBuckets: true },
      LifecycleConfiguration: { Rules: expect.arrayContaining([expect.objectContaining({ ExpirationInDays: 30 })]) },
    },
  });
});

test('what the machine may do with its own executions is kept with it', () => {
  const policy = resourceOf(app.pipeline, 'AWS::IAM::Policy', 'BackfillRecordingsOwnExecutions');

  expect(policy).toMatchObject(retained);
});

test('what a distributed Map reads its items with counts as a resource, and its label names its executions', () => {
  const definition = {
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        Label: 'Items',
        ItemReader: { Resource: 'arn:reader' },
        ItemProcessor: { StartAt: 'Do', States: { Do: { Type: 'Task', Resource: 'arn:inside', End: true } } },
        End: true,
      },
    },
  };

  const { resources, distributedMapLabels } = parseAslDefinition(JSON.stringify(definition));

  expect(resources).toEqual(['arn:inside', 'arn:reader']);
  expect(distributedMapLabels).toEqual(['Items']);
});
