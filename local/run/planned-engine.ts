import * as z from 'zod/mini';

const outputSchema = z.object({ plan: z.object({ engine: z.string(), engineReason: z.string() }) });

/** Engine and reason in the output of PlanExport, as `remux: the frames …`; `undefined` when it has another shape. */
export function plannedEngine(output: string | undefined): string | undefined {
  const { data } = outputSchema.safeParse(JSON.parse(output ?? 'null'));
  return data === undefined ? undefined : `${data.plan.engine}: ${data.plan.engineReason}`;
}
