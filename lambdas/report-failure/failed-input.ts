/** Reads of a failed execution's input whatever can be read: the input may be the very thing that failed. */
import * as z from 'zod/mini';
import { callerMetadataSchema } from '../shared/contract/caller-metadata.ts';
import { exportRequestSchema } from '../shared/contract/export-wish.ts';
import type { NotifiedRecording } from '../shared/contract/notification.ts';
import {
  parseRecordingPrefix,
  type RecordingLocation,
  recordingReferenceSchema,
} from '../shared/contract/recording-location.ts';

/** What a failed execution was about. */
export interface FailedInput {
  /** Both absent when the input names no recording. */
  readonly location?: RecordingLocation | undefined;
  readonly recording?: NotifiedRecording | undefined;
  /** Absent when the input's `export` cannot be read, or there is neither one nor a default. */
  readonly exportName?: string | undefined;
  readonly metadata: Record<string, unknown>;
}

// Each part by itself, so that a misspelt key elsewhere does not make the recording unknown.
const readableSchema = z.object({
  recording: z.catch(z.optional(recordingReferenceSchema), undefined),
  source: z.catch(z.optional(z.object({ channelName: z.optional(z.string()) })), undefined),
  export: z.catch(z.optional(z.nullable(exportRequestSchema)), null),
  metadata: z.catch(callerMetadataSchema, {}),
});

/**
 * @param input JSON text.
 * @param defaultExports The profiles that a recording gets unless its input says otherwise; the first is that of an
 *   `export-recording` without a wish.
 */
export function readFailedInput(input: string, defaultExports: readonly string[]): FailedInput {
  const readable = readableSchema.safeParse(parseJson(input));
  if (!readable.success) return { metadata: {} };
  const { recording: reference, source, export: wish, metadata } = readable.data;
  const exportName = wish === undefined ? defaultExports[0] : wish === null ? undefined : nameOf(wish);
  const location = reference === undefined ? undefined : parseRecordingPrefix(reference.prefix);
  if (reference === undefined || location === undefined) return { exportName, metadata };
  const { channelId, recordingId } = location;
  const recording = { channelId, channelName: source?.channelName, recordingId, ...reference };
  return { location, recording, exportName, metadata };
}

const nameOf = (wish: z.output<typeof exportRequestSchema>): string =>
  typeof wish === 'string' ? wish : (wish.name ?? String(wish.rendition));

/** Step Functions takes only JSON as an input, yet what cannot be read must be reported too. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
