import { describe, expect, test } from '@jest/globals';
import { planExport } from '../../../lambdas/plan-export/plan-export.ts';
import { catalogExportSchema, exportMinutesCounter } from '../../../lambdas/shared/contract/catalog.ts';
import type { ExportLimits } from '../../../lambdas/shared/contract/export-limits.ts';
import { notificationSchema } from '../../../lambdas/shared/contract/notification.ts';
import { parseRecordingPrefix } from '../../../lambdas/shared/contract/recording-location.ts';
import { makeRecording } from '../../fixtures/make-recording.ts';
import { plainAttributes } from '../../fixtures/plain-attributes.ts';
import { execution, makePorts } from '../../fixtures/step-ports.ts';

// 6 segments of 10 s are a minute; the clock of the ports says 2026-06-23T21:13:34Z.
const automatic = { type: 'ivs-event', channelName: 'Morning show' };

function plan(
  limits: Partial<ExportLimits>,
  wanted: object = { source: automatic },
  segmentCount = 6,
  state: object = {},
) {
  const recording = makeRecording({ segmentCount });
  const input = { recording: recording.reference, export: 'small', ...wanted };
  const exportLimits = { automatic: true, ...limits };
  return planExport({ input, state, execution }, makePorts(recording, { exportLimits }));
}

const off = { automatic: false };

describe('nothing is held', () => {
  test.each([
    ['without limits', {}, { source: automatic }],
    ['of what an operator asks for', off, { source: { type: 'operator' } }],
    ['of what somebody typed, without a source', off, {}],
    ['of what an operator asks for beyond the limit', { minutesPerDay: 1 }, { source: { type: 'operator' } }],
  ])('%s', async (_what, limits, wanted) => {
    const { brake, held } = await plan(limits, wanted, 20);

    expect({ brake, held }).toEqual({ brake: { action: 'none' }, held: undefined });
  });

  test('of what an engine refused before: it was counted then', async () => {
    const first = await plan({ minutesPerDay: 5 });
    const refused = { plan: first.plan, refusal: { Error: 'States.TaskFailed', Cause: '{"ErrorCode":1999}' } };

    const { brake } = await plan({ minutesPerDay: 5 }, { source: automatic }, 6, {
      ...refused,
      refusedIn: { redriveCount: 1 },
    });

    expect(first.brake.action).toBe('reserve');
    expect(brake).toEqual({ action: 'none' });
  });
});

describe('the switch holds every export that nobody asked for', () => {
  test.each(['ivs-event', 's3-notification', 'backfill', 'reconciler'])('started by %s', async (type) => {
    const { brake, held } = await plan({ ...off, minutesPerDay: 600 }, { source: { type } });

    expect(brake).toEqual({ action: 'held' });
    expect(held?.announcement.message).toMatchObject({
      hold: { reason: 'automatic-exports-off', minutes: 1, minutesPerDay: 600 },
    });
  });
});

describe('a limit of minutes', () => {
  test('counts begun minutes on the counter of the day, which may show so many less before', async () => {
    const { brake } = await plan({ minutesPerDay: 120 }, { source: automatic }, 7);

    expect(brake).toEqual({
      action: 'reserve',
      reservation: {
        key: { channelId: { S: '#export-minutes' }, recordingKey: { S: '2026-06-23' } },
        minutes: { N: '2' },
        mostBefore: { N: '118' },
        expiresAt: { N: String(Date.parse('2026-07-28T21:13:44Z') / 1000) },
      },
    });
  });

  test('may be used up to the last minute by one export', async () => {
    const { brake } = await plan({ minutesPerDay: 2 }, { source: automatic }, 12);

    expect(brake).toMatchObject({ action: 'reserve', reservation: { minutes: { N: '2' }, mostBefore: { N: '0' } } });
  });

  test('holds at once what alone has more', async () => {
    const { brake, held } = await plan({ minutesPerDay: 1 }, { source: automatic }, 7);

    expect(brake).toEqual({ action: 'held' });
    expect(held?.announcement.message).toMatchObject({
      hold: { reason: 'daily-limit', minutes: 2, minutesPerDay: 1, message: expect.stringContaining('Its 2 min') },
    });
  });

  test('counts a clip by its own length', async () => {
    const wish = { rendition: '160p30', clip: { fromSeconds: 0, toSeconds: 30 } };
    const { brake } = await plan({ minutesPerDay: 5 }, { source: automatic, export: wish }, 20);

    expect(brake).toMatchObject({ reservation: { minutes: { N: '1' } } });
  });

  test('counts where no recording can stand', () => {
    const { partitionKey } = exportMinutesCounter;

    expect(parseRecordingPrefix(`ivs/v1/123456789012/${partitionKey}/2026/6/23/20/12/x`)).toBeUndefined();
  });
});

describe('what is told of an export that is held', () => {
  test('is a message of the contract, the same for each try of this execution, another for another', async () => {
    const { held } = await plan(off, { source: automatic, metadata: { order: 7 } });

    const message = held?.announcement.message;
    expect(notificationSchema.parse(message)).toEqual(message);
    expect(message).toMatchObject({
      id: `AbCdef1G2hij/j8Z9O91ndcVs/recording.export.held/${execution.name}`,
      type: 'recording.export.held',
      recording: { channelName: 'Morning show', durationMs: 60_000 },
      export: { name: 'small', format: 'mp4', rendition: '160p30' },
      hold: { message: expect.stringContaining('ivs-recordings rerun --held j8Z9O91ndcVs, or start a new execution') },
      metadata: { order: 7 },
    });
    expect(held?.announcement.subject).toBe('Export held back: Morning show');
  });

  test('is an item of the catalog, beside the recording', async () => {
    const { held } = await plan(off);

    const { key, values } = held?.catalog ?? {};
    const written = plainAttributes({ ...key, ...values, type: { S: 'export' }, status: { S: 'held' } });
    const item = { ...written, attention: 'held', asOf: '2026-06-23T21:13:34.000Z' };
    expect(catalogExportSchema.parse(item)).toEqual(item);
    expect(item).toMatchObject({ recordingKey: '2026-06-23T20:12Z#j8Z9O91ndcVs#export#small', exportName: 'small' });
  });
});
