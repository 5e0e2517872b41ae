/** The bundle of remux-export as it is deployed, on an S3 whose way can be made to fail, with a recording of some size. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ListMultipartUploadsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { environmentNames } from '../../../lambdas/shared/contract/environment.ts';
import { FunctionContainer } from '../../../local/lambda/function-container.ts';
import { remuxPlan } from '../../fixtures/remux-plan.ts';
import { type FaultyS3, readObject, startFaultyS3, stopFaultyS3 } from '../../unit/shared/adapters/faulty-s3.ts';
import { arnOf } from '../lambda/functions.ts';
import { sampleDirectory } from '../system/sample-copies.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const prefix = 'ivs/v1/123456789012/Qm4TzL9cWx2d/2026/6/23/20/12/h7RkV3sNp8Ya';
const folder = `${prefix}/media/hls/720p30`;
const durations = [10.267, 10, 9.728];

/** Uploads in parts of 5 MiB, the least that S3 takes. */
const environment = {
  [environmentNames.uploadPartSizeBytes]: String(5 * 1024 * 1024),
  AWS_REGION: 'us-west-2',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_EC2_METADATA_DISABLED: 'true',
};

/** See the file's comment; one S3, and a container that is warm from the second event on. */
export class RemuxBundle {
  readonly s3: FaultyS3;
  readonly #containers: FunctionContainer[] = [];
  #warm: FunctionContainer | undefined;
  #exportCount = 0;

  constructor(s3: FaultyS3) {
    this.s3 = s3;
  }

  static async start(): Promise<RemuxBundle> {
    const bundle = new RemuxBundle(await startFaultyS3());
    for (const index of durations.keys())
      await bundle.#put(`${index}.ts`, readFileSync(path.join(sampleDirectory, `media/hls/720p30/${index}.ts`)));
    return bundle;
  }

  /** An export, under a key of its own, of the sample's 30 s, 2 MB, so many times over, as a stream that broke off and came back. */
  async makeExport(times: number): Promise<BundleExport> {
    const once = durations.map((seconds, index) => `#EXTINF:${seconds},\n${index}.ts\n`).join('');
    const playlist = Array.from({ length: times }, () => once).join('#EXT-X-DISCONTINUITY\n');
    const name = `playlist-${times}.m3u8`;
    await this.#put(name, `#EXTM3U\n#EXT-X-TARGETDURATION:12\n${playlist}#EXT-X-ENDLIST\n`);
    return new BundleExport(
      this.s3,
      `${folder}/${name}`,
      `Qm4TzL9cWx2d/h7RkV3sNp8Ya/${this.#exportCount++}/archive.mp4`,
    );
  }

  /** Runs the step in the container that is warm. */
  invoke(event: object): Promise<unknown> {
    this.#warm ??= this.startContainer();
    return this.#warm.invoke(event);
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

  /** Keys of all uploads that were begun and not ended, of whichever export. */
  async uploadsLeft(): Promise<string[]> {
    const { Uploads = [] } = await this.s3.client.send(new ListMultipartUploadsCommand({ Bucket: this.s3.bucket }));
    return Uploads.map(({ Key = '' }) => Key);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#containers.splice(0).map((container) => container.stop()));
    await stopFaultyS3();
  }

  async #put(name: string, Body: Buffer | string): Promise<void> {
    await this.s3.client.send(new PutObjectCommand({ Bucket: this.s3.bucket, Key: `${folder}/${name}`, Body }));
  }
}

/** One export, and what became of it in S3. */
export class BundleExport {
  readonly key: string;
  readonly #s3: FaultyS3;
  readonly #playlistKey: string;

  constructor(s3: FaultyS3, playlistKey: string, key: string) {
    this.#s3 = s3;
    this.#playlistKey = playlistKey;
    this.key = key;
  }

  /** What the definition passes to the step. */
  event(redriveCount = 0): object {
    const { bucket } = this.#s3;
    return {
      planned: {
        recording: {
          channelId: 'Qm4TzL9cWx2d',
          recordingId: 'h7RkV3sNp8Ya',
          bucket,
          prefix,
          startedAt: '2026-06-23T20:12:41Z',
        },
        export: { name: 'archive', format: 'mp4', rendition: '720p30', bucket, key: this.key },
        plan: remuxPlan,
        metadata: {},
        remuxJob: { playlistKeys: [this.#playlistKey], tracks: 'all', sourceBytes: 1 },
      },
      execution: {
        arn: 'arn:aws:states:us-west-2:123456789012:execution:export-recording:Qm4TzL9cWx2d-h7RkV3sNp8Ya-archive',
        name: 'Qm4TzL9cWx2d-h7RkV3sNp8Ya-archive',
        redriveCount,
      },
    };
  }

  read() {
    return readObject(this.#s3, this.key);
  }

  async uploadsLeft(): Promise<number> {
    const listed = await this.#s3.client.send(
      new ListMultipartUploadsCommand({ Bucket: this.#s3.bucket, Prefix: this.key }),
    );
    return listed.Uploads?.length ?? 0;
  }
}
