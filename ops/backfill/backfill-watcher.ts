/** Shows how far a backfill is: what is listed, and then how many recordings are done. */
import type { Watcher } from '../follow/follow-executions.ts';
import type { CommandContext } from '../frame/command-context.ts';
import type { ProgressBar } from '../terminal/progress-bar.ts';

/** A watcher that draws a bar. */
export interface BackfillWatcher extends Watcher {
  /** Recordings whose executions did not succeed, over all parts. */
  readonly failedCount: number;
  stop(): void;
}

/** Makes it. */
export function makeBackfillWatcher({ bar, wait }: Pick<CommandContext, 'bar' | 'wait'>): BackfillWatcher {
  const failedByPart: number[] = [];
  let shown: ProgressBar | undefined;
  let total: number | undefined;
  const stop = () => {
    shown?.stop();
    shown = undefined;
  };
  return {
    get failedCount() {
      return failedByPart.reduce((sum, count) => sum + count, 0);
    },
    tell: (event) => {
      // Each part of a long list is a Map of its own.
      if (event.event === 'state-entered' && event.state === 'ProcessRecordings') failedByPart.push(0);
      if (event.event === 'state-exited') {
        stop();
        total = undefined;
      }
      if (event.event !== 'map-progressed') return;
      const { succeeded, failed, running } = event.map;
      failedByPart[Math.max(0, failedByPart.length - 1)] = failed;
      if (total !== event.map.total) stop();
      total = event.map.total;
      shown ??= bar(total);
      shown.show(succeeded + failed, `${running} under way${failed > 0 ? `, ${failed} failed` : ''}`);
    },
    waiting: ([open]) => {
      if (total !== undefined) return;
      shown ??= wait();
      shown.show(0, open?.states.at(-1) ?? 'begins');
    },
    stop,
  };
}
