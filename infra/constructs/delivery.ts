import { Aws, Duration, Stack, Validations } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { retryAfterSeconds } from '../../lambdas/shared/contract/api.ts';
import { pagePaths } from '../../lambdas/shared/contract/page.ts';
import type { PlaybackConfig } from '../config-schema.ts';
import { DeliveryPolicies } from './delivery-policies.ts';
import { functionBehavior } from './function-behavior.ts';
import { SigningKeys } from './signing-keys.ts';

export interface DeliveryProps {
  readonly recordingsBucket: s3.IBucket;
  readonly exportsBucket: s3.IBucket;
  readonly playback: PlaybackConfig;
  /** Where the API is called; none: there is no API. */
  readonly apiUrl: lambda.IFunctionUrl | undefined;
  /** Where the page is asked for; none: there is no page. */
  readonly pageUrl: lambda.IFunctionUrl | undefined;
  /** Where CloudFront writes who watched what; none: it does not. */
  readonly accessLogBucket: s3.IBucket | undefined;
}

/**
 * CloudFront in front of both buckets: a recording's media under its own keys, everything else from the exports bucket,
 * so that no path leads to a recording's `events/`. What CloudFront may read is said by the buckets' policies
 * (`readByDistribution`).
 */
export class Delivery extends Construct {
  readonly distribution: cloudfront.Distribution;
  /** Present when viewers need a signature: every behaviour that reads a bucket demands one then. */
  readonly signingKeys: SigningKeys | undefined;

  constructor(scope: Construct, id: string, props: DeliveryProps) {
    super(scope, id);
    const { priceClass, signing } = props.playback;
    this.signingKeys = signing && new SigningKeys(this, 'Signing', signing.publicKeys);
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: 'IVS recordings and their exports',
      ...this.behaviors(props),
      priceClass: Object.values(cloudfront.PriceClass).find((value) => value === priceClass),
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      ...this.domain(props.playback),
      // Of the API, whose callers are told when to come again; a file's 403 may wait CloudFront's ten seconds.
      ...(props.apiUrl && {
        errorResponses: [500, 502, 503, 504].map((httpStatus) => ({
          httpStatus,
          ttl: Duration.seconds(retryAfterSeconds),
        })),
      }),
      ...(props.accessLogBucket && {
        enableLogging: true,
        logBucket: props.accessLogBucket,
        logFilePrefix: 'cloudfront/',
      }),
    });
    this.acknowledgeFindings(props);
  }

  private behaviors(
    props: DeliveryProps,
  ): Pick<cloudfront.DistributionProps, 'defaultBehavior' | 'additionalBehaviors'> {
    const policies = new DeliveryPolicies(this, 'Policies', props.playback);
    const { originAccessControlId } = new cloudfront.S3OriginAccessControl(this, 'OriginAccess', {
      // Unique in the account, over all Regions; the name that CDK makes up is not.
      originAccessControlName: `${Stack.of(this).stackName}-${Aws.REGION}`,
    });
    const recordings = origins.S3BucketOrigin.withBucketDefaults(props.recordingsBucket, { originAccessControlId });
    const exports = origins.S3BucketOrigin.withBucketDefaults(props.exportsBucket, { originAccessControlId });
    const from = (origin: cloudfront.IOrigin, cachePolicy: cloudfront.ICachePolicy): cloudfront.BehaviorOptions => ({
      origin,
      cachePolicy,
      responseHeadersPolicy: policies.headers,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
      compress: false,
      ...(this.signingKeys && { trustedKeyGroups: [this.signingKeys.group] }),
    });
    return {
      defaultBehavior: from(exports, policies.exports),
      // CloudFront takes the first that matches; its * matches slashes too.
      additionalBehaviors: {
        ...this.functionBehaviors(props, policies),
        'ivs/v1/*/media/*.m3u8': from(recordings, policies.shortLived),
        'ivs/v1/*/media/latest_thumbnail/*': from(recordings, policies.shortLived),
        'ivs/v1/*/media/*': from(recordings, policies.longLived),
        '*.m3u8': from(exports, policies.shortLived),
      },
    };
  }

  /** No key of an export begins like these paths: channels have longer ids. */
  private functionBehaviors(
    { apiUrl, pageUrl }: DeliveryProps,
    policies: DeliveryPolicies,
  ): Record<string, cloudfront.BehaviorOptions> {
    const api =
      apiUrl &&
      functionBehavior(this, {
        name: 'Api',
        url: apiUrl,
        cachePolicy: policies.createApiPolicy(),
        headers: policies.headers,
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
      });
    const page =
      pageUrl &&
      functionBehavior(this, {
        name: 'Page',
        url: pageUrl,
        ...policies.createPagePolicies(),
        // People type addresses, and leave out https.
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      });
    return {
      ...(api && { 'api/*': api }),
      ...(page && { [`${pagePaths.document.slice(1)}*`]: page, [pagePaths.withoutSlash.slice(1)]: page }),
    };
  }

  private domain({ domainName, certificateArn }: PlaybackConfig) {
    if (domainName === undefined || certificateArn === undefined) return {};
    const certificate = acm.Certificate.fromCertificateArn(this, 'Certificate', certificateArn);
    return {
      domainNames: [domainName],
      certificate,
      // Takes effect with an own certificate only; CloudFront's allows no choice.
      minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
    };
  }

  private acknowledgeFindings({ playback, accessLogBucket }: DeliveryProps): void {
    const validations = Validations.of(this.distribution);
    validations.acknowledge(
      {
        id: 'AwsSolutions-CFR1',
        reason: 'Whom a recording may be shown to is the deployer’s decision; none by default.',
      },
      {
        id: 'AwsSolutions-CFR2',
        reason: 'Only immutable objects are read here; a firewall costs more than the delivery.',
      },
    );
    if (playback.domainName === undefined)
      validations.acknowledge({
        id: 'AwsSolutions-CFR4',
        reason: 'CloudFront’s own certificate allows no choice; TLS 1.2 is demanded as soon as there is a domain.',
      });
    if (accessLogBucket === undefined)
      validations.acknowledge({
        id: 'AwsSolutions-CFR3',
        reason: 'Access logs name viewers by their addresses; accessLogRetentionDays turns them on.',
      });
  }
}
