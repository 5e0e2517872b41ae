/** The result of a run for a person, and the one JSON object for a program. */
import { styleText } from 'node:util';
import { messageOfCause } from './message-of-cause.ts';
import type { RunResult } from './recording-run.ts';

/** A result with where the exports were copied to, by export name. */
export interface ReportedRun extends RunResult {
  readonly exportPaths: Readonly<Record<string, string>>;
}

/** The object that `--json` prints. The first export is named at the top; all of them are in `exports`. */
export function toJsonReport(run: ReportedRun): Record<string, unknown> {
  const exports = run.exports.map(({ name, url, engine, engineReason }) => {
    return { name, url, path: run.exportPaths[name], engine, engineReason };
  });
  return {
    status: run.status,
    executionName: run.executionName,
    playbackUrl: run.playbackUrl ?? null,
    exportUrl: exports[0]?.url ?? null,
    exportPath: exports[0]?.path ?? null,
    exports,
    states: run.states,
    notifications: run.notifications,
    catalogItem: run.catalogItem ?? null,
    executions: run.executions,
  };
}

const heading = (text: string): string => `\n${styleText('bold', text)}`;

/** Lines that tell what came of the run. */
export function toLines(run: ReportedRun): string[] {
  return [
    heading('Catalog item'),
    run.catalogItem === undefined ? 'none' : JSON.stringify(run.catalogItem, null, 2),
    heading(`Messages that subscribers received (${run.notifications.length})`),
    ...run.notifications.flatMap(({ subject, attributes, body }) => [
      `${subject ?? ''}  ${styleText('dim', JSON.stringify(attributes))}`,
      JSON.stringify(body, null, 2),
    ]),
    heading('Result'),
    ...run.executions.map(describeExecution),
    `Playback  ${run.playbackUrl ?? 'none'}`,
    ...run.exports.map(
      ({ name, url, engine, engineReason }) =>
        `Export    ${url}\n          made by ${engine}: ${engineReason}\n          a copy is in ${run.exportPaths[name]}`,
    ),
    run.status === 'SUCCEEDED' ? styleText('green', 'SUCCEEDED') : styleText('red', 'FAILED'),
  ];
}

function describeExecution(execution: RunResult['executions'][number]): string {
  const name = execution.executionArn.split(':').at(-1) ?? '';
  const reason = execution.error === undefined ? '' : `: ${execution.error}. ${messageOfCause(execution.cause)}`;
  return `${execution.machine.padEnd(17)} ${name}  ${execution.status}${reason}`;
}
