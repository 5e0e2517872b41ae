import { Aws } from 'aws-cdk-lib';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';

/**
 * The statement of a bucket's policy that lets one distribution read the keys of one pattern. Without `s3:ListBucket`, a
 * missing object is answered with 403 instead of 404: with it, `GET /` would list the bucket.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
export const readByDistribution = (
  bucket: s3.IBucket,
  keyPattern: string,
  distribution: cloudfront.Distribution,
): iam.PolicyStatement =>
  new iam.PolicyStatement({
    sid: 'ReadByCloudFront',
    principals: [new iam.ServicePrincipal('cloudfront.amazonaws.com')],
    actions: ['s3:GetObject'],
    resources: [bucket.arnForObjects(keyPattern)],
    conditions: { StringEquals: { 'AWS:SourceArn': distributionArn(distribution) } },
  });

/** The ARN of a distribution, by which services know whom CloudFront asks for. */
export const distributionArn = ({ distributionId }: Pick<cloudfront.Distribution, 'distributionId'>): string =>
  `arn:${Aws.PARTITION}:cloudfront::${Aws.ACCOUNT_ID}:distribution/${distributionId}`;
