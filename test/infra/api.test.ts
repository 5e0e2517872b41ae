import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { answerProblem } from '../../lambdas/serve-api/make-answer.ts';
import { catalogTable } from '../../lambdas/shared/contract/catalog.ts';
import { environmentNames } from '../../lambdas/shared/contract/environment.ts';
import { resourceOf, resourcesOf, synthesize, unwatched } from './synthesized-app.ts';
import { variants } from './variants.ts';

const { storage, pipeline } = synthesize(variants.withApi);
const { DistributionConfig: config } = resourceOf(storage, 'AWS::CloudFront::Distribution').Properties;
const [behavior] = config.CacheBehaviors;
const fn = resourceOf(storage, 'AWS::Lambda::Function', 'ServeApiFunction').Properties;
const [[urlId] = []] = resourcesOf(storage, 'AWS::Lambda::Url');

test('nobody gets an API who did not ask for one', () => {
  const without = synthesize();

  expect(JSON.stringify([without.storage, without.pipeline])).not.toMatch(/ServeApi|lambda-url|"api\/\*"/);
});

test('no template can switch the operator’s view on', () => {
  const everything = JSON.stringify([synthesize(), synthesize(variants.withApi)]);

  expect(everything).not.toContain(environmentNames.apiOperatorView);
});

test('the distribution asks the function before any other pattern could match', () => {
  const origin = config.Origins.find(({ Id }: { Id: string }) => Id === behavior.TargetOriginId);
  const url = resourceOf(storage, 'AWS::Lambda::Url');

  expect(behavior).toMatchObject({
    PathPattern: 'api/*',
    AllowedMethods: ['GET', 'HEAD', 'OPTIONS'],
    ViewerProtocolPolicy: 'https-only',
    Compress: true,
    ResponseHeadersPolicyId: config.DefaultCacheBehavior.ResponseHeadersPolicyId,
  });
  expect(JSON.stringify(origin.DomainName)).toContain('FunctionUrl');
  expect(origin.CustomOriginConfig).toMatchObject({
    OriginProtocolPolicy: 'https-only',
    OriginReadTimeout: fn.Timeout,
  });
  expect(url.Properties).toMatchObject({ AuthType: 'AWS_IAM' });
  expect(url.Properties.Cors).toBeUndefined();
});

test('answers are kept as long as they say, at most a minute, by what the public API reads of the query alone', () => {
  const { Properties } = storage.Resources[behavior.CachePolicyId.Ref]!;

  expect(Properties.CachePolicyConfig).toMatchObject({
    MinTTL: 0,
    DefaultTTL: 0,
    MaxTTL: 60,
    ParametersInCacheKeyAndForwardedToOrigin: {
      QueryStringsConfig: { QueryStringBehavior: 'whitelist', QueryStrings: ['before', 'day', 'limit'] },
      HeadersConfig: { HeaderBehavior: 'none' },
      CookiesConfig: { CookieBehavior: 'none' },
    },
  });
});

test('an answer that the catalog failed is kept no longer than callers are told to wait', () => {
  const told = answerProblem('catalog-unavailable').headers['retry-after'];

  expect(config.CustomErrorResponses).toContainEqual({ ErrorCode: 503, ErrorCachingMinTTL: Number(told) });
  for (const response of config.CustomErrorResponses) expect(response).not.toHaveProperty('ResponsePagePath');
});

test('nobody but this distribution may call the function, and CloudFront signs each call', () => {
  const permissions = resourcesOf(storage, 'AWS::Lambda::Permission').map(([, { Properties }]) => Properties);
  const control = resourceOf(storage, 'AWS::CloudFront::OriginAccessControl', 'DeliveryApiAccess');

  expect(permissions.map(({ Action }) => Action).sort()).toEqual(['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl']);
  for (const { Principal, SourceArn, FunctionName } of permissions) {
    expect(Principal).toBe('cloudfront.amazonaws.com');
    expect(JSON.stringify(SourceArn)).toMatch(/:distribution\//);
    expect(FunctionName['Fn::GetAtt']).toEqual([urlId, 'FunctionArn']);
  }
  expect(control.Properties.OriginAccessControlConfig).toMatchObject({
    OriginAccessControlOriginType: 'lambda',
    SigningBehavior: 'always',
    SigningProtocol: 'sigv4',
  });
  expect(JSON.stringify(control.Properties.OriginAccessControlConfig.Name)).toContain('AWS::Region');
});

test('the function queries the catalog, and has no right to write or to scan', () => {
  const { PolicyDocument } = resourceOf(storage, 'AWS::IAM::Policy', 'ServeApiRole').Properties;
  const [, reading] = PolicyDocument.Statement;

  expect(PolicyDocument.Statement).toHaveLength(2);
  expect(reading.Action).toBe('dynamodb:Query');
  expect(JSON.stringify(reading.Resource)).toContain(`/index/${catalogTable.dayIndex}`);
  expect(JSON.stringify(reading.Resource)).not.toContain(catalogTable.attentionIndex);
  expect(fn.ReservedConcurrentExecutions).toBe(20);
});

test('switching it on changes nothing in the pipeline but how it is watched', () => {
  expect(unwatched(pipeline)).toEqual(unwatched(synthesize().pipeline));
});

test('the bundle starts quickly: it holds no S3 client', () => {
  const bundle = readFileSync(path.resolve(import.meta.dirname, '../../dist/serve-api/index.mjs'), 'utf8');

  expect(bundle).not.toContain('ListObjectsV2');
});
