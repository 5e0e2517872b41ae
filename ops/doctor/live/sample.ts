/** The sample recording that comes with this program, as IVS would have written it just now. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { metadataFileKey, startedFileName } from '../../../lambdas/shared/contract/object-keys.ts';
import { recordingMetadataSchema } from '../../../lambdas/shared/contract/recording-metadata.ts';
import { OperationRefusedError } from '../../frame/operator-errors.ts';

/** The folder that `npm start` plays as well. */
export const sampleDirectory = path.join(import.meta.dirname, '../../../local/sample/h7RkV3sNp8Ya');

/** An object of the recording. */
export interface SampleObject {
  readonly key: string;
  readonly body: Uint8Array;
}

/** See the file's comment. */
export interface Sample {
  readonly durationMs: number;
  readonly sizeBytes: number;
  /** Everything below a prefix, what S3 tells the deployment of last. */
  objectsAt(place: { readonly prefix: string; readonly channelArn: string; readonly endedAt: Date }): SampleObject[];
  /** Key of its multivariant playlist below a prefix. */
  multivariantKeyAt(prefix: string): string;
  /** Rendition with the fewest lines: its name, and the keys of its segments below a prefix. */
  readonly lowest: { readonly name: string; segmentKeysAt(prefix: string): string[] };
}

const metadataFile = 'events/recording-ended.json';

/**
 * Without the file that tells of a beginning, which nobody reads once the end is told: if that alone were there, after
 * an interruption, `delete` would take the recording for one that IVS still writes.
 */
const isLeftOut = (file: string): boolean => file === `events/${startedFileName}` || file === metadataFile;

/** Reads it. @throws OperationRefusedError when it is not there */
export function readSample(directory = sampleDirectory): Sample {
  if (!existsSync(path.join(directory, metadataFile)))
    throw new OperationRefusedError(
      `The sample recording is not there: ${directory}. Install this program whole, or run it in a clone.`,
    );
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(path.join(directory, file)).isFile())
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => !isLeftOut(file))
    .sort();
  const text = readFileSync(path.join(directory, metadataFile), 'utf8');
  const metadata = z.looseObject({}).parse(JSON.parse(text));
  const { media } = recordingMetadataSchema.parse(metadata);
  const durationMs = media.hls.duration_ms;
  const bodies = files.map((file) => ({ file, body: readFileSync(path.join(directory, file)) }));
  const [lowest] = media.hls.renditions.toSorted(
    (one, other) => (one.resolution_height ?? 0) - (other.resolution_height ?? 0),
  );
  const lowestFolder = `${media.hls.path}/${lowest?.path}/`;
  return {
    durationMs,
    sizeBytes: bodies.reduce((sum, { body }) => sum + body.length, text.length),
    objectsAt: ({ prefix, channelArn, endedAt }) => [
      ...bodies.map(({ file, body }) => ({ key: `${prefix}/${file}`, body })),
      {
        key: metadataFileKey(prefix, path.basename(metadataFile)),
        body: Buffer.from(
          JSON.stringify({
            ...metadata,
            channel_arn: channelArn,
            recording_started_at: inSeconds(startOf(endedAt, durationMs)),
            recording_ended_at: inSeconds(endedAt),
          }),
        ),
      },
    ],
    multivariantKeyAt: (prefix) => `${prefix}/${media.hls.path}/${media.hls.playlist}`,
    lowest: {
      name: lowest?.path ?? '',
      segmentKeysAt: (prefix) =>
        files
          .filter((file) => file.startsWith(lowestFolder) && file.endsWith('.ts'))
          .map((file) => `${prefix}/${file}`),
    },
  };
}

/** When a recording began that ended then. */
export const startOf = (endedAt: Date, durationMs: number): Date => new Date(endedAt.getTime() - durationMs);

/** As IVS writes times. */
const inSeconds = (time: Date): string => time.toISOString().replace(/\.\d{3}Z$/, 'Z');
