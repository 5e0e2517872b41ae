/** Output of report-failure; its inputs are `executionStatusEventSchema` and `ivsRecordingEventSchema` of the contract. */
import * as z from 'zod/mini';

export const reportFailureOutputSchema = z.object({
  /** `superseded`: something newer is known of the recording or export, so nothing was published. */
  outcome: z.enum(['reported', 'superseded']),
  /** Id of the message, published or not. */
  notificationId: z.string(),
  executionArn: z.optional(z.string()),
});
export type ReportFailureOutput = z.infer<typeof reportFailureOutputSchema>;
