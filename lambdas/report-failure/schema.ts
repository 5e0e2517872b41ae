/** Output of report-failure; its inputs are `executionStatusEventSchema` and `ivsRecordingEventSchema` of the contract. */
import * as z from 'zod/mini';

export const reportFailureOutputSchema = z.object({
  /**
   * `superseded`: something newer is known of the recording or export, so nothing was published. `recovered`: a redrive
   * succeeded, and the catalog no longer shows the failure.
   */
  outcome: z.enum(['reported', 'superseded', 'recovered']),
  /** Id of the message about a failure, published or not. */
  notificationId: z.optional(z.string()),
  executionArn: z.optional(z.string()),
});
export type ReportFailureOutput = z.infer<typeof reportFailureOutputSchema>;
