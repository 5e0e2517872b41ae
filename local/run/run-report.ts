/** The result of a run for a person, and the one JSON object for a program. */
import { styleText } from 'node:util';
import { messageOfCause } from './message-of-cause.ts';
import type { ReadyExport, RunResult } from './recording-run.ts';

/** A result with where the exports were copied to, by export name. */
export interface ReportedRun extends RunResult {
  readonly exportPaths: Readonly<Record<string, string>>;
}

/** The object that `--json` prints. The first export is named at the top; all of them are in `exports`. */
export function toJsonReport(run: ReportedRun): Record<string, unknown> {
  const exports = run.exports.map(({ bucket: _, key: __, remuxed: ___, ...told }) => {
    return { ...told, path: run.exportPaths[told.name] };
  });
  return {
    status: run.status,
    executionName: run.executionName,
    playbackUrl: run.playbackUrl ?? null,
    exportUrl: exports[0]?.url ?? null,
    exportPath: exports[0]?.path ?? null,
    exports,
    heldExports: run.heldExports,
    failedExports: run.failedExports,
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
    ...run.exports.flatMap((made) => describeExport(made, run.exportPaths[made.name])),
    ...run.heldExports.map(({ name, reason }) => `Held      ${name}: ${reason}`),
    ...run.failedExports.map(({ name, error, message }) => `Failed    ${name}: ${error}. ${message}`),
    run.status === 'SUCCEEDED' ? styleText('green', 'SUCCEEDED') : styleText('red', 'FAILED'),
  ];
}

function describeExport(made: ReadyExport, path: string | undefined): string[] {
  const { name, url, width, height, sizeBytes, durationMs, codecs, engine, engineReason } = made;
  const size = width === undefined || height === undefined ? [] : [`${width}x${height}`];
  const seconds = `${(durationMs / 1000).toFixed(3)} s`;
  const file = [...(codecs ?? []), ...size, seconds, `${(sizeBytes / 1e6).toFixed(1)} MB`].join(', ');
  return [
    `Export    ${url}`,
    `          ${name}: ${file}`,
    `          made by ${engine}: ${engineReason}`,
    `          a copy is in ${path}`,
  ];
}

function describeExecution(execution: RunResult['executions'][number]): string {
  const name = execution.executionArn.split(':').at(-1) ?? '';
  const reason = execution.error === undefined ? '' : `: ${execution.error}. ${messageOfCause(execution.cause)}`;
  return `${execution.machine.padEnd(17)} ${name}  ${execution.status}${reason}`;
}
