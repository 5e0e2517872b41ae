/**
 * `node scripts/bootstrap.cjs examples/send-sample.ts BUCKET`: uploads the sample recording to a recordings bucket as IVS
 * writes one, so that the notification of its metadata file sets the system off.
 */
import path from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { readRecordingFolder } from '../local/run/recording-folder.ts';
import { uploadFolder } from '../local/system/upload-folder.ts';

const [bucket] = process.argv.slice(2);
if (bucket === undefined) throw new Error('Name the recordings bucket: npm start -- --serve prints it.');
const { directory, prefix } = readRecordingFolder(path.join(import.meta.dirname, '../local/sample/h7RkV3sNp8Ya'));
await uploadFolder(new S3Client({}), { directory, bucket, prefix });
console.log(`Uploaded s3://${bucket}/${prefix}`);
