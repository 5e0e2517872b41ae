/** A planned export: what PlanExport decides, and VerifyExport later checks and announces. */
import * as z from 'zod/mini';
import { callerMetadataSchema } from '../contract/execution-input.ts';
import { exportNameSchema } from '../contract/export-wish.ts';
import { notifiedRecordingSchema } from '../contract/notification.ts';

/** How an export is made. */
export const planSchema = z.object({
  engine: z.literal('mediaconvert'),
  engineReason: z.string(),
  /** `copy`: frames unchanged. `h264`: encoded anew, after MediaConvert refused to copy. */
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
