/** Input and output of remux-export, as `statemachines/export-recording.asl.json` passes and reads them. */
import * as z from 'zod/mini';
import { executionContextSchema } from '../shared/contract/execution-input.ts';
import { plannedExportSchema, type RemuxSummary, remuxJobSchema } from '../shared/recording/planned-export.ts';

/** What PlanExport planned for remux. */
export const remuxExportInputSchema = z.object({
  planned: z.extend(plannedExportSchema, { remuxJob: remuxJobSchema }),
  execution: executionContextSchema,
});
export type RemuxExportInput = z.infer<typeof remuxExportInputSchema>;

export type RemuxExportOutput = RemuxSummary;
