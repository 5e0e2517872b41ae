/** What is encrypted, and who is let in, over templates. */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { type Resource, type SynthesizedApp, synthesize } from './synthesized-app.ts';
import { variants } from './variants.ts';

// biome-ignore lint/suspicious/noExplicitAny: statements are read as they come
type Statement = any;

const resources = ({ storage, pipeline }: SynthesizedApp, ...types: string[]): [id: string, resource: Resource][] =>
  [storage, pipeline]
    .flatMap((template) => Object.entries(template.Resources))
    .filter(([, { Type }]) => types.includes(Type));

/** The policy of each resource that `subjects` of a policy refer to, by the resource's id. */
function deniesPlainHttp(
  app: SynthesizedApp,
  policyType: string,
  subjectsOf: (policy: Resource) => unknown[],
): string[] {
  return resources(app, policyType).flatMap(([, policy]) => {
    const denies = policy.Properties.PolicyDocument.Statement.some(
      ({ Effect, Principal, Condition }: Statement) =>
        Effect === 'Deny' &&
        (Principal === '*' || Principal?.AWS === '*') &&
        Condition?.Bool?.['aws:SecureTransport'] === 'false',
    );
    return denies ? subjectsOf(policy).map((subject) => (subject as { Ref: string }).Ref) : [];
  });
}

const idsOf = (app: SynthesizedApp, type: string) =>
  resources(app, type)
    .map(([id]) => id)
    .sort();

// Those with buckets, queues, topics or behaviours that others lack; each costs a synthesis.
const told = ['defaults', 'importedBucketWithAccessLogs', 'ownDomain', 'signed', 'subscribers'] as const;

describe.each(told)('with the configuration %s', (name) => {
  const app = synthesize(variants[name]);

  test('every bucket refuses plain HTTP, public access and ACLs, and is encrypted by S3’s own keys', () => {
    const denying = deniesPlainHttp(app, 'AWS::S3::BucketPolicy', ({ Properties }) => [Properties.Bucket]);

    expect(denying.sort()).toEqual(idsOf(app, 'AWS::S3::Bucket'));
    expect(denying.length).toBeGreaterThan(1);
    for (const [id, { Properties }] of resources(app, 'AWS::S3::Bucket')) {
      // CloudFront's access logs are delivered by ACL, so that bucket prefers its owner instead of enforcing it.
      const ownership = id.startsWith('AccessLogs') ? 'BucketOwnerPreferred' : 'BucketOwnerEnforced';
      expect(Properties).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
      });
    }
  });

  test('every queue refuses plain HTTP and is encrypted', () => {
    const denying = deniesPlainHttp(app, 'AWS::SQS::QueuePolicy', ({ Properties }) => Properties.Queues);

    expect(denying.sort()).toEqual(idsOf(app, 'AWS::SQS::Queue'));
    for (const [, { Properties }] of resources(app, 'AWS::SQS::Queue'))
      expect(Properties.SqsManagedSseEnabled === true || Properties.KmsMasterKeyId !== undefined).toBe(true);
  });

  test('every topic refuses plain HTTP and is encrypted under a key that is rotated', () => {
    const denying = resources(app, 'AWS::SNS::TopicPolicy').flatMap(([, { Properties }]) => {
      const refuses = ({ Effect, Condition }: Statement) =>
        Effect === 'Deny' && Condition?.Bool?.['aws:SecureTransport'] === 'false';
      return Properties.PolicyDocument.Statement.some(refuses) ? Properties.Topics : [];
    });

    expect(denying.map(({ Ref }: { Ref: string }) => Ref).sort()).toEqual(idsOf(app, 'AWS::SNS::Topic'));
    for (const [, { Properties }] of resources(app, 'AWS::SNS::Topic')) expect(Properties.KmsMasterKeyId).toBeDefined();
    for (const [, { Properties }] of resources(app, 'AWS::KMS::Key')) expect(Properties.EnableKeyRotation).toBe(true);
  });

  test('viewers are served over HTTPS only, with security headers, for the configured pages', () => {
    const [[, distribution] = []] = resources(app, 'AWS::CloudFront::Distribution');
    const { CacheBehaviors, DefaultCacheBehavior, ViewerCertificate } =
      distribution?.Properties.DistributionConfig ?? {};
    const [[, policy] = []] = resources(app, 'AWS::CloudFront::ResponseHeadersPolicy');
    const { CorsConfig, SecurityHeadersConfig } = policy?.Properties.ResponseHeadersPolicyConfig ?? {};
    const { playback } = variants[name] as { playback?: { domainName?: string; corsOrigins?: string[] } };

    for (const behavior of [...CacheBehaviors, DefaultCacheBehavior]) {
      expect(behavior.ViewerProtocolPolicy).toBe('https-only');
      expect(behavior.ResponseHeadersPolicyId).toBeDefined();
    }
    expect(CorsConfig.AccessControlAllowOrigins.Items).toEqual(playback?.corsOrigins ?? ['*']);
    expect(SecurityHeadersConfig).toMatchObject({
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY' },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000 },
    });
    if (playback?.domainName !== undefined)
      expect(ViewerCertificate).toMatchObject({ MinimumProtocolVersion: 'TLSv1.2_2021', SslSupportMethod: 'sni-only' });
  });
});

describe('with signing', () => {
  const app = synthesize(variants.signed);
  const [[, distribution] = []] = resources(app, 'AWS::CloudFront::Distribution');
  const { CacheBehaviors, DefaultCacheBehavior } = distribution?.Properties.DistributionConfig ?? {};

  test('every behaviour that reads a bucket demands a signature of the one key group, which holds the configured keys', () => {
    const [group] = idsOf(app, 'AWS::CloudFront::KeyGroup');
    const [[keyId, key] = []] = resources(app, 'AWS::CloudFront::PublicKey');
    const [[, { Properties }] = [undefined, { Properties: undefined }]] = resources(app, 'AWS::CloudFront::KeyGroup');

    for (const { TrustedKeyGroups } of [...CacheBehaviors, DefaultCacheBehavior])
      expect(TrustedKeyGroups).toEqual([{ Ref: group }]);
    expect(Properties.KeyGroupConfig.Items).toEqual([{ Ref: keyId }]);
    expect(key?.Properties.PublicKeyConfig.EncodedKey).toBe(variants.signed.playback.signing.publicKeys[0]);
  });

  test('pages may send cookies, so nothing is allowed by a wildcard, which browsers refuse then', () => {
    const [[, policy] = []] = resources(app, 'AWS::CloudFront::ResponseHeadersPolicy');
    const { CorsConfig } = policy?.Properties.ResponseHeadersPolicyConfig ?? {};

    expect(CorsConfig.AccessControlAllowCredentials).toBe(true);
    expect(JSON.stringify(CorsConfig)).not.toContain('"*"');
  });

  test('another key is another resource, whatever way it is written, since CloudFront cannot change one', () => {
    const { signing } = variants.signed.playback;
    const withKeys = (...publicKeys: string[]) =>
      idsOf(
        synthesize({ playback: { ...variants.signed.playback, signing: { publicKeys } } }),
        'AWS::CloudFront::PublicKey',
      );
    const [key = ''] = signing.publicKeys;
    const otherKey = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey;
    const other = otherKey.export({ type: 'spki', format: 'pem' }).toString();

    const [before = ''] = idsOf(app, 'AWS::CloudFront::PublicKey');

    const both = withKeys(`\n${key.replaceAll('\n', '\r\n')}`, other);

    expect(both).toHaveLength(2);
    expect(both).toContain(before);
  });

  test('steps know that they may announce, and the ids to sign with are an output', () => {
    const steps = resources(app, 'AWS::Lambda::Function').flatMap(
      ([, { Properties }]) => Properties.Environment?.Variables?.PLAYBACK_POLICY ?? [],
    );

    expect(steps.map((policy) => JSON.parse(policy).isSigned)).toEqual([true, true]);
    expect(app.storage.Outputs.SigningKeyIds?.Value).toEqual({
      Ref: idsOf(app, 'AWS::CloudFront::PublicKey')[0],
    });
  });
});

test('without signing there is neither key nor group', () => {
  const app = synthesize(variants.ownDomain);

  expect([...idsOf(app, 'AWS::CloudFront::PublicKey'), ...idsOf(app, 'AWS::CloudFront::KeyGroup')]).toEqual([]);
});
