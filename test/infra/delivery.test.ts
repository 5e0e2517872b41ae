import { expect, test } from '@jest/globals';
import {
  exportKey,
  metadataFileKey,
  repairedMultivariantKey,
  repairedRenditionKey,
} from '../../lambdas/shared/contract/object-keys.ts';
import { resourceOf, resourcesOf, type SynthesizedApp, synthesize } from './synthesized-app.ts';
import { variants } from './variants.ts';

interface Behavior {
  PathPattern?: string;
  TargetOriginId: string;
  CachePolicyId: { Ref: string };
  ResponseHeadersPolicyId: { Ref: string };
  AllowedMethods: string[];
  ViewerProtocolPolicy: string;
  Compress: boolean;
}

const app = synthesize();
const configOf = ({ storage }: SynthesizedApp) =>
  resourceOf(storage, 'AWS::CloudFront::Distribution').Properties.DistributionConfig;
const config = configOf(app);
const behaviors: Behavior[] = [...config.CacheBehaviors, config.DefaultCacheBehavior];
const { Resources } = app.storage;

/** CloudFront takes the first behaviour that matches; `*` stands for any characters, slashes too. */
function behaviorOf(key: string): Behavior {
  const matches = ({ PathPattern: pattern }: Behavior) =>
    pattern === undefined || new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(key);
  return behaviors.find(matches) as Behavior;
}

function servedFrom(key: string): string {
  const origin = config.Origins.find(({ Id }: { Id: string }) => Id === behaviorOf(key).TargetOriginId);
  return origin.DomainName['Fn::GetAtt'][0].replace(/[0-9A-F]{8}$/, '');
}

const cachePolicyOf = (key: string) => Resources[behaviorOf(key).CachePolicyId.Ref]!.Properties.CachePolicyConfig;

const cachedFor = (key: string): unknown => {
  const { MinTTL, DefaultTTL, MaxTTL } = cachePolicyOf(key);
  return { MinTTL, DefaultTTL, MaxTTL };
};

const prefix = 'ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/j8Z9O91ndcVs';
const exported = exportKey({
  channelId: 'AbCdef1G2hij',
  recordingId: 'j8Z9O91ndcVs',
  exportName: 'archive',
  format: 'mp4',
});
const seconds = { aDay: 86_400, aYear: 31_536_000 };

test.each([
  'media/hls/master.m3u8',
  'media/hls/720p30/playlist.m3u8',
  'media/hls/720p30/byte-range-variant.m3u8',
  'media/latest_thumbnail/thumb.jpg',
])('%s comes from the recordings and is at most 12 s old, since IVS rewrites it', (name) => {
  expect(servedFrom(`${prefix}/${name}`)).toBe('Recordings');
  expect(cachedFor(`${prefix}/${name}`)).toEqual({ MinTTL: 0, DefaultTTL: 12, MaxTTL: 12 });
});

test.each(['media/hls/720p30/0.ts', 'media/thumbnails/thumb0.jpg'])(
  '%s comes from the recordings and is kept for a year, since it never changes',
  (name) => {
    expect(servedFrom(`${prefix}/${name}`)).toBe('Recordings');
    expect(cachedFor(`${prefix}/${name}`)).toEqual({ MinTTL: 1, DefaultTTL: seconds.aYear, MaxTTL: seconds.aYear });
  },
);

test.each(['recording-started.json', 'recording-ended.json', 'recording-failed.json', 'ivs-check'])(
  'no path leads to events/%s',
  (fileName) => {
    expect(servedFrom(metadataFileKey(prefix, fileName))).toBe('Exports');
  },
);

test('exports come from their bucket, each version under a URL of its own', () => {
  expect(servedFrom(exported)).toBe('Exports');
  const policy = cachePolicyOf(exported);
  expect(policy.ParametersInCacheKeyAndForwardedToOrigin.QueryStringsConfig).toEqual({
    QueryStringBehavior: 'whitelist',
    QueryStrings: ['v'],
  });
  expect(policy).toMatchObject({ DefaultTTL: seconds.aDay });
});

const ids = { channelId: 'AbCdef1G2hij', recordingId: 'j8Z9O91ndcVs' };

test.each([
  repairedMultivariantKey(ids),
  repairedRenditionKey(ids, '720p30/playlist.m3u8'),
  repairedRenditionKey(ids, 'odd/playlist'),
])('%s comes from the exports, and is as short-lived as other playlists', (key) => {
  expect(servedFrom(key)).toBe('Exports');
  expect(cachedFor(key)).toEqual({ MinTTL: 0, DefaultTTL: 12, MaxTTL: 12 });
});

test("a repaired playlist's segments come from the recordings, by the paths that it names", () => {
  expect(servedFrom(`${prefix}/media/hls/720p30/0.ts`)).toBe('Recordings');
});

test('everything is read only, over HTTPS only, as it lies in the bucket', () => {
  for (const behavior of behaviors)
    expect(behavior).toMatchObject({
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS'],
      ViewerProtocolPolicy: 'https-only',
      Compress: false,
    });
});

test('both buckets are read with origin access control, signed always', () => {
  const { Properties } = resourceOf(app.storage, 'AWS::CloudFront::OriginAccessControl');

  expect(Properties.OriginAccessControlConfig).toMatchObject({
    OriginAccessControlOriginType: 's3',
    SigningBehavior: 'always',
    SigningProtocol: 'sigv4',
  });
  expect(config.Origins).toHaveLength(2);
  for (const origin of config.Origins) expect(origin.OriginAccessControlId['Fn::GetAtt'][1]).toBe('Id');
});

test('every response carries CORS for the configured origins, and security headers', () => {
  const { storage } = synthesize(variants.ownDomain);

  const headers = resourceOf(storage, 'AWS::CloudFront::ResponseHeadersPolicy').Properties.ResponseHeadersPolicyConfig;

  expect(headers.CorsConfig).toMatchObject({
    AccessControlAllowOrigins: { Items: variants.ownDomain.playback.corsOrigins },
    AccessControlAllowMethods: { Items: ['GET', 'HEAD', 'OPTIONS'] },
    AccessControlExposeHeaders: { Items: expect.arrayContaining(['Content-Range', 'ETag']) },
    AccessControlAllowCredentials: false,
    OriginOverride: true,
  });
  expect(Object.keys(headers.SecurityHeadersConfig).sort()).toEqual([
    'ContentTypeOptions',
    'FrameOptions',
    'ReferrerPolicy',
    'StrictTransportSecurity',
  ]);
  const [[policyId] = []] = resourcesOf(app.storage, 'AWS::CloudFront::ResponseHeadersPolicy');
  expect(new Set(behaviors.map(({ ResponseHeadersPolicyId }) => ResponseHeadersPolicyId.Ref))).toEqual(
    new Set([policyId]),
  );
});

test('an own domain comes with its certificate and TLS 1.2 at least', () => {
  expect(configOf(synthesize(variants.ownDomain))).toMatchObject({
    Aliases: ['v.example.com'],
    ViewerCertificate: {
      AcmCertificateArn: variants.ownDomain.playback.certificateArn,
      MinimumProtocolVersion: 'TLSv1.2_2021',
      SslSupportMethod: 'sni-only',
    },
    PriceClass: 'PriceClass_100',
  });
  expect(config.Aliases).toBeUndefined();
  expect(config.PriceClass).toBe('PriceClass_All');
});

test('names that CloudFront wants unique in the account differ by Region', () => {
  const names = Object.values(Resources)
    .filter(({ Type }) => /CachePolicy$|ResponseHeadersPolicy$|OriginAccessControl$/.test(Type))
    .map(({ Properties }) => Object.values<{ Name: unknown }>(Properties)[0]?.Name);

  expect(names).toHaveLength(5);
  for (const name of names) expect(JSON.stringify(name)).toContain('AWS::Region');
});
