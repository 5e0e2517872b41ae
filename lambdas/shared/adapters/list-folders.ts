/** Lists folders and metadata files of the recordings bucket. The SDK's own reader is good enough: pages are small. */
import { ListObjectsV2Command, type ListObjectsV2CommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { eventsFolderKey, metadataFileStem } from '../contract/object-keys.ts';
import { translateS3Errors } from './s3-errors.ts';

interface Folder {
  readonly bucket: string;
  readonly prefix: string;
}

/**
 * Lists the names of the folders in a folder (its prefix ends in a slash), page by page; objects that lie there are no
 * folders.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-prefixes.html
 * @throws StorageUnavailableError, StorageAccessDeniedError
 */
export const makeListFolders = (client: S3Client) =>
  async function* ({ bucket, prefix }: Folder): AsyncGenerator<string[]> {
    let token: string | undefined;
    do {
      const page: ListObjectsV2CommandOutput = await list(
        client,
        { bucket, prefix },
        { Delimiter: '/', ContinuationToken: token },
      );
      const folders = (page.CommonPrefixes ?? []).map(({ Prefix = '' }) => decode(Prefix));
      yield folders.map((folder) => folder.slice(prefix.length, -1));
      token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
  };

/** There are three such files at most; whatever else begins so is not looked at. */
const maxMetadataFiles = 10;

/**
 * Finds the metadata files of a recording by one listing, with the time at which each was written.
 * @throws StorageUnavailableError, StorageAccessDeniedError
 */
export const makeFindMetadata =
  (client: S3Client) =>
  async ({ bucket, prefix }: Folder): Promise<ReadonlyMap<string, Date>> => {
    const folder = eventsFolderKey(prefix);
    const page = await list(client, { bucket, prefix: `${folder}${metadataFileStem}` }, { MaxKeys: maxMetadataFiles });
    return new Map(
      (page.Contents ?? []).flatMap(({ Key = '', LastModified }) =>
        LastModified === undefined ? [] : [[decode(Key).slice(folder.length), LastModified]],
      ),
    );
  };

const list = (
  client: S3Client,
  { bucket, prefix }: Folder,
  more: { Delimiter?: string; MaxKeys?: number; ContinuationToken?: string | undefined },
): Promise<ListObjectsV2CommandOutput> =>
  translateS3Errors(`the listing of s3://${bucket}/${prefix}`, () =>
    client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, EncodingType: 'url', ...more })),
  );

/** As S3 encodes with `encoding-type=url`, a space as `+`: only so can a key hold characters that XML 1.0 forbids. */
const decode = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));
