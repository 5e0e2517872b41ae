import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import { type ReportedRun, toJsonReport, toLines } from '../../../local/run/run-report.ts';

const arn = (name: string) => `arn:aws:states:us-west-2:000000000000:execution:m:${name}`;

const byRemux = { engine: 'remux', engineReason: 'it can be carried' } as const;

const makeRun = (overrides: Partial<ReportedRun> = {}): ReportedRun => ({
  status: 'SUCCEEDED',
  executionName: 'c-r',
  executions: [{ executionArn: arn('c-r'), machine: 'process-recording', status: 'SUCCEEDED' }],
  states: ['ValidateRecording', 'RecordingProcessed'],
  notifications: [{ body: { id: 'c/r/x' }, subject: 'Ready', attributes: { type: 'x' } }],
  catalogItem: { recordingId: 'r', exports: {} },
  playbackUrl: 'http://127.0.0.1:1/master.m3u8',
  exports: [
    { name: 'one', url: 'http://127.0.0.1:1/one.mp4', bucket: 'b', key: 'one.mp4', ...byRemux },
    { name: 'two', url: 'http://127.0.0.1:1/two.mp4', bucket: 'b', key: 'two.mp4', ...byRemux },
  ],
  exportPaths: { one: '/local/one.mp4', two: '/local/two.mp4' },
  ...overrides,
});
const linesOf = (run: ReportedRun): string => stripVTControlCharacters(toLines(run).join('\n'));

test('the JSON names the first export at its top, and all of them in a list', () => {
  const { executions, ...report } = toJsonReport(makeRun());

  expect(report).toEqual({
    status: 'SUCCEEDED',
    executionName: 'c-r',
    playbackUrl: 'http://127.0.0.1:1/master.m3u8',
    exportUrl: 'http://127.0.0.1:1/one.mp4',
    exportPath: '/local/one.mp4',
    exports: [
      { name: 'one', url: 'http://127.0.0.1:1/one.mp4', path: '/local/one.mp4', ...byRemux },
      { name: 'two', url: 'http://127.0.0.1:1/two.mp4', path: '/local/two.mp4', ...byRemux },
    ],
    states: ['ValidateRecording', 'RecordingProcessed'],
    notifications: [{ body: { id: 'c/r/x' }, subject: 'Ready', attributes: { type: 'x' } }],
    catalogItem: { recordingId: 'r', exports: {} },
  });
  expect(executions).toHaveLength(1);
});

test('the JSON has every key when nothing came of the run, so that no reader trips over one', () => {
  const { playbackUrl: _, catalogItem: __, ...nothing } = makeRun({ status: 'FAILED', exports: [] });

  expect(toJsonReport(nothing)).toMatchObject({
    status: 'FAILED',
    playbackUrl: null,
    exportUrl: null,
    exportPath: null,
    exports: [],
    catalogItem: null,
  });
});

test('the lines tell the messages, both URLs and where the copies are', () => {
  const lines = linesOf(makeRun());

  expect(lines).toContain('Messages that subscribers received (1)');
  expect(lines).toContain('Playback  http://127.0.0.1:1/master.m3u8');
  expect(lines).toContain(
    'Export    http://127.0.0.1:1/two.mp4\n          made by remux: it can be carried\n          a copy is in /local/two.mp4',
  );
  expect(lines.split('\n').at(-1)).toBe('SUCCEEDED');
});

test.each([
  [
    'a step',
    JSON.stringify({ errorType: 'E', errorMessage: 'a segment is missing', trace: [] }),
    'a segment is missing',
  ],
  ['a service', 'the table is gone', 'the table is gone'],
  ['something that gives JSON without a message', '{"Id":"j1"}', '{"Id":"j1"}'],
])('a failure of %s is told with its sentence', (_what, cause, sentence) => {
  const execution = { executionArn: arn('c-r'), machine: 'process-recording', status: 'FAILED', error: 'E', cause };

  const lines = linesOf(makeRun({ status: 'FAILED', executions: [execution] }));

  expect(lines).toContain(`process-recording c-r  FAILED: E. ${sentence}\n`);
  expect(lines.split('\n').at(-1)).toBe('FAILED');
});
