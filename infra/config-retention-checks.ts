/** What the keys of `retention` demand of one another: nothing is deleted that something else still points to. */
import * as z from 'zod/mini';
import { type Fault, loosely } from './config-faults.ts';

const days = loosely(z.number());
const objects = loosely(z.object({ expireAfterDays: days, moveAfterDays: days, moveTo: loosely(z.string()) }));

/** The keys that are read here; one with a fault of its own counts as absent. */
export const looseRetention = {
  recordingsBucketName: loosely(z.string()),
  retention: loosely(
    z.object({
      recordings: objects,
      exports: objects,
      thumbnails: loosely(z.object({ expireAfterDays: days })),
      catalog: loosely(z.object({ expireAfterDays: days })),
    }),
  ),
};
const partsSchema = z.object(looseRetention);
type Parts = z.infer<typeof partsSchema>;
type Objects = NonNullable<z.infer<typeof objects>>;

/** Every fault of `retention`. */
export function retentionFaults({ recordingsBucketName, retention = {} }: Parts): Fault[] {
  const { recordings = {}, exports = {}, thumbnails = {}, catalog = {} } = retention;
  return [
    ...foreignBucketFaults(recordingsBucketName, recordings),
    ...movementFaults('recordings', recordings),
    ...movementFaults('exports', exports),
    ...thumbnailFaults(thumbnails.expireAfterDays, recordings),
    ...catalogFaults(catalog.expireAfterDays, recordings, exports),
  ];
}

function foreignBucketFaults(bucketName: string | undefined, recordings: Objects): Fault[] {
  const isAsked = Object.values(recordings).some((value) => value !== undefined);
  if (bucketName === undefined || !isAsked) return [];
  const message = `must be left out: the lifecycle of the existing bucket ${bucketName} is its owner’s, who adds such a rule there`;
  return [{ path: ['retention', 'recordings'], input: recordings, message }];
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html */
function movementFaults(name: 'recordings' | 'exports', { expireAfterDays, moveAfterDays, moveTo }: Objects): Fault[] {
  const fault = (key: string, input: unknown, message: string): Fault[] => [
    { path: ['retention', name, key], input, message },
  ];
  if (moveAfterDays === undefined && moveTo === undefined) return [];
  if (moveAfterDays === undefined) return fault('moveAfterDays', undefined, 'must be given together with moveTo');
  if (moveTo === undefined) return fault('moveTo', undefined, 'must be given together with moveAfterDays');
  if (moveTo === 'STANDARD_IA' && moveAfterDays < 30)
    return fault(
      'moveAfterDays',
      moveAfterDays,
      'must be at least 30 for STANDARD_IA, which S3 takes nothing into before',
    );
  if (expireAfterDays !== undefined && expireAfterDays <= moveAfterDays)
    return fault('expireAfterDays', expireAfterDays, `must be more than moveAfterDays, ${moveAfterDays}`);
  return [];
}

/** By then there is nothing left of the recording, and nothing else to say than that somebody meant something different. */
function thumbnailFaults(thumbnailDays: number | undefined, { expireAfterDays }: Objects): Fault[] {
  if (thumbnailDays === undefined || expireAfterDays === undefined || thumbnailDays < expireAfterDays) return [];
  const message = `must be less than retention.recordings.expireAfterDays, ${expireAfterDays}, with which thumbnails go anyway`;
  return [{ path: ['retention', 'thumbnails', 'expireAfterDays'], input: thumbnailDays, message }];
}

/** The catalog points to recordings and exports; whatever has no end of its own outlasts every entry. */
function catalogFaults(catalogDays: number | undefined, recordings: Objects, exports: Objects): Fault[] {
  if (catalogDays === undefined) return [];
  return Object.entries({ recordings, exports }).flatMap(([name, { expireAfterDays }]) => {
    if (expireAfterDays !== undefined && expireAfterDays <= catalogDays) return [];
    const message = `must be at least retention.${name}.expireAfterDays, ${expireAfterDays ?? 'which is not given'}: the catalog would forget what is still there`;
    return [{ path: ['retention', 'catalog', 'expireAfterDays'], input: catalogDays, message }];
  });
}
