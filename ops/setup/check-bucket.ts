/** Whether IVS can record to a bucket: it has to be in the same Region, and of the same account. */
import { HeadBucketCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { CommandContext } from '../frame/command-context.ts';
import { OperationRefusedError } from '../frame/operator-errors.ts';

/** What S3 says of a bucket. */
export type BucketFinding = { readonly region: string | undefined } | 'missing' | 'forbidden';

/** Asks S3; it tells the Region also of a bucket elsewhere. */
export function makeFindBucket({ client }: Pick<CommandContext, 'client'>): (name: string) => Promise<BucketFinding> {
  const s3 = client((settings) => new S3Client(settings));
  return async (bucketName) => {
    try {
      const { BucketRegion: region } = await s3.send(new HeadBucketCommand({ Bucket: bucketName }));
      return { region };
    } catch (error) {
      if (!(error instanceof S3ServiceException)) throw error;
      const region = error.$response?.headers['x-amz-bucket-region'];
      const status = error.$metadata.httpStatusCode;
      if (status === 404) return 'missing';
      // 301, or 400 of the Regions that came later: it is there, elsewhere.
      if ((status === 301 || status === 400) && region !== undefined) return { region };
      if (status === 403) return 'forbidden';
      throw error;
    }
  };
}

/** @throws OperationRefusedError that says how to get such a bucket */
export function demandBucket(bucketName: string, region: string, found: BucketFinding): void {
  if (found === 'missing') {
    throw new OperationRefusedError(
      `There is no bucket ${bucketName}. Create it in ${region}: ${creation(bucketName, region)}`,
    );
  }
  if (found === 'forbidden') {
    throw new OperationRefusedError(
      `Bucket ${bucketName} is not to be looked at: it is of another account, or your policies lack s3:ListBucket on it. IVS records to buckets of its own account only.`,
    );
  }
  if (found.region === undefined || found.region === region) return;
  throw new OperationRefusedError(
    `Bucket ${bucketName} is in ${found.region}, and IVS records in ${region} to buckets of ${region} only. Use --region ${found.region}, or create another bucket: ${creation(`${bucketName}-${region}`, region)}`,
  );
}

/** S3 takes no location constraint for its first Region. */
const creation = (bucketName: string, region: string): string =>
  `aws s3api create-bucket --bucket ${bucketName} --region ${region}${
    region === 'us-east-1' ? '' : ` --create-bucket-configuration LocationConstraint=${region}`
  }`;
