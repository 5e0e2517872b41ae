/** What a backfill found, for a person. */
import * as z from 'zod/mini';
import { parseJson } from '../../lambdas/shared/contract/json-text.ts';
import { countText } from '../terminal/quantities.ts';
import type { Column } from '../terminal/table.ts';

const priceSchema = z.object({
  pricesAsOf: z.string(),
  processing: z.number(),
  exportsCopied: z.number(),
  exportsEncoded: z.number(),
});

/** As ListRecordings sums it up, over all parts. */
const summarySchema = z.object({
  recordings: z.number(),
  toStart: z.number(),
  inCatalog: z.number(),
  running: z.number(),
  unfinished: z.number(),
  overdue: z.number(),
  durationMs: z.number(),
  price: z.nullable(priceSchema),
});
export type BackfillSummary = z.infer<typeof summarySchema>;

const outputSchema = z.object({ summary: summarySchema });

/** Reads the execution's output; `undefined` when it holds no summary. */
export function summaryOf(output: string | undefined): BackfillSummary | undefined {
  const parsed = outputSchema.safeParse(parseJson(output ?? ''));
  return parsed.success ? parsed.data.summary : undefined;
}

interface Row {
  readonly what: string;
  readonly count: string;
}

export const summaryColumns: readonly Column<Row>[] = [
  { title: 'Recordings', text: ({ what }) => what },
  { title: 'Count', text: ({ count }) => count, isRight: true },
];

/** Rows of the table. @param isDone whether they were started, and not only counted */
export function summaryRows(
  { recordings, toStart, inCatalog, running, unfinished, overdue }: BackfillSummary,
  isDone: boolean,
): Row[] {
  const rows: readonly (readonly [string, number])[] = [
    ['begun in that time', recordings],
    ['in the catalog, left alone', inCatalog],
    ['under way already', running],
    ['not ended yet', unfinished],
    ['never ended (over 49 h old)', overdue],
    [isDone ? 'started' : 'to be started', toStart],
  ];
  return rows.map(([what, count]) => ({ what, count: count.toLocaleString('en-US') }));
}

/** So much of it that it is not nothing: hours, or minutes, or seconds. */
function videoText(durationMs: number): string {
  const [unitMs, unit] =
    durationMs >= 3_600_000 ? [3_600_000, 'h'] : durationMs >= 60_000 ? [60_000, 'min'] : [1000, 's'];
  return `${(durationMs / unitMs).toLocaleString('en-US', { maximumFractionDigits: 1 })} ${unit}`;
}

/** What it would cost; `undefined` when nothing was priced. */
export function priceText({ price, toStart, durationMs }: BackfillSummary): string | undefined {
  if (price === null || toStart === 0) return undefined;
  const { processing, exportsCopied, exportsEncoded, pricesAsOf } = price;
  const least = exportsCopied.toFixed(2);
  const most = exportsEncoded.toFixed(2);
  const exports =
    exportsEncoded > 0
      ? ` Their exports (${videoText(durationMs)} of video): USD ${least} if frames are copied, up to ${most} if encoded.`
      : '';
  return `About USD ${processing.toFixed(2)} to process ${countText(toStart, 'recording')}, by list prices of ${pricesAsOf}.${exports}`;
}
