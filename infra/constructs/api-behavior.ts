import { Aws, Duration, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { DeliveryPolicies } from './delivery-policies.ts';

/** The paths of the API. No key of an export begins like this: channels have longer ids. */
export const apiPathPattern = 'api/*';

/** How the distribution asks the API: each request signed, so that nobody else can call the function. */
export function apiBehavior(
  scope: Construct,
  apiUrl: lambda.IFunctionUrl,
  policies: DeliveryPolicies,
): cloudfront.BehaviorOptions {
  const originAccessControl = new cloudfront.FunctionUrlOriginAccessControl(scope, 'ApiAccess', {
    // Unique in the account, over all Regions; the name that CDK makes up is not.
    originAccessControlName: `${Stack.of(scope).stackName}-${Aws.REGION}-Api`,
  });
  return {
    origin: origins.FunctionUrlOrigin.withOriginAccessControl(apiUrl, {
      originAccessControl,
      // The function itself ends by then.
      readTimeout: Duration.seconds(10),
    }),
    cachePolicy: policies.createApiPolicy(),
    responseHeadersPolicy: policies.headers,
    viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
    allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
    compress: true,
  };
}
