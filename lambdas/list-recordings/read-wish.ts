/** Reads what an operator typed, or what the schedule asks for, and refuses what could not end well. */
import { type BackfillInput, spanOf, type TimeSpan } from '../shared/contract/backfill-input.ts';
import { ExecutionInputInvalidError } from '../shared/contract/errors.ts';
import type { EngineWish } from '../shared/contract/export-engine.ts';
import { type ExportProfiles, expandExports } from '../shared/recording/expand-exports.ts';
import { parseBackfillInput } from '../shared/recording/parse-input.ts';
import { overdueHours } from './decide-start.ts';
import { type PricedExport, pricedExportOf } from './price.ts';
import type { Progress } from './schema.ts';

/** What the deployment configures for exports. */
export interface ConfiguredExports {
  readonly exportProfiles: ExportProfiles;
  /** Names of the profiles that a recording gets unless its input says otherwise. */
  readonly defaultExports: readonly string[];
  /** What an export without a wish of its own is made by. */
  readonly exportEngine: EngineWish;
}

/** An input that can be worked off. */
export interface BackfillWish {
  readonly input: BackfillInput;
  readonly isDryRun: boolean;
  readonly span: TimeSpan;
  /**
   * In which recordings may have begun. What ended in the last day may have begun two days before, so the reconciler walks
   * that much further back; and what began then and has no end is overdue.
   */
  readonly walkedSpan: TimeSpan;
  /** What each recording is exported to, for the price. Tags of channels may say otherwise of the default. */
  readonly exports: readonly PricedExport[];
}

/**
 * Parses the input; the ends of the span are settled by the first part of the list and kept by the others.
 *
 * @throws ExecutionInputInvalidError with every fault; ExportProfileUnknownError before ten thousand executions meet it
 */
export function readWish(
  raw: unknown,
  progress: Progress | undefined,
  now: Date,
  { exportProfiles, defaultExports, exportEngine }: ConfiguredExports,
): BackfillWish {
  const input = parseBackfillInput(raw);
  const span = spanOf(progress ?? input, now);
  if (span.since > span.until) {
    throw new ExecutionInputInvalidError(
      `since (${span.since.toISOString()}) is after until (${span.until.toISOString()}). Start a new execution with since before until; without until it is now.`,
    );
  }
  const requests = input.exports === 'default' ? defaultExports : (input.exports ?? []);
  return {
    input,
    isDryRun: input.dryRun === true,
    span,
    walkedSpan: input.reconcile === true ? { ...span, since: hoursBefore(span.since, overdueHours) } : span,
    exports: expandExports(requests, exportProfiles).map((each) => pricedExportOf(each, exportEngine)),
  };
}

const hoursBefore = (time: Date, hours: number): Date => new Date(time.getTime() - hours * 3_600_000);
