import { expect, test } from '@jest/globals';
import { makePutMetrics } from '../../../../lambdas/shared/adapters/metrics.ts';

test('each reading is one line in the embedded metric format, with the unit of each figure', () => {
  const lines: string[] = [];
  const put = makePutMetrics(
    (line) => lines.push(line),
    () => new Date(1_782_389_520_000),
  );

  put([
    { dimensions: { StateMachine: 'Pipeline-BackfillRecordings' }, values: { RecordingsOverdue: 3 } },
    {
      dimensions: { StateMachine: 'Pipeline-ExportRecording', Engine: 'remux' },
      values: { ExportedMedia: 30, ExportCost: 0.00002 },
    },
  ]);

  const root = (dimensions: string[], metrics: object[]) => ({
    Timestamp: 1_782_389_520_000,
    CloudWatchMetrics: [{ Namespace: 'IvsRecordings', Dimensions: [dimensions], Metrics: metrics }],
  });
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      _aws: root(['StateMachine'], [{ Name: 'RecordingsOverdue', Unit: 'Count' }]),
      StateMachine: 'Pipeline-BackfillRecordings',
      RecordingsOverdue: 3,
    },
    {
      _aws: root(
        ['StateMachine', 'Engine'],
        [
          { Name: 'ExportedMedia', Unit: 'Seconds' },
          { Name: 'ExportCost', Unit: 'None' },
        ],
      ),
      StateMachine: 'Pipeline-ExportRecording',
      Engine: 'remux',
      ExportedMedia: 30,
      ExportCost: 0.00002,
    },
  ]);
});
