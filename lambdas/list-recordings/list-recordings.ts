/**
 * Lists the recordings of a span of time that a backfill is to start, one part at a time: as many as fit into one list
 * and one invocation. The state machine works a part off and comes back for the next, so that neither memory nor time
 * grows with the bucket.
 */
import { type Reading, stateMachineNameOf } from '../shared/contract/metrics.ts';
import type { ReadText } from '../shared/recording/storage-ports.ts';
import { chooseStarts, type ListRuns, type Start } from './choose-starts.ts';
import { type Price, priceOf } from './price.ts';
import { type BackfillWish, type ConfiguredExports, readWish } from './read-wish.ts';
import type { ListedStart, ListRecordingsInput, ListRecordingsOutput, Progress, Totals } from './schema.ts';
import { sumDurations } from './sum-durations.ts';
import { addTotals, noTotals } from './totals.ts';
import { type WalkPartPorts, walkPart } from './walk-part.ts';

/** What the step needs of the world. */
export interface ListRecordingsPorts extends WalkPartPorts {
  readonly configuration: WalkPartPorts['configuration'] & ConfiguredExports & { readonly listsBucket: string };
  readonly readText: ReadText;
  readonly listRuns: ListRuns;
  /** Writes one part of the list, a value a line. */
  writeList(key: string, lines: readonly ListedStart[]): Promise<void>;
  /** Puts out `RecordingsOverdue`. */
  putMetrics(readings: readonly Reading[]): void;
}

/**
 * Lists one part.
 *
 * @throws ExecutionInputInvalidError, ExportProfileUnknownError
 * @throws StorageUnavailableError, StorageAccessDeniedError, ServiceUnavailableError
 */
export async function listRecordings(
  { input, state, execution }: ListRecordingsInput,
  ports: ListRecordingsPorts,
): Promise<ListRecordingsOutput> {
  const wish = readWish(input, state.progress, ports.now(), ports.configuration);
  const before = state.progress ?? firstProgress(wish);
  const part = await walkPart(wish, before, ports);
  const chosen = await chooseStarts(part.candidates, wish.input, new Date(execution.startedAt), ports.listRuns);
  const durationMs = await durationToPrice(chosen.starts, wish, ports.readText);
  const totals = [part.totals, chosen.totals, { durationMs }].reduce(addTotals, before.totals);
  const isReconciliation = wish.input.reconcile === true && !wish.isDryRun;
  if (isReconciliation && part.isLast) {
    const dimensions = { StateMachine: stateMachineNameOf(execution.arn) };
    ports.putMetrics([{ dimensions, values: { RecordingsOverdue: totals.overdue } }]);
  }
  return {
    list: await writePart(`${execution.name}/${before.parts}.jsonl`, chosen.starts, wish, ports),
    isSpanListed: part.isLast,
    isReconciliation,
    progress: { ...before, parts: before.parts + 1, after: part.after, totals },
    summary: { ...totals, dryRun: wish.isDryRun, price: priceIn(wish, totals) },
  };
}

const firstProgress = ({ span }: BackfillWish): Progress => ({
  since: span.since.toISOString(),
  until: span.until.toISOString(),
  parts: 0,
  totals: noTotals,
});

/** Only a dry run pays the read of each metadata file, and only for exports, whose price goes by the minute. */
async function durationToPrice(starts: readonly Start[], wish: BackfillWish, readText: ReadText): Promise<number> {
  if (!wish.isDryRun || wish.exports.length === 0) return 0;
  return sumDurations(
    starts.map(({ found }) => found),
    readText,
  );
}

function priceIn({ isDryRun, exports }: BackfillWish, totals: Totals): Price | null {
  if (!isDryRun) return null;
  return priceOf({ recordings: totals.toStart, exports, durationMs: totals.durationMs });
}

async function writePart(
  key: string,
  starts: readonly Start[],
  { isDryRun }: BackfillWish,
  { configuration, writeList }: ListRecordingsPorts,
): Promise<ListRecordingsOutput['list']> {
  const lines = isDryRun ? [] : starts.map(({ executionName, input }) => ({ executionName, input }));
  if (lines.length > 0) await writeList(key, lines);
  const { listsBucket: bucket } = configuration;
  return { bucket, key, count: lines.length, toleratedFailureCount: toleratedFailures(starts) };
}

/**
 * Some recordings of a large bucket are damaged, and each is reported by itself; when a tenth fails, something is wrong
 * with the deployment, and going on would only send more messages. Overdue recordings fail on purpose. 20, so that a few
 * bad ones do not stop a short list.
 */
function toleratedFailures(starts: readonly Start[]): number {
  const expected = starts.filter(({ found }) => found.ending === 'overdue').length;
  return expected + Math.max(20, Math.ceil((starts.length - expected) / 10));
}
