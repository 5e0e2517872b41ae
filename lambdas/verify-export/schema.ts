/** Input and output of VerifyExport, as `statemachines/export-recording.asl.json` passes and reads them. */
import * as z from 'zod/mini';

import type { AttributeValue } from '../shared/contract/catalog.ts';
import { executionContextSchema } from '../shared/contract/execution-input.ts';
import type { Announcement } from '../shared/contract/notification.ts';
import { plannedExportSchema, type RemuxSummary, remuxSummarySchema } from '../shared/recording/planned-export.ts';

/** What was planned, by the engine's step left as it was; remux adds what it made. */
export const verifyExportInputSchema = z.object({
  planned: z.extend(plannedExportSchema, { remuxed: z.optional(remuxSummarySchema) }),
  execution: z.extend(executionContextSchema, { startedAt: z.optional(z.string()) }),
});
export type VerifyExportInput = z.infer<typeof verifyExportInputSchema>;

/** What the next states write and publish. */
export interface VerifyExportOutput {
  readonly catalog: {
    readonly key: { readonly channelId: AttributeValue; readonly recordingKey: AttributeValue };
    readonly values: {
      readonly day: AttributeValue;
      readonly recordingId: AttributeValue;
      readonly startedAt: AttributeValue;
      readonly exportName: AttributeValue;
      readonly access: AttributeValue;
      readonly export: AttributeValue;
      /** What was verified before never overwrites what was verified since. */
      readonly verifiedAt: AttributeValue;
      /** When it was decided; compared with the ends of executions. */
      readonly asOf: AttributeValue;
      readonly expiresAt: AttributeValue;
    };
  };
  readonly announcement: Announcement;
  /** Figures of remux, which end up in the execution's output, for people. */
  readonly remuxed?: RemuxSummary;
}
