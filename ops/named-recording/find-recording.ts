/** Finds the recording that a name means. */
import * as z from 'zod/mini';
import { parseRecordingPrefix, type RecordingLocation } from '../../lambdas/shared/contract/recording-location.ts';
import type { CatalogPages } from '../catalog/catalog-pages.ts';
import { OperationRefusedError } from '../frame/operator-errors.ts';
import type { NamedRecording } from './parse-named-recording.ts';

/** A recording and the bucket it is in. */
export interface FoundRecording {
  readonly bucket: string;
  readonly location: RecordingLocation;
}

/** The bucket and prefix that the catalog has of recordings with an id. */
export type FindPlaces = (recordingId: string) => Promise<readonly { bucket: string; prefix: string }[]>;

/**
 * Finds the recording that is meant. A prefix needs no catalog.
 *
 * @param recordingsBucket of the deployment
 * @throws OperationRefusedError when it is in another bucket, unknown, or when several are meant
 */
export async function findRecording(
  named: NamedRecording,
  recordingsBucket: string,
  findPlaces: FindPlaces,
): Promise<FoundRecording> {
  if (named.kind === 'id') return findById(named, findPlaces);
  const { bucket = recordingsBucket, location, typed } = named;
  if (bucket === recordingsBucket) return { bucket, location };
  throw new OperationRefusedError(
    `${typed} is in the bucket ${bucket}, and this deployment serves ${recordingsBucket}. Name a recording of that bucket, or the deployment that serves ${bucket}: --stack, --region, --profile.`,
  );
}

async function findById(
  { typed, recordingId, channelId }: NamedRecording & { kind: 'id' },
  findPlaces: FindPlaces,
): Promise<FoundRecording> {
  const places = (await findPlaces(recordingId)).flatMap(({ bucket, prefix }) => {
    const location = parseRecordingPrefix(prefix);
    const isMeant = location !== undefined && (channelId === undefined || location.channelId === channelId);
    return isMeant ? [{ bucket, location }] : [];
  });
  const [place, another] = places;
  if (place === undefined)
    throw new OperationRefusedError(
      `The catalog has no recording ${typed}. Name it by its prefix: ivs/v1/…/${recordingId}.`,
    );
  if (another === undefined) return place;
  const prefixes = places.map(({ location }) => location.prefix).join(' and ');
  throw new OperationRefusedError(`${typed} may mean ${prefixes}. Name one of them by its prefix.`);
}

const itemSchema = z.object({ recording: z.object({ bucket: z.string(), prefix: z.string() }) });

/** {@link FindPlaces} in a catalog. */
export const makeFindPlaces =
  ({ ofRecording }: Pick<CatalogPages, 'ofRecording'>): FindPlaces =>
  async (recordingId) => {
    const places: { bucket: string; prefix: string }[] = [];
    for await (const page of ofRecording({ recordingId }))
      for (const item of page) {
        const parsed = itemSchema.safeParse(item);
        if (parsed.success) places.push(parsed.data.recording);
      }
    return places;
  };
