/** How long CloudFront keeps what, and which headers it adds. */
import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import { contentSecurityPolicy } from '../../lambdas/shared/contract/page.ts';
import type { PlaybackConfig } from '../config-schema.ts';

/** What S3 answers to; with credentials, no header is allowed by `*`. */
const playerHeaders = [
  'Range',
  'If-Range',
  'If-Match',
  'If-None-Match',
  'If-Modified-Since',
  'If-Unmodified-Since',
] as const;

const securityHeaders: cloudfront.ResponseSecurityHeadersBehavior = {
  contentTypeOptions: { override: true },
  frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: true },
  referrerPolicy: { referrerPolicy: cloudfront.HeadersReferrerPolicy.NO_REFERRER, override: true },
  strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override: true },
};

/** The policies of the distribution's behaviours. */
export class DeliveryPolicies extends Construct {
  /** For playlists and the latest thumbnail. */
  readonly shortLived: cloudfront.CachePolicy;
  /** For segments and the numbered thumbnails. */
  readonly longLived: cloudfront.CachePolicy;
  /** For exports. */
  readonly exports: cloudfront.CachePolicy;
  readonly headers: cloudfront.ResponseHeadersPolicy;

  constructor(scope: Construct, id: string, { corsOrigins, signing }: PlaybackConfig) {
    super(scope, id);
    // IVS rewrites a playlist with every segment while the stream is live, and again when it merges a reconnect; a
    // segment lasts about 10 s. Kept for longer, a growing playlist would freeze. The maximum holds whatever S3 says.
    this.shortLived = this.createCachePolicy('ShortLived', {
      comment: 'Playlists and the latest thumbnail, which are rewritten',
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(12),
      maxTtl: Duration.seconds(12),
    });
    // Nothing rewrites a segment; a year is the longest that caches count.
    this.longLived = this.createCachePolicy('LongLived', {
      comment: 'Segments and numbered thumbnails, which never change',
      minTtl: Duration.seconds(1),
      defaultTtl: Duration.days(365),
      maxTtl: Duration.days(365),
    });
    this.exports = this.createCachePolicy('Exports', {
      comment: 'Exports: the query v is the ETag, so that a re-run has a URL of its own',
      minTtl: Duration.seconds(1),
      defaultTtl: Duration.days(1),
      maxTtl: Duration.days(365),
      queryStringBehavior: cloudfront.CacheQueryStringBehavior.allowList('v'),
    });
    this.headers = this.createHeadersPolicy(corsOrigins, signing !== undefined);
  }

  /**
   * For the API's answers, which say themselves how long they are kept: seconds. Of the query only what the public API
   * reads reaches the function, so that nothing else makes an answer of its own.
   */
  createApiPolicy(): cloudfront.CachePolicy {
    return this.createCachePolicy('Api', {
      comment: 'Answers of the API, as long as they say, at most a minute',
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: Duration.minutes(1),
      queryStringBehavior: cloudfront.CacheQueryStringBehavior.allowList('before', 'day', 'limit'),
      // Texts, unlike everything else here.
      enableAcceptEncodingGzip: true,
      enableAcceptEncodingBrotli: true,
    });
  }

  /**
   * For the page, which says itself how long each file is kept. The query is the page's own affair and reaches nobody, so
   * that all of its addresses are one document.
   */
  createPagePolicies(): { cachePolicy: cloudfront.CachePolicy; headers: cloudfront.ResponseHeadersPolicy } {
    const cachePolicy = this.createCachePolicy('Page', {
      comment: 'The page: scripts and styles for good, its document never',
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: Duration.days(365),
      enableAcceptEncodingGzip: true,
      enableAcceptEncodingBrotli: true,
    });
    const headers = new cloudfront.ResponseHeadersPolicy(this, 'PageHeaders', {
      responseHeadersPolicyName: this.nameOf('PageHeaders'),
      securityHeadersBehavior: {
        ...securityHeaders,
        contentSecurityPolicy: { contentSecurityPolicy, override: true },
      },
    });
    return { cachePolicy, headers };
  }

  private createCachePolicy(id: string, props: cloudfront.CachePolicyProps): cloudfront.CachePolicy {
    return new cloudfront.CachePolicy(this, id, {
      cachePolicyName: this.nameOf(id),
      // Video and pictures are compressed already; CloudFront would only look at them.
      enableAcceptEncodingGzip: false,
      enableAcceptEncodingBrotli: false,
      ...props,
    });
  }

  /** CORS comes from here and not from the bucket, so that an imported bucket works as well. */
  private createHeadersPolicy(corsOrigins: readonly string[], isSigned: boolean): cloudfront.ResponseHeadersPolicy {
    return new cloudfront.ResponseHeadersPolicy(this, 'Headers', {
      responseHeadersPolicyName: this.nameOf('Headers'),
      corsBehavior: {
        accessControlAllowOrigins: [...corsOrigins],
        accessControlAllowMethods: ['GET', 'HEAD', 'OPTIONS'],
        accessControlAllowHeaders: isSigned ? [...playerHeaders] : ['*'],
        // What a player needs to seek in an MP4 by Range.
        accessControlExposeHeaders: ['Accept-Ranges', 'Content-Length', 'Content-Range', 'ETag'],
        // So that a page of another origin may send its signed cookies along.
        accessControlAllowCredentials: isSigned,
        accessControlMaxAge: Duration.hours(1),
        originOverride: true,
      },
      securityHeadersBehavior: securityHeaders,
    });
  }

  /** Names of these policies are global to the account, so stack and Region stand in them. */
  private nameOf(id: string): string {
    const { stackName, region } = Stack.of(this);
    return `${stackName}-${region}-${id}`;
  }
}
