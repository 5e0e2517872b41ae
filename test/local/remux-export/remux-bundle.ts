/** The bundle of remux-export as it is deployed, on an S3 whose way can be made to fail, with a recording of some size. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { GetObjectCommand, ListMultipartUploadsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { environmentNames } from '../../../lambdas/shared/contract/environment.ts';
import { FunctionContainer } from '../../../local/lambda/function-container.ts';
import { remuxPlan } from '../../fixtures/remux-plan.ts';
import { type FaultyS3, startFaultyS3 } from '../../unit/shared/adapters/faulty-s3.ts';
import { arnOf } from '../lambda/functions.ts';
import { sampleDirectory } from '../system/sample-copies.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const prefix = 'ivs/v1/123456789012/Qm4TzL9cWx2d/2026/6/23/20/12/h7RkV3sNp8Ya';
const folder = `${prefix}/media/hls/720p30`;
const exportKey = 'Qm4TzL9cWx2d/h7RkV3sNp8Ya/archive.mp4';
const durations = [10.267, 10, 9.728];

/** Uploads in parts of 5 MiB, the least that S3 takes. */
const environment = {
  [environmentNames.uploadPartSizeBytes]: String(5 * 1024 * 1024),
  AWS_REGION: 'us-west-2',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_EC2_METADATA_DISABLED: 'true',
};

/** See the file's comment. */
export class RemuxBundle {
  readonly s3: FaultyS3;
  readonly #containers: FunctionContainer[] = [];

  constructor(s3: FaultyS3) {
    this.s3 = s3;
  }

  /** The sample's 30 s, 2 MB, so many times over, as a stream that broke off and came back. */
  static async start(times: number): Promise<RemuxBundle> {
    const s3 = await startFaultyS3();
    const put = (Key: string, Body: Buffer | string) =>
      s3.client.send(new PutObjectCommand({ Bucket: s3.bucket, Key, Body }));
    for (const index of durations.keys()) {
      const segment = readFileSync(path.join(sampleDirectory, `media/hls/720p30/${index}.ts`));
      await put(`${folder}/${index}.ts`, segment);
    }
    const once = durations.map((seconds, index) => `#EXTINF:${seconds},\n${index}.ts\n`).join('');
    const playlist = Array.from({ length: times }, () => once).join('#EXT-X-DISCONTINUITY\n');
    await put(`${folder}/playlist.m3u8`, `#EXTM3U\n#EXT-X-TARGETDURATION:12\n${playlist}#EXT-X-ENDLIST\n`);
    return new RemuxBundle(s3);
  }

  /** A container of its own, as for the first event after a deployment. */
  startContainer(timeoutSeconds = 60): FunctionContainer {
    const model = {
      name: 'remux-export',
      arn: arnOf('remux-export'),
      directory: path.join(root, 'dist/remux-export'),
      handler: 'index.handler',
      environment: { ...environment, AWS_ENDPOINT_URL_S3: this.s3.url },
      timeoutSeconds,
      memoryMb: 1769,
      asynchronous: { retries: 0 },
    };
    const container = new FunctionContainer(model, {}, () => {});
    this.#containers.push(container);
    return container;
  }

  /** What the definition passes to the step. */
  event(redriveCount = 0): object {
    const { bucket } = this.s3;
    return {
      planned: {
        recording: {
          channelId: 'Qm4TzL9cWx2d',
          recordingId: 'h7RkV3sNp8Ya',
          bucket,
          prefix,
          startedAt: '2026-06-23T20:12:41Z',
        },
        export: { name: 'archive', format: 'mp4', rendition: '720p30', bucket, key: exportKey },
        plan: remuxPlan,
        metadata: {},
        remuxJob: { playlistKeys: [`${folder}/playlist.m3u8`], tracks: 'all', sourceBytes: 1 },
      },
      execution: {
        arn: 'arn:aws:states:us-west-2:123456789012:execution:export-recording:Qm4TzL9cWx2d-h7RkV3sNp8Ya-archive',
        name: 'Qm4TzL9cWx2d-h7RkV3sNp8Ya-archive',
        redriveCount,
      },
    };
  }

  async readExport() {
    const { Body, ...object } = await this.s3.client.send(
      new GetObjectCommand({ Bucket: this.s3.bucket, Key: exportKey }),
    );
    return { ...object, bytes: Buffer.from((await Body?.transformToByteArray()) ?? []) };
  }

  async uploadsLeft(): Promise<number> {
    const listed = await this.s3.client.send(new ListMultipartUploadsCommand({ Bucket: this.s3.bucket }));
    return listed.Uploads?.length ?? 0;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#containers.splice(0).map((container) => container.stop()));
  }
}
