/** A planned export: what PlanExport decides, and the states after it make, check and announce. */
import * as z from 'zod/mini';
import { callerMetadataSchema } from '../contract/caller-metadata.ts';
import { engineSchema } from '../contract/export-engine.ts';
import { derivedExportNameSchema } from '../contract/export-name.ts';
import { exportFormatSchema } from '../contract/export-wish.ts';
import { notifiedRecordingSchema } from '../contract/notification.ts';

/** How an export is made. */
export const planSchema = z.object({
  engine: engineSchema,
  engineReason: z.string(),
  /** `copy`: frames unchanged. `h264`: encoded anew, as wanted or after an engine refused to copy. */
  video: z.enum(['copy', 'h264', 'none']),
  audio: z.enum(['copy', 'aac', 'none']),
  /** Whether MediaConvert may spread the job over several machines, at a higher price. */
  isAccelerated: z.boolean(),
  /** How often the same job was begun again, since MediaConvert failed for a reason that may pass. */
  retries: z.number(),
  /** How long to wait before the job, for the reason to pass; 0 for most. */
  pauseSeconds: z.number(),
  expectedDurationMs: z.number(),
  /** How far the file may be from it; remux knows better than the playlists. */
  durationToleranceMs: z.number(),
});
export type Plan = z.infer<typeof planSchema>;

/** A part of a recording, or of several in a row, in seconds from the beginning. */
export const stretchSchema = z.object({ fromSeconds: z.number(), toSeconds: z.number() });
export type Stretch = z.infer<typeof stretchSchema>;

/** Everything about an export but how the engine is told. */
export const plannedExportSchema = z.object({
  recording: z.extend(notifiedRecordingSchema, { startedAt: z.string() }),
  export: z.object({
    name: derivedExportNameSchema,
    format: exportFormatSchema,
    rendition: z.string(),
    bucket: z.string(),
    key: z.string(),
    /** Of a clip. */
    clip: z.optional(stretchSchema),
    /** Pixels that an encode is to have; absent when the source's are kept. */
    size: z.optional(z.object({ width: z.number(), height: z.number() })),
    /** Prefixes of the recordings that follow the first, of a join. */
    joinedWith: z.optional(z.array(z.string())),
  }),
  plan: planSchema,
  /** The caller's own. */
  metadata: callerMetadataSchema,
});
export type PlannedExport = z.infer<typeof plannedExportSchema>;

/** What remux is told. Small: a list of segments could be larger than what a state may hold, so remux reads it itself. */
export const remuxJobSchema = z.object({
  /** Of the rendition, in the recordings' bucket: one for each recording, in their order. */
  playlistKeys: z.array(z.string()).check(z.minLength(1)),
  /** `audio`: an M4A. */
  tracks: z.enum(['all', 'audio']),
  clip: z.optional(stretchSchema),
  /** Bytes of all segments that are read, as listed. */
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
  /** What the file holds of the recording, of a clip: it begins on a key frame. */
  clip: z.optional(stretchSchema),
  /** The first few; the log has all. */
  warnings: z.array(z.string()),
});
export type RemuxSummary = z.infer<typeof remuxSummarySchema>;
