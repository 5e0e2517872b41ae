import { expect, test } from '@jest/globals';
import { makePutOverdue } from '../../../../lambdas/shared/adapters/metrics.ts';

test('the number of overdue recordings is one line in the embedded metric format', () => {
  const lines: string[] = [];
  const putOverdue = makePutOverdue(
    (line) => lines.push(line),
    () => new Date(1_782_389_520_000),
  );

  putOverdue('Pipeline-BackfillRecordings', 3);

  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      _aws: {
        Timestamp: 1_782_389_520_000,
        CloudWatchMetrics: [
          {
            Namespace: 'IvsRecordings',
            Dimensions: [['StateMachine']],
            Metrics: [{ Name: 'RecordingsOverdue', Unit: 'Count' }],
          },
        ],
      },
      StateMachine: 'Pipeline-BackfillRecordings',
      RecordingsOverdue: 3,
    },
  ]);
});
