/**
 * The brake on exports that nobody asked for one by one. What it holds back is reported and can be released
 * (docs/adr/0011).
 */
import * as z from 'zod/mini';

const minutesError = 'must be a whole number of minutes from 1 to 10000000';

/** `automatic: false` holds all of them; `minutesPerDay` those that no longer fit into the day (UTC). */
export const exportLimitsSchema = z.strictObject({
  automatic: z._default(z.boolean({ error: 'must be true or false' }), true),
  minutesPerDay: z.optional(
    z
      .number({ error: minutesError })
      .check(
        z.int({ error: minutesError }),
        z.minimum(1, { error: minutesError }),
        z.maximum(10_000_000, { error: minutesError }),
      ),
  ),
});
export type ExportLimits = z.infer<typeof exportLimitsSchema>;
