/** Reads of a failed execution's input whatever can be read: the input may be the very thing that failed. */
import * as z from 'zod/mini';
import { callerMetadataSchema } from '../shared/contract/caller-metadata.ts';
import { askedNameOf, exportNameOf, standInNameOf } from '../shared/contract/export-name.ts';
import { type ExportRequest, exportRequestSchema } from '../shared/contract/export-wish.ts';
import { joinWithSchema } from '../shared/contract/join-with.ts';
import { parseJson } from '../shared/contract/json-text.ts';
import type { NotifiedRecording } from '../shared/contract/notification.ts';
import {
  parseRecordingPrefix,
  type RecordingLocation,
  recordingReferenceSchema,
} from '../shared/contract/recording-location.ts';
import type { ExportProfiles } from '../shared/recording/expand-exports.ts';

/** What a failed execution was about. */
export interface FailedInput {
  /** Both absent when the input names no recording. */
  readonly location?: RecordingLocation | undefined;
  readonly recording?: NotifiedRecording | undefined;
  /** Derived. Absent when `export` or `joinWith` cannot be read, or there is neither an export nor a default. */
  readonly exportName?: string | undefined;
  readonly metadata: Record<string, unknown>;
}

// Each part by itself, so that a misspelt key elsewhere does not make the recording unknown.
const readableSchema = z.object({
  recording: z.catch(z.optional(recordingReferenceSchema), undefined),
  source: z.catch(z.optional(z.object({ channelName: z.optional(z.string()) })), undefined),
  // A text that is no name is one all the same: of an export that fails by it.
  export: z.catch(z.optional(z.nullable(z.union([exportRequestSchema, z.string()]))), null),
  joinWith: z.catch(z.optional(z.nullable(joinWithSchema)), null),
  metadata: z.catch(callerMetadataSchema, {}),
});

/** What the deployment configures for exports. */
export interface ConfiguredExports {
  readonly exportProfiles: ExportProfiles;
  /**
   * The profiles that a recording gets unless its input says otherwise; the first is that of an `export-recording`
   * without a wish.
   */
  readonly defaultExports: readonly string[];
}

/** @param input JSON text. */
export function readFailedInput(input: string, configured: ConfiguredExports): FailedInput {
  const readable = readableSchema.safeParse(parseJson(input));
  if (!readable.success) return { metadata: {} };
  const { recording: reference, source, metadata } = readable.data;
  const exportName = exportNameIn(readable.data, configured);
  const location = reference === undefined ? undefined : parseRecordingPrefix(reference.prefix);
  if (reference === undefined || location === undefined) return { exportName, metadata };
  const { channelId, recordingId } = location;
  const recording = { channelId, channelName: source?.channelName, recordingId, ...reference };
  return { location, recording, exportName, metadata };
}

function exportNameIn(
  { export: asked, joinWith }: z.output<typeof readableSchema>,
  { exportProfiles, defaultExports }: ConfiguredExports,
): string | undefined {
  const request = asked === undefined ? defaultExports[0] : asked;
  // What cannot be read must not pass for another export: that one has not failed.
  if (request === undefined || request === null || joinWith === null) return undefined;
  const clip = clipOf(request, exportProfiles);
  return exportNameOf({ name: standInNameOf(askedNameOf(request)), clip }, joinWith);
}

function clipOf(request: ExportRequest, profiles: ExportProfiles): ExportClip {
  if (typeof request !== 'string') return request.clip;
  return Object.hasOwn(profiles, request) ? profiles[request]?.clip : undefined;
}

type ExportClip = Exclude<ExportRequest, string>['clip'];
