import { costOf } from './cost.ts';
import { isPassthrough } from './job-trace.ts';
import { masked } from './mask.ts';
import type { CleanUpOutcome, LiveReport } from './report.ts';
import { settleFacts } from './settle-facts.ts';
import type { Trial } from './trial.ts';

/** What the program knows of itself. */
export interface ReportFrame {
  readonly madeAt: Date;
  readonly version: string;
  readonly notAws: string | undefined;
}

/** The report of a trial, fit for strangers' eyes. */
export function makeReport(
  trial: Trial,
  cleanUp: CleanUpOutcome,
  { madeAt, version, notAws }: ReportFrame,
): LiveReport {
  const { look, location, sample } = trial.plan;
  const report: LiveReport = {
    madeAt: madeAt.toISOString(),
    version,
    node: process.versions.node,
    region: look.region,
    account: look.accountId,
    notAws,
    functionVersions: look.functionVersions,
    recording: { bucket: look.recordingsBucket, prefix: location.prefix, durationMs: sample.durationMs },
    steps: trial.steps,
    facts: settleFacts(trial).map((fact) =>
      notAws === undefined ? fact : { ...fact, how: `${fact.how}; not of AWS` },
    ),
    costUsd: Math.round(costUsdOf(trial) * 10_000) / 10_000,
    cleanUp,
  };
  return masked(report, look.accountId);
}

function costUsdOf({ plan, traces, objectsPut, executions, filesRemuxed, ownFilesCopied }: Trial): number {
  if (objectsPut === 0) return 0;
  const made = traces.filter(({ result }) => result !== undefined);
  const filesCopied = made.filter(({ request }) => isPassthrough(request)).length;
  return costOf({
    objectsPut,
    executions,
    filesCopied: filesCopied + ownFilesCopied,
    filesEncoded: made.length - filesCopied,
    filesRemuxed,
    durationMs: plan.sample.durationMs,
  });
}
