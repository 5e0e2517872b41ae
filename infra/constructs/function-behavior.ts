import { Aws, Duration, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

export interface FunctionBehaviorProps {
  /** What the function serves, for names: `Api`. */
  readonly name: string;
  readonly url: lambda.IFunctionUrl;
  readonly cachePolicy: cloudfront.ICachePolicy;
  readonly headers: cloudfront.IResponseHeadersPolicy;
  /** What becomes of a request without TLS. */
  readonly viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy;
}

/** How the distribution asks a function: each request signed, so that nobody else can call it. */
export function functionBehavior(
  scope: Construct,
  { name, url, cachePolicy, headers, viewerProtocolPolicy }: FunctionBehaviorProps,
): cloudfront.BehaviorOptions {
  const originAccessControl = new cloudfront.FunctionUrlOriginAccessControl(scope, `${name}Access`, {
    // Unique in the account, over all Regions; the name that CDK makes up is not.
    originAccessControlName: `${Stack.of(scope).stackName}-${Aws.REGION}-${name}`,
  });
  return {
    origin: origins.FunctionUrlOrigin.withOriginAccessControl(url, {
      originAccessControl,
      // The function itself ends by then.
      readTimeout: Duration.seconds(10),
    }),
    cachePolicy,
    responseHeadersPolicy: headers,
    viewerProtocolPolicy,
    allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
    compress: true,
  };
}
