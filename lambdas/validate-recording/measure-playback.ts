import type { Finding } from '../shared/contract/catalog.ts';
import type { ExecutionContext, ExecutionInput, Source } from '../shared/contract/execution-input.ts';
import { type Reading, stateMachineNameOf } from '../shared/contract/metrics.ts';

/** What is measured of a recording that was judged and not refused. */
export interface MeasuredRecording {
  readonly input: ExecutionInput;
  readonly execution: ExecutionContext;
  readonly outcome: 'playable' | 'empty';
  /** All of them, also those that the catalog leaves out. */
  readonly findings: readonly Finding[];
  /** RFC 3339, of the recording. */
  readonly endedAt: string;
  readonly judgedAt: Date;
}

/** Runs that follow the recording's end by themselves. Others may come years later. */
const prompt: readonly Source['type'][] = ['ivs-event', 's3-notification', 'reconciler'];

/** How soon after its end a recording is playable, and how many findings of each kind it has. */
export function measurePlayback(measured: MeasuredRecording): Reading[] {
  const { input, execution, outcome, findings, endedAt, judgedAt } = measured;
  const StateMachine = stateMachineNameOf(execution.arn);
  const PlayableAfter = Math.max(0, (judgedAt.getTime() - Date.parse(endedAt)) / 1000);
  const isPrompt = input.source !== undefined && prompt.includes(input.source.type);
  const kinds = [...Map.groupBy(findings, ({ code }) => code)];
  return [
    ...(isPrompt && outcome === 'playable' ? [{ dimensions: { StateMachine }, values: { PlayableAfter } }] : []),
    ...kinds.map(([Finding, { length }]) => ({
      dimensions: { StateMachine, Finding },
      values: { ValidationFindings: length },
    })),
  ];
}
