/** Adds up how long recordings last, for the price of their exports. */

import { parseJson } from '../shared/contract/json-text.ts';
import { metadataFileKey } from '../shared/contract/object-keys.ts';
import { recordingMetadataSchema } from '../shared/contract/recording-metadata.ts';
import { inOrder } from '../shared/recording/in-order.ts';
import type { ReadText } from '../shared/recording/storage-ports.ts';
import type { Found } from './find-endings.ts';

/** Reads under way at once. */
const width = 16;
// A real one has about 1 KB.
const maxSizeBytes = 64 * 1024;

/** Milliseconds, as the metadata files have it; a recording whose file says nothing counts as none, and is never exported. */
export async function sumDurations(recordings: readonly Found[], readText: ReadText): Promise<number> {
  let sum = 0;
  for await (const durationMs of inOrder(recordings, width, (found) => durationOf(found, readText))) sum += durationMs;
  return sum;
}

async function durationOf({ bucket, location, end }: Found, readText: ReadText): Promise<number> {
  if (end === undefined) return 0;
  const file = await readText({ bucket, key: metadataFileKey(location.prefix, end.fileName), maxSizeBytes });
  const metadata = recordingMetadataSchema.safeParse(parseJson(file?.text));
  return metadata.success ? metadata.data.media.hls.duration_ms : 0;
}
