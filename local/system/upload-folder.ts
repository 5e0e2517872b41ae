/** Uploads a folder to S3 as IVS would have: everything else first, the metadata files last. */
import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

const isMetadata = (file: string): boolean => file.startsWith(`events${path.sep}`);

/** Puts every file of `directory` below `prefix`, except those that `isLeftOut` names by their relative path. */
export async function uploadFolder(
  s3: S3Client,
  folder: { readonly directory: string; readonly bucket: string; readonly prefix: string },
  isLeftOut: (file: string) => boolean = () => false,
): Promise<void> {
  const files = readdirSync(folder.directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(path.join(folder.directory, file)).isFile() && !isLeftOut(file))
    .sort((one, other) => Number(isMetadata(one)) - Number(isMetadata(other)) || one.localeCompare(other));
  for (const file of files) {
    const source = path.join(folder.directory, file);
    const { size } = statSync(source);
    await s3.send(
      new PutObjectCommand({
        Bucket: folder.bucket,
        Key: `${folder.prefix}/${file.split(path.sep).join('/')}`,
        // A stream of no bytes never ends in some clients; small files are as well read whole.
        Body: size < 65_536 ? readFileSync(source) : createReadStream(source),
        ContentLength: size,
      }),
    );
  }
}
