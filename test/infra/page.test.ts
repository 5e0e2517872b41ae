import { expect, test } from '@jest/globals';
import { parseConfig } from '../../infra/config.ts';
import { contentSecurityPolicy } from '../../lambdas/shared/contract/page.ts';
import { renderer } from './rendered-text.ts';
import { resourceOf, resourcesOf, synthesize, unwatched } from './synthesized-app.ts';
import { otherConfigurations, variants } from './variants.ts';

const app = synthesize(variants.withPage);
const { storage, pipeline } = app;
const render = renderer(app);
const { DistributionConfig: config } = resourceOf(storage, 'AWS::CloudFront::Distribution').Properties;
const behaviors = config.CacheBehaviors.filter(({ PathPattern }: { PathPattern: string }) =>
  PathPattern.startsWith('app'),
);
const policyOf = (type: string, ref: { Ref: string }) => {
  const { Type, Properties } = storage.Resources[ref.Ref]!;
  expect(Type).toBe(type);
  return Properties;
};

test('nobody gets a page who did not ask for one, and whoever does needs the API', () => {
  const without = synthesize(variants.withApi);

  expect(JSON.stringify([without.storage, without.pipeline])).not.toMatch(/ServePage|PageUrl|"app\b/);
  expect(() => parseConfig({ page: { enabled: true } })).toThrow(
    'ivsRecordings.page.enabled: found true, needs api.enabled, by which the page lists recordings',
  );
  expect(() => parseConfig({ api: { enabled: true }, page: { consoleLink: true } })).toThrow(
    'ivsRecordings.page.consoleLink: found true, must be left out, since page.enabled is not true',
  );
});

test('the page is asked of its function, before any pattern of a bucket could match, and needs no signature', () => {
  const [first, second, third] = config.CacheBehaviors.map(({ PathPattern }: { PathPattern: string }) => PathPattern);

  expect([first, second, third]).toEqual(['api/*', 'app/*', 'app']);
  for (const behavior of behaviors) {
    const origin = config.Origins.find(({ Id }: { Id: string }) => Id === behavior.TargetOriginId);
    expect(JSON.stringify(origin.DomainName)).toContain('ServePageFunction');
    expect(behavior).toMatchObject({
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS'],
      ViewerProtocolPolicy: 'redirect-to-https',
      Compress: true,
    });
    expect(behavior.TrustedKeyGroups).toBeUndefined();
  }
});

test('every answer says that the page may load and ask from its own origin alone, and no other origin may read it', () => {
  const { ResponseHeadersPolicyConfig: headers } = policyOf(
    'AWS::CloudFront::ResponseHeadersPolicy',
    behaviors[0].ResponseHeadersPolicyId,
  );

  expect(headers.SecurityHeadersConfig).toEqual({
    ContentSecurityPolicy: { ContentSecurityPolicy: contentSecurityPolicy, Override: true },
    ContentTypeOptions: { Override: true },
    FrameOptions: { FrameOption: 'DENY', Override: true },
    ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
    StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, Override: true },
  });
  expect(contentSecurityPolicy).not.toMatch(/unsafe|http|\*/);
  expect(headers.CorsConfig).toBeUndefined();
});

test('a file is kept as long as it says, whatever the query, which is the page’s own affair', () => {
  const { CachePolicyConfig } = policyOf('AWS::CloudFront::CachePolicy', behaviors[0].CachePolicyId);

  expect(CachePolicyConfig).toMatchObject({
    MinTTL: 0,
    DefaultTTL: 0,
    MaxTTL: 31_536_000,
    ParametersInCacheKeyAndForwardedToOrigin: {
      EnableAcceptEncodingBrotli: true,
      EnableAcceptEncodingGzip: true,
      QueryStringsConfig: { QueryStringBehavior: 'none' },
      HeadersConfig: { HeaderBehavior: 'none' },
      CookiesConfig: { CookieBehavior: 'none' },
    },
  });
});

test('the function may write its log and nothing else, and this distribution alone may call it', () => {
  const { PolicyDocument } = resourceOf(storage, 'AWS::IAM::Policy', 'ServePageRole').Properties;
  const admitted = resourcesOf(storage, 'AWS::Lambda::Permission')
    .map(([, { Properties }]) => Properties)
    .filter(({ FunctionName }) => render(FunctionName).includes('ServePage'));
  const control = resourceOf(storage, 'AWS::CloudFront::OriginAccessControl', 'DeliveryPageAccess');

  expect(PolicyDocument.Statement.map(({ Action }: { Action: string[] }) => Action)).toEqual([
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
  ]);
  expect(resourceOf(storage, 'AWS::Lambda::Url', 'ServePage').Properties.AuthType).toBe('AWS_IAM');
  expect(admitted.map(({ Action }) => Action).sort()).toEqual(['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl']);
  for (const { Principal, SourceArn } of admitted) {
    expect(Principal).toBe('cloudfront.amazonaws.com');
    expect(render(SourceArn)).toContain('distribution/<DeliveryDistribution>');
  }
  expect(control.Properties.OriginAccessControlConfig).toMatchObject({
    OriginAccessControlOriginType: 'lambda',
    SigningBehavior: 'always',
    SigningProtocol: 'sigv4',
  });
});

test('the console is linked where that was asked for, by an address that names no account', () => {
  const { Environment, ReservedConcurrentExecutions } = resourceOf(
    storage,
    'AWS::Lambda::Function',
    'ServePageFunction',
  ).Properties;
  const plain = synthesize(otherConfigurations.plainPage);

  expect(render(Environment.Variables.PAGE_CONSOLE_URL)).toBe(
    'https://<AWS::Region>.console.aws.amazon.com/states/home?region=<AWS::Region>#/statemachines',
  );
  expect(ReservedConcurrentExecutions).toBe(10);
  expect(JSON.stringify(plain.storage)).not.toContain('console.aws.amazon.com');
});

test('where it is, is printed; and the pipeline knows nothing of it but how it is watched', () => {
  expect(render(storage.Outputs.PageUrl?.Value)).toBe('https://<DeliveryDistribution.DomainName>/app/');
  expect(synthesize(otherConfigurations.signedPage).storage.Outputs.PageUrl?.Value).toBe('https://v.example.com/app/');
  expect(unwatched(pipeline)).toEqual(unwatched(synthesize(variants.withApi).pipeline));
});
