/** Writes lists for a Distributed Map. */
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { nameOf, translateS3Errors } from './s3-errors.ts';

/**
 * Writes values as JSON Lines, one a line, as the Map's ItemReader reads them.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 * @throws StorageUnavailableError, StorageAccessDeniedError
 */
export const makeWriteLines =
  (client: S3Client, bucket: string) =>
  async (key: string, values: readonly object[]): Promise<void> => {
    const body = values.map((value) => `${JSON.stringify(value)}\n`).join('');
    const command = new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: 'application/jsonl' });
    await translateS3Errors(nameOf({ bucket, key }), () => client.send(command));
  };
