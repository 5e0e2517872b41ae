/** Input and output of PlanExport, as `statemachines/export-recording.asl.json` passes and reads them. */
import * as z from 'zod/mini';
import { executionContextSchema } from '../shared/contract/execution-input.ts';
import type { MediaConvertSettings } from '../shared/contract/media-convert-settings.ts';
import { type PlannedExport, planSchema, type RemuxJob } from '../shared/recording/planned-export.ts';
import type { BrakeDecision } from './apply-brake.ts';
import type { MediaConvertJobSettings } from './job-settings.ts';

/** What a Catch leaves of a failed job, or of a step that failed. */
const refusalSchema = z.object({ Error: z.optional(z.string()), Cause: z.optional(z.string()) });
export type Refusal = z.infer<typeof refusalSchema>;

/** What PlanExport planned before, and what became of it. */
const stateSchema = z.object({
  plan: z.optional(planSchema),
  refusal: z.optional(refusalSchema),
  /** The attempt of the execution in which the engine refused. */
  refusedIn: z.optional(z.object({ redriveCount: z.number() })),
});

/**
 * `input` is the execution's own, as somebody typed it: the core parses it, to refuse it by name. `state` is what the
 * state was entered with: the input as well at first, and after a refusal the state's own output with the refusal and its
 * attempt.
 */
export const planExportInputSchema = z.object({
  input: z.unknown(),
  // Anything may have been typed; `input` is where it is refused.
  state: z.catch(stateSchema, {}),
  execution: executionContextSchema,
});
export type PlanExportInput = z.infer<typeof planExportInputSchema>;

/** What the workflow hands to MediaConvert's CreateJob. */
export interface MediaConvertJob {
  /** 40 characters; the definition appends the redrive count. */
  readonly clientRequestTokenStem: string;
  readonly priority: number;
  readonly statusUpdateInterval: `SECONDS_${MediaConvertSettings['statusIntervalSeconds']}`;
  readonly accelerationSettings: { readonly Mode: MediaConvertSettings['acceleration'] };
  readonly userMetadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly settings: MediaConvertJobSettings;
}

/** Everything that the states after it need: beside the plan, what the planned engine is told. */
export interface PlanExportOutput extends PlannedExport, BrakeDecision {
  /** With the engine `remux`. */
  readonly remuxJob?: RemuxJob;
  /** With the engine `mediaconvert`. */
  readonly mediaConvertJob?: MediaConvertJob;
}
