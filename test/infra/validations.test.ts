import { expect, test } from '@jest/globals';
import { CfnResource } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { NarrowRole } from '../../infra/constructs/narrow-role.ts';
import { cdkJson, withApp } from './cdk-app.ts';
import { validationTests } from './validation-tests.ts';
import { variants } from './variants.ts';

// All that makes resources of other kinds, at once; validations.long.ts has each configuration.
validationTests({
  defaults: variants.defaults,
  everythingAtOnce: {
    ...variants.importedBucketWithAccessLogs,
    ...variants.signed,
    ...variants.ownKey,
    ...variants.withPage,
  },
});

test('a finding of cdk-nag that nobody acknowledged fails the synthesis', () => {
  withApp({}, (app) => {
    new CfnBucket(app.storage, 'Unguarded');

    expect(() => app.synth()).toThrow('AwsSolutions-S10');
  });
});

test('a pattern among the resources of a role needs a reason of its own', () => {
  withApp({}, (app) => {
    const objects = (bucket: string) => ({ actions: ['s3:GetObject'], resources: [`arn:aws:s3:::${bucket}/*`] });
    const role = new NarrowRole(app.storage, 'Reader', new ServicePrincipal('lambda.amazonaws.com'));

    role.allow([objects('unexplained'), { ...objects('explained'), patternReason: 'Keys are not known.' }]);

    expect(() => app.synth()).toThrow('arn:aws:s3:::unexplained/*');
    expect(() => app.synth()).not.toThrow('arn:aws:s3:::explained/*');
  });
});

test('a template that CloudFormation would refuse fails the synthesis', () => {
  withApp({}, (app) => {
    new CfnResource(app.storage, 'Wrong', { type: 'AWS::SNS::Topic', properties: { DisplayNam: 'x' } });

    expect(() => app.synth()).toThrow("Did you mean 'DisplayName'?");
  });
});

test('synthesis needs no account, no Region and no look-up', () => {
  withApp({}, (app) => {
    const assembly = app.synth();

    expect(assembly.stacks.map(({ environment }) => environment.name)).toEqual([
      'aws://unknown-account/unknown-region',
      'aws://unknown-account/unknown-region',
    ]);
    expect(assembly.manifest.missing).toBeUndefined();
  });
});

test('cdk.json runs the app natively after the build, with validation on and references that hold storage in place', () => {
  expect(cdkJson).toMatchObject({
    app: 'node infra/app.ts',
    build: 'node scripts/build-lambdas.ts && node scripts/build-web.ts',
  });
  expect(cdkJson.context).toMatchObject({
    '@aws-cdk/core:validateAgainstDefaultRules': true,
    '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  });
});
