/** A planned export: what PlanExport decides, and the states after it make, check and announce. */
import * as z from 'zod/mini';
import { callerMetadataSchema } from '../contract/caller-metadata.ts';
import { engineSchema } from '../contract/export-engine.ts';
import { exportNameSchema } from '../contract/export-wish.ts';
import { notifiedRecordingSchema } from '../contract/notification.ts';

/** How an export is made. */
export const planSchema = z.object({
  engine: engineSchema,
  engineReason: z.string(),
  /** `copy`: frames unchanged. `h264`: encoded anew, after an engine refused to copy. */
  video: z.enum(['copy', 'h264']),
  hasAudio: z.boolean(),
  expectedDurationMs: z.number(),
});
export type Plan = z.infer<typeof planSchema>;

/** Everything about an export but how the engine is told. */
export const plannedExportSchema = z.object({
  recording: z.extend(notifiedRecordingSchema, { startedAt: z.string() }),
  export: z.object({
    name: exportNameSchema,
    format: z.literal('mp4'),
    rendition: z.string(),
    bucket: z.string(),
    key: z.string(),
  }),
  plan: planSchema,
  /** The caller's own. */
  metadata: callerMetadataSchema,
});
export type PlannedExport = z.infer<typeof plannedExportSchema>;

/** What remux is told. Small: a list of segments could be larger than what a state may hold, so remux reads it itself. */
export const remuxJobSchema = z.object({
  /** Of the rendition, in the recording's bucket. */
  playlistKey: z.string(),
  /** Bytes of all segments, as listed. */
  sourceBytes: z.number(),
});
export type RemuxJob = z.infer<typeof remuxJobSchema>;

/** What became of the frames, for verifying the file and for people; from the engine's whole report, which is logged. */
export const remuxSummarySchema = z.object({
  sizeBytes: z.number(),
  /** Of the longest track. */
  durationMs: z.number(),
  videoDurationMs: z.optional(z.number()),
  audioDurationMs: z.optional(z.number()),
  videoFrames: z.number(),
  audioFrames: z.number(),
  /** Put in where the source has no audio. */
  silentFramesInserted: z.number(),
  /** Stretches with a clock of their own that were joined. */
  parts: z.number(),
  /** Left out at the beginning, so that both tracks start on a key frame. */
  trimmedMs: z.number(),
  /** The first few; the log has all. */
  warnings: z.array(z.string()),
});
export type RemuxSummary = z.infer<typeof remuxSummarySchema>;
