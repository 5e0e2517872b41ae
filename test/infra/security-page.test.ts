import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { principalsOf } from '../../scripts/security-page/principals.ts';
import { securityPage, securityPageFile } from '../../scripts/write-security-page.ts';
import { withApp } from './cdk-app.ts';
import { list } from './least-privilege/template-view.ts';
import { policyLength } from './policy-length.ts';
import { resourcesOf, synthesize } from './synthesized-app.ts';

process.env.CDK_VALIDATION = 'false';

const app = synthesize();
const page = readFileSync(securityPageFile, 'utf8');
const principals = withApp({}, principalsOf);

test('the tables of docs/security.md are those of the app (npm run security-page writes them)', () => {
  expect(page).toBe(securityPage(page));
});

test('each role and each policy of the templates is a principal on the page', () => {
  const templates = [app.storage, app.pipeline];
  const count = (type: string) => templates.flatMap((template) => resourcesOf(template, type)).length;

  expect(principals).toHaveLength(count('AWS::IAM::Role') + count('AWS::IAM::ManagedPolicy'));
  expect(principals.filter(({ purpose, grants }) => purpose === '' || grants.length === 0)).toEqual([]);
});

test('the page lists every action that the templates allow, and no other', () => {
  const policies = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) => resourcesOf(app.pipeline, type));
  const allowed = policies.flatMap(([, { Properties }]) =>
    Properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string | string[] }) => list(Action)),
  );
  const listed = principals.flatMap(({ grants }) => grants.flatMap(({ actions }) => actions));

  expect([...new Set(listed)].sort()).toEqual([...new Set(allowed)].sort());
});

test('every pattern on the page has its reason beside it', () => {
  const grants = principals.flatMap((principal) => principal.grants);

  const unexplained = grants.filter(
    ({ resources, patternReason = '' }) => resources.some((one) => one.includes('*')) && patternReason.length < 20,
  );

  expect(unexplained).toEqual([]);
});

test('the two policies to attach are printed, taken by nothing, and small enough for IAM', () => {
  const policies = resourcesOf(app.pipeline, 'AWS::IAM::ManagedPolicy');
  const { Outputs } = app.pipeline;

  expect(policies.map(([id]) => id.replace(/Policy[0-9A-F]{8}$/, ''))).toEqual(['Operator', 'Subscriber']);
  for (const [id, { Properties }] of policies) {
    expect(Object.values(Outputs)).toContainEqual(expect.objectContaining({ Value: { Ref: id } }));
    expect(Properties).not.toHaveProperty('Roles');
    expect(policyLength(Properties.PolicyDocument)).toBeLessThan(6144);
  }
});

test('an operator starts, redrives and reads, and changes nothing else but dead letters', () => {
  const [[, operator] = [], [, subscriber] = []] = resourcesOf(app.pipeline, 'AWS::IAM::ManagedPolicy');
  const writing = (policy: typeof operator) =>
    policy?.Properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string | string[] }) => list(Action))
      .filter(
        (action: string) => !/:(Get|List|Describe|BatchGet|Query|Filter|Receive|StartQuery|StopQuery)/.test(action),
      )
      .sort();

  expect(writing(operator)).toEqual([
    'lambda:InvokeFunction',
    'sqs:ChangeMessageVisibility',
    'sqs:DeleteMessage',
    'states:RedriveExecution',
    'states:StartExecution',
  ]);
  expect(writing(subscriber)).toEqual(['sns:Subscribe']);
});
