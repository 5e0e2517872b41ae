import { type Reading, stateMachineNameOf } from '../shared/contract/metrics.ts';
import { exportedMinutePrice } from '../shared/contract/prices.ts';
import type { VerifyExportInput } from './schema.ts';

/** What is measured of an export that passed. */
export interface MeasuredExport extends VerifyExportInput {
  /** Of the file. */
  readonly durationMs: number;
  readonly verifiedAt: Date;
}

/** Length, estimated cost and, of an execution that was never redriven, seconds of media for each second of making. */
export function measureExport({ planned, execution, durationMs, verifiedAt }: MeasuredExport): Reading {
  const { engine, video } = planned.plan;
  const mediaSeconds = durationMs / 1000;
  const ExportCost = (mediaSeconds / 60) * exportedMinutePrice(engine, video === 'h264');
  const makingSeconds = (verifiedAt.getTime() - Date.parse(execution.startedAt ?? '')) / 1000;
  // An old definition tells no start; a clock that was set back tells one that lies ahead.
  const isMeasured = execution.redriveCount === 0 && makingSeconds > 0;
  return {
    dimensions: { StateMachine: stateMachineNameOf(execution.arn), Engine: engine },
    values: {
      ExportedMedia: mediaSeconds,
      ExportCost,
      ...(isMeasured ? { ExportRatio: mediaSeconds / makingSeconds } : {}),
    },
  };
}
