import {
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { TestServer } from './test-server.ts';

/** Begins an upload, to `big` unless said otherwise, and gives what sends its parts and completes it. */
export async function startUpload(
  { client, bucket }: TestServer,
  input: Partial<CreateMultipartUploadCommandInput> = {},
) {
  const started = await client.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'big', ...input }));
  const address = { Bucket: bucket, Key: started.Key, UploadId: started.UploadId };
  return {
    id: started.UploadId,
    address,
    send: async (PartNumber: number, Body: Buffer) => {
      const ChecksumAlgorithm = input.ChecksumAlgorithm;
      const { $metadata, ...part } = await client.send(
        new UploadPartCommand({ ...address, PartNumber, Body, ChecksumAlgorithm }),
      );
      return { PartNumber, ...part };
    },
    complete: (Parts: object[], conditions: Partial<CompleteMultipartUploadCommandInput> = {}) =>
      client.send(new CompleteMultipartUploadCommand({ ...address, MultipartUpload: { Parts }, ...conditions })),
  };
}
