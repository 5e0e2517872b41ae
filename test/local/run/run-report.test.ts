import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import { type ReportedRun, toJsonReport, toLines } from '../../../local/run/run-report.ts';

const arn = (name: string) => `arn:aws:states:us-west-2:000000000000:execution:m:${name}`;

const makeExport = (name: string): ReportedRun['exports'][number] => ({
  name,
  format: 'mp4',
  url: `http://127.0.0.1:1/${name}.mp4`,
  bucket: 'b',
  key: `${name}.mp4`,
  sizeBytes: 1_901_653,
  durationMs: 29_995,
  rendition: '720p30',
  codecs: ['avc1.4D401F', 'mp4a.40.2'],
  width: 1280,
  height: 720,
  engine: 'remux',
  engineReason: 'it can be carried',
});

const makeRun = (overrides: Partial<ReportedRun> = {}): ReportedRun => ({
  status: 'SUCCEEDED',
  executionName: 'c-r',
  executions: [{ executionArn: arn('c-r'), machine: 'process-recording', status: 'SUCCEEDED' }],
  states: ['ValidateRecording', 'RecordingProcessed'],
  notifications: [{ body: { id: 'c/r/x' }, subject: 'Ready', attributes: { type: 'x' } }],
  catalogItem: { recordingId: 'r', exports: {} },
  playbackUrl: 'http://127.0.0.1:1/master.m3u8',
  exports: [makeExport('one'), makeExport('two')],
  heldExports: [],
  failedExports: [],
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
      expect.objectContaining({
        name: 'one',
        path: '/local/one.mp4',
        engine: 'remux',
        codecs: ['avc1.4D401F', 'mp4a.40.2'],
      }),
      expect.objectContaining({ name: 'two', url: 'http://127.0.0.1:1/two.mp4', path: '/local/two.mp4' }),
    ],
    heldExports: [],
    failedExports: [],
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
    [
      'Export    http://127.0.0.1:1/two.mp4',
      '          two: avc1.4D401F, mp4a.40.2, 1280x720, 29.995 s, 1.9 MB',
      '          made by remux: it can be carried',
      '          a copy is in /local/two.mp4',
    ].join('\n'),
  );
  expect(lines.split('\n').at(-1)).toBe('SUCCEEDED');
});

test('exports that are held back or failed are told by name, with the reason', () => {
  const run = makeRun({
    exports: [makeExport('one')],
    heldExports: [{ name: 'late', reason: 'The day is full.' }],
    failedExports: [{ name: 'tiny', error: 'RenditionNotFoundError', message: 'There is no 20p.' }],
  });

  const lines = linesOf(run);

  expect(lines).toContain('\nHeld      late: The day is full.\n');
  expect(lines).toContain('\nFailed    tiny: RenditionNotFoundError. There is no 20p.\n');
  expect(toJsonReport(run)).toMatchObject({
    heldExports: [{ name: 'late', reason: 'The day is full.' }],
    failedExports: [{ name: 'tiny', error: 'RenditionNotFoundError', message: 'There is no 20p.' }],
  });
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
