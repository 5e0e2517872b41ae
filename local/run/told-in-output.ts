/** What a state's output tells that a person wants to know at once. */
import * as z from 'zod/mini';

const planSchema = z.object({ plan: z.object({ engine: z.string(), engineReason: z.string() }) });
const holdSchema = z.object({
  held: z.object({ announcement: z.object({ message: z.object({ hold: z.object({ message: z.string() }) }) }) }),
});

/**
 * Engine and reason in the output of PlanExport, as `remux: the frames …`, and from RegisterHold on why an export is held
 * back; `undefined` for all other states and outputs of another shape.
 */
export function toldInOutput(state: string, output: string | undefined): string | undefined {
  if (state === 'PlanExport') {
    const { data } = planSchema.safeParse(JSON.parse(output ?? 'null'));
    return data === undefined ? undefined : `${data.plan.engine}: ${data.plan.engineReason}`;
  }
  if (state === 'RegisterHold') {
    const { data } = holdSchema.safeParse(JSON.parse(output ?? 'null'));
    return data === undefined ? undefined : `held: ${data.held.announcement.message.hold.message}`;
  }
  return undefined;
}
