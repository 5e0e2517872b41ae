import { describe, expect, test } from '@jest/globals';
import { reportFailure } from '../../../lambdas/report-failure/report-failure.ts';
import {
  notificationAttributes,
  notificationSchema,
  notificationSubject,
} from '../../../lambdas/shared/contract/notification.ts';
import {
  executionArn,
  makeExportStatusEvent,
  makeRecoveryEvent,
  makeStartFailureEvent,
  makeStatusEvent,
  recording,
} from './events.ts';
import { historyOf, makeFakePorts } from './fake-ports.ts';

async function report(event: unknown, overrides: Parameters<typeof makeFakePorts>[0] = {}) {
  const { ports, done, marked, logged } = makeFakePorts(overrides);
  const output = await reportFailure(event, ports);
  const notifications = done.flatMap((deed) => ('notification' in deed ? [deed.notification] : []));
  const updates = done.flatMap((deed) => ('update' in deed ? [deed.update] : []));
  return { output, done, marked, logged, notification: notifications[0], updates, update: updates[0] };
}

const lookedAt = '2026-06-24T07:51:34.100Z';
const lookedAtHistory = historyOf('ValidateRecording').map((event) =>
  event.type === 'LambdaFunctionScheduled' ? { ...event, time: lookedAt } : event,
);

const superseded = async () => ({ outcome: 'superseded' as const });

describe('a failed execution of process-recording', () => {
  test('is written into the catalog first and then announced, which is noted', async () => {
    const { done, marked, output, logged } = await report(makeStatusEvent());

    expect(done.map((deed) => Object.keys(deed)[0])).toEqual(['update', 'update', 'notification']);
    expect(marked).toMatchObject([
      { recordingKey: '2026-06-23T20:12Z#j8Z9O91ndcVs', run: { executionArn, redriveCount: 0 } },
    ]);
    expect(output).toEqual({
      outcome: 'reported',
      notificationId: 'AbCdef1G2hij/j8Z9O91ndcVs/recording.failed/AbCdef1G2hij-j8Z9O91ndcVs/0',
      executionArn,
    });
    expect(logged).toEqual([output]);
  });

  test('is announced with the recording, the reason and the execution', async () => {
    const { notification } = await report(makeStatusEvent({ redriveCount: 2 }));

    expect(notification).toMatchObject({
      id: 'AbCdef1G2hij/j8Z9O91ndcVs/recording.failed/AbCdef1G2hij-j8Z9O91ndcVs/2',
      type: 'recording.failed',
      time: '2026-06-24T07:51:42.000Z',
      recording: { channelId: 'AbCdef1G2hij', channelName: 'Your Channel', recordingId: 'j8Z9O91ndcVs', ...recording },
      error: { name: 'RecordingDamagedError', state: 'ValidateRecording', redrivable: true },
      metadata: {},
      execution: { arn: executionArn, redriveCount: 2 },
    });
    expect(notificationSchema.parse(notification)).toEqual(notification);
    expect(notificationSubject(notification!)).toBe('Recording failed: Your Channel');
  });

  test("is the truth of its end, in the recording's item", async () => {
    const { update } = await report(makeStatusEvent());

    expect(update).toMatchObject({
      key: { channelId: 'AbCdef1G2hij', recordingKey: '2026-06-23T20:12Z#j8Z9O91ndcVs' },
      asOf: '2026-06-24T07:51:40.250Z',
      run: { executionArn, startedAt: '2026-06-24T07:51:33.000Z', redriveCount: 0 },
    });
  });

  test('gives a verdict that is as old as the look at the recording, however long the end took to come', async () => {
    const { updates } = await report(makeStatusEvent(), { readHistoryBackwards: async () => lookedAtHistory });

    expect(updates).toMatchObject([{ asOf: '2026-06-24T07:51:40.250Z' }, { judgedAt: lookedAt }]);
  });

  test('gives a verdict as old as its end where no history tells more', async () => {
    const { updates } = await report(makeStatusEvent(), { readHistoryBackwards: async () => [] });

    expect(updates[1]).toMatchObject({ judgedAt: '2026-06-24T07:51:40.250Z' });
  });

  test('that does not say when it ended is as old as its event', async () => {
    const { update } = await report(makeStatusEvent({ stopDate: null, redriveCount: null }));

    expect(update).toMatchObject({ asOf: '2026-06-24T07:51:41.000Z', run: { redriveCount: 0 } });
  });
});

describe('a failed recording is announced with whether its playback stands', () => {
  const becomes = (status?: string) => async () => ({ outcome: 'written' as const, status });

  test.each([
    ['it does, when the item is playable after the report', becomes('playable'), true],
    ['it does not, when the item is failed', becomes('failed'), false],
    ['there is none, when nothing was recorded', becomes('empty'), false],
    ['nobody knows of any, when the item says nothing', becomes(), false],
  ])('%s', async (_what, updateCatalog, expected) => {
    const { notification } = await report(makeStatusEvent({ error: 'SNS.AuthorizationError' }), { updateCatalog });

    expect(notification).toMatchObject({ type: 'recording.failed', playbackStands: expected });
    expect(notificationSchema.parse(notification)).toEqual(notification);
  });

  test('it does not, when the verdict was written though the report itself came too late', async () => {
    const { notification, output } = await report(makeStatusEvent(), {
      updateCatalog: async (update) =>
        'judgedAt' in update ? { outcome: 'written', status: 'failed' } : { outcome: 'superseded' },
    });

    expect(output.outcome).toBe('reported');
    expect(notification).toMatchObject({ playbackStands: false });
  });
});

describe('a failed execution of export-recording', () => {
  test("changes the export's own item and says which export failed", async () => {
    const { update, notification } = await report(makeExportStatusEvent());

    expect(update?.key).toEqual({
      channelId: 'AbCdef1G2hij',
      recordingKey: '2026-06-23T20:12Z#j8Z9O91ndcVs#export#archive',
    });
    expect(notification).toMatchObject({
      id: 'AbCdef1G2hij/j8Z9O91ndcVs/recording.export.failed/AbCdef1G2hij-j8Z9O91ndcVs-archive/0',
      type: 'recording.export.failed',
      export: { name: 'archive' },
      error: { name: 'ExportMissingError', message: 'There is no object.' },
      metadata: { show: 7 },
    });
    expect(notificationSchema.parse(notification)).toEqual(notification);
  });

  test('gives a verdict on the file that is as old as the look at it', async () => {
    const { updates } = await report(makeExportStatusEvent(), { readHistoryBackwards: async () => lookedAtHistory });

    expect(updates).toMatchObject([{ asOf: '2026-06-24T07:51:40.250Z' }, { verifiedAt: lookedAt }]);
  });

  test('is announced although nobody can tell which export it was', async () => {
    const { update, notification } = await report(makeExportStatusEvent({ input: JSON.stringify({ recording }) }), {
      exportProfiles: { archive: { rendition: 'highest' } },
      defaultExports: [],
    });

    expect(update).toBeUndefined();
    expect(notification).toMatchObject({ type: 'recording.export.failed', export: undefined });
    expect(notificationSchema.safeParse(notification).success).toBe(true);
  });
});

describe('an execution whose input', () => {
  test('is too large for the event is asked for it', async () => {
    const asked: string[] = [];
    const describeExecution = async (arn: string) => {
      asked.push(arn);
      return { input: JSON.stringify({ recording, metadata: { from: 'description' } }) };
    };

    const { notification } = await report(makeStatusEvent({ input: null }), { describeExecution });

    expect(asked).toEqual([executionArn]);
    expect(notification).toMatchObject({ recording, metadata: { from: 'description' } });
  });

  test.each(['{"recording":{"bucket":"my-recordings","prefix":"holiday"}}', '[]', ''])(
    'names no recording is reported all the same: %j',
    async (input) => {
      const { notification, update } = await report(makeStatusEvent({ input, error: 'ExecutionInputInvalidError' }));

      expect(notification).toMatchObject({ playbackStands: false });
      expect(update).toBeUndefined();
      expect(notification).toMatchObject({
        id: 'execution/recording.failed/AbCdef1G2hij-j8Z9O91ndcVs/0',
        recording: undefined,
        error: { name: 'ExecutionInputInvalidError' },
      });
      expect(notificationSchema.safeParse(notification).success).toBe(true);
      expect(notificationAttributes(notification!)).toEqual({ type: 'recording.failed' });
    },
  );
});

describe.each([
  ['TIMED_OUT', 'States.Timeout'],
  ['ABORTED', 'ExecutionAborted'],
] as const)('an execution that is %s', (status, name) => {
  test('is reported with the state that was under way', async () => {
    const event = makeStatusEvent({ status, error: null, cause: null });

    const { notification } = await report(event, {
      readHistoryBackwards: async () => historyOf('RegisterPlayback').slice(-2),
    });

    expect(notification).toMatchObject({ error: { name, state: 'RegisterPlayback', message: expect.any(String) } });
  });
});

test('a report that comes too late is not announced', async () => {
  const { output, notification, marked, logged } = await report(makeStatusEvent(), { updateCatalog: superseded });

  expect(output).toMatchObject({ outcome: 'superseded', executionArn });
  expect(notification).toBeUndefined();
  expect(marked).toEqual([]);
  expect(logged).toEqual([output]);
});

test('a report that could not be announced is tried again as a whole', async () => {
  const { ports, done, marked } = makeFakePorts({
    publishNotification: async () => {
      throw new Error('topic under strain');
    },
  });

  await expect(reportFailure(makeStatusEvent(), ports)).rejects.toThrow('topic under strain');
  expect(done.filter((deed) => 'notification' in deed)).toEqual([]);
  expect(marked).toEqual([]);
});

test('a start failure is announced and touches no catalog', async () => {
  const { output, notification, done } = await report(makeStartFailureEvent());

  expect(done).toHaveLength(1);
  expect(notification?.type).toBe('recording.start.failed');
  expect(output).toEqual({ outcome: 'reported', notificationId: notification?.id });
});

describe('what is not ours to report is unreadable', () => {
  test.each([
    [
      'another state machine',
      makeStatusEvent({ stateMachineArn: 'arn:aws:states:us-west-2:123456789012:stateMachine:x' }),
    ],
    ['a state machine whose name no message holds', makeStatusEvent({ stateMachineArn: `arn:${'x'.repeat(40_000)}` })],
    ['success without a redrive', makeRecoveryEvent(makeStatusEvent(), { redriveCount: 0 })],
    ['another IVS event', makeStartFailureEvent({ recording_status: 'Recording Start' })],
    ['an alarm', { source: 'aws.cloudwatch' }],
    ['nothing', null],
    ['brackets, 100,000 deep', JSON.parse('['.repeat(100_000) + ']'.repeat(100_000))],
  ])('%s', async (_what, event) => {
    const refusal = await report(event).catch((error: unknown) => error);

    expect(refusal).toMatchObject({ name: 'EventUnreadableError' });
    expect((refusal as Error).message.length).toBeLessThan(2000);
  });
});

describe('a redrive that succeeded', () => {
  test("takes the failure out of the recording's item and says nothing to subscribers", async () => {
    const { updates, notification, output, logged } = await report(makeRecoveryEvent(makeStatusEvent()));

    const unchanged = {
      key: { channelId: 'AbCdef1G2hij', recordingKey: '2026-06-23T20:12Z#j8Z9O91ndcVs' },
      set: {},
      setIfAbsent: {},
    };
    const asOf = '2026-06-24T07:51:40.250Z';
    const run = { executionArn, startedAt: '2026-06-24T07:51:33.000Z', redriveCount: 1 };
    expect(updates).toEqual([
      { ...unchanged, asOf, run, remove: [] },
      { ...unchanged, healedAt: asOf, remove: ['failure', 'attention'] },
    ]);
    expect(notification).toBeUndefined();
    expect(output).toEqual({ outcome: 'recovered', executionArn });
    expect(logged).toEqual([output]);
  });

  test("takes it out of the export's own item", async () => {
    const { updates } = await report(makeRecoveryEvent(makeExportStatusEvent()));

    const recordingKey = '2026-06-23T20:12Z#j8Z9O91ndcVs#export#archive';
    expect(updates.map(({ key }) => key.recordingKey)).toEqual([recordingKey, recordingKey, recordingKey]);
    expect(updates.slice(1)).toMatchObject([
      { remove: ['failure', 'attention'] },
      { whileHeld: true, set: { attention: 'held' }, remove: ['failure'] },
    ]);
  });

  test('changes nothing where something newer is known', async () => {
    const { output } = await report(makeRecoveryEvent(makeStatusEvent()), { updateCatalog: superseded });

    expect(output).toEqual({ outcome: 'superseded', executionArn });
  });

  test('of an input that names no recording goes to the dead letters', async () => {
    await expect(report(makeRecoveryEvent(makeStatusEvent({ input: '{}' })))).rejects.toMatchObject({
      name: 'EventUnreadableError',
    });
  });
});
