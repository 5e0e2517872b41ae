/**
 * The metadata file that IVS writes when a recording ends: `events/recording-ended.json` or `recording-failed.json`.
 * Paths are relative to their parent level: prefix / `hls.path` / rendition `path` / `playlist`. The order of renditions
 * is not stable, audio-only renditions have no resolution, and `byte_range_playlist` may be absent. Unknown fields are
 * let through, since IVS may add some.
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/record-to-s3.html
 */
import * as z from 'zod/mini';
import { timestampSchema } from './timestamp.ts';

/** Three of them, below a recording's prefix, are a key, which has at most 1,024 bytes. */
const maxPathLength = 256;

/** A relative path inside the recording: no scheme, no leading slash, no way up. */
const relativePathSchema = z.string().check(
  z.maxLength(maxPathLength),
  z.regex(/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/, { error: 'must be a relative path' }),
  z.refine((path) => !path.split('/').some((part) => part === '..' || part === '.'), { error: 'must not climb' }),
);

/** IVS has about six. Each is listed and read, all at once. */
const maxRenditions = 50;

const renditionMetadataSchema = z.object({
  path: relativePathSchema,
  playlist: relativePathSchema,
  byte_range_playlist: z.optional(relativePathSchema),
  resolution_width: z.optional(z.int().check(z.positive())),
  resolution_height: z.optional(z.int().check(z.positive())),
});
export type RenditionMetadata = z.infer<typeof renditionMetadataSchema>;

export const recordingMetadataSchema = z.object({
  version: z.literal('v1'),
  channel_arn: z.string(),
  recording_started_at: timestampSchema,
  recording_ended_at: timestampSchema,
  recording_status: z.enum(['RECORDING_ENDED', 'RECORDING_ENDED_WITH_FAILURE']),
  recording_status_message: z.optional(z.string()),
  media: z.object({
    hls: z.object({
      /** Milliseconds; 0 when the failure came before anything was recorded. */
      duration_ms: z.number().check(z.nonnegative()),
      path: relativePathSchema,
      playlist: relativePathSchema,
      byte_range_playlist: z.optional(relativePathSchema),
      renditions: z.array(renditionMetadataSchema).check(z.maxLength(maxRenditions)),
    }),
    thumbnails: z.optional(z.object({ path: relativePathSchema })),
    latest_thumbnail: z.optional(z.object({ path: relativePathSchema })),
  }),
});
export type RecordingMetadata = z.infer<typeof recordingMetadataSchema>;
