import type { RunStatus, RunSummary } from '../../lambdas/shared/contract/run-view.ts';

/** What a run is called: machines' names carry those of stack and construct. */
export const machineText = ({ machine }: Pick<RunSummary, 'machine'>): string =>
  machine
    .replace(/^.*-(?=\w+$)/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-')
    .toLowerCase();

const words: Readonly<Record<RunStatus, readonly [text: string, badge: string]>> = {
  RUNNING: ['Running', 'running'],
  SUCCEEDED: ['Succeeded', 'ready'],
  FAILED: ['Failed', 'failed'],
  TIMED_OUT: ['Timed out', 'failed'],
  ABORTED: ['Aborted', 'failed'],
};

/** How a run stands. */
export const RunBadge = ({ status }: { readonly status: RunStatus }) => (
  <span class={`badge badge-${words[status][1]}`}>{words[status][0]}</span>
);

/** From one time to another, `1.86 s`; until now when the second is not there yet. */
export function tookText(from: string, to: string | undefined): string {
  if (to === undefined) return 'running';
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  return seconds < 60 ? `${seconds.toFixed(2)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** JSON to be read; what is none stays as it is. */
export function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
