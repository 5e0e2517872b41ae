import { describe, expect, test } from '@jest/globals';
import {
  backfillCountOf,
  backfillExecutionName,
  exportExecutionName,
  isExecutionOfExport,
  isExecutionOfExportOrClip,
  isRunOfRecording,
  isSameRecording,
  mayHideJoin,
  operatorExecutionName,
  recordingExecutionName,
  recordingIdsOfName,
  revivedExecutionName,
} from '../../../lambdas/shared/contract/execution-name.ts';
import { exportNameOf } from '../../../lambdas/shared/contract/export-name.ts';
import { exportNameSchema } from '../../../lambdas/shared/contract/export-wish.ts';
import { parseRecordingPrefix } from '../../../lambdas/shared/contract/recording-location.ts';

const ids = { channelId: 'AbCdef1G2hij', recordingId: 'j8Z9O91ndcVs' };
const now = new Date('2026-06-23T20:12:41.123Z');

test('every automatic trigger of a recording arrives at one name', () => {
  expect(recordingExecutionName(ids)).toBe('AbCdef1G2hij-j8Z9O91ndcVs');
});

test('what a person starts has a name of its own each time', () => {
  const later = new Date(now.getTime() + 1);

  expect(operatorExecutionName(ids, now)).toBe('AbCdef1G2hij-j8Z9O91ndcVs-op-20260623T201241123');
  expect(operatorExecutionName(ids, later)).not.toBe(operatorExecutionName(ids, now));
});

test('the executions that replace a failed one are counted', () => {
  expect(revivedExecutionName(ids, 2)).toBe('AbCdef1G2hij-j8Z9O91ndcVs-r2');
});

test('the runs of backfills are counted, and their count is read from the name', () => {
  expect(backfillExecutionName(ids, 12)).toBe('AbCdef1G2hij-j8Z9O91ndcVs-bf12');
  expect(backfillCountOf('AbCdef1G2hij-j8Z9O91ndcVs-bf12')).toBe(12);
  for (const name of ['a-b', 'a-b-r1', 'a-b-bf', 'a-b-bf01', 'a-b-bf1-x', 'bf1'])
    expect(backfillCountOf(name)).toBeUndefined();
});

test('every name of ours tells the recording, and other names tell none or another', () => {
  const names = [recordingExecutionName(ids), backfillExecutionName(ids, 1), operatorExecutionName(ids, now)];
  for (const name of [...names, exportExecutionName(ids, 'archive', names[2]!)])
    expect(recordingIdsOfName(name)).toEqual(ids);
  for (const name of ['AbCdef1G2hij', 'a_b-c', 'a-b_c', '']) expect(recordingIdsOfName(name)).toBeUndefined();
});

describe('the execution of an export', () => {
  const automatic = exportExecutionName(ids, 'archive', recordingExecutionName(ids));

  test('is named after recording and export, and a redriven parent meets it again', () => {
    expect(automatic).toBe('AbCdef1G2hij-j8Z9O91ndcVs-archive');
    expect(exportExecutionName(ids, 'archive', recordingExecutionName(ids))).toBe(automatic);
  });

  test('differs for every other execution of the parent, and for every export', () => {
    const names = [
      automatic,
      exportExecutionName(ids, 'archive', revivedExecutionName(ids, 1)),
      exportExecutionName(ids, 'archive', operatorExecutionName(ids, now)),
      exportExecutionName(ids, '720p30', operatorExecutionName(ids, now)),
    ];

    expect(new Set(names).size).toBe(names.length);
  });
});

describe('the name of an export that is too long for an execution', () => {
  const longest = { channelId: 'C'.repeat(20), recordingId: 'R'.repeat(20) };
  const clip = (to: number) => `a-name-of-24-characters_-join10-0123ab-clip604799999ms-${to}ms`;
  const named = (to: number) => exportExecutionName(longest, clip(to), recordingExecutionName(longest));

  test('is cut, and still differs for another export and is the same for this one', () => {
    expect(named(1)).toHaveLength(71);
    expect(named(1)).not.toBe(named(2));
    expect(named(1)).toBe(named(1));
  });

  test('is recognized', () => {
    const ofOtherParent = exportExecutionName(longest, clip(1), 'other');

    expect(isExecutionOfExport(named(1), longest, clip(1))).toBe(true);
    expect(isExecutionOfExport(ofOtherParent, longest, clip(1))).toBe(true);
    expect(isExecutionOfExport(named(1), longest, clip(2))).toBe(false);
  });
});

test('an execution is recognized as that of its export, not of one whose name begins or ends alike', () => {
  const name = exportExecutionName(ids, 'archive', operatorExecutionName(ids, now));

  expect(isExecutionOfExport(name, ids, 'archive')).toBe(true);
  expect(isExecutionOfExport('AbCdef1G2hij-j8Z9O91ndcVs-archive', ids, 'archive')).toBe(true);
  for (const other of ['arch', 'chive', 'archive-clip0s-end'])
    expect(isExecutionOfExport(name, ids, other)).toBe(false);
  expect(isExecutionOfExport('AbCdef1G2hij-j8Z9O91ndcVs-my-archive', ids, 'archive')).toBe(false);
});

test('a profile that is a clip is recognized by the execution of any clip of it, and of no other export', () => {
  const clip = exportNameOf({ name: 'archive', clip: { fromSeconds: 60 } });
  const name = exportExecutionName(ids, clip, operatorExecutionName(ids, now));

  expect(isExecutionOfExportOrClip(name, ids, 'archive')).toBe(true);
  expect(isExecutionOfExportOrClip(exportExecutionName(ids, 'archive', 'other'), ids, 'archive')).toBe(true);
  for (const other of ['arch', 'archive-clip0s-end', 'my-archive'])
    expect(isExecutionOfExportOrClip(name, ids, other)).toBe(false);
  expect(isExecutionOfExportOrClip(name, { ...ids, recordingId: 'Other' }, 'archive')).toBe(false);
});

test('a run of the recording is known by its name, whoever started it, and is told from its exports', () => {
  const runs = [
    recordingExecutionName(ids),
    revivedExecutionName(ids, 3),
    backfillExecutionName(ids, 12),
    operatorExecutionName(ids, now),
  ];
  const others = [
    exportExecutionName(ids, '720p30', recordingExecutionName(ids)),
    exportExecutionName(ids, 'r1', operatorExecutionName(ids, now)),
    recordingExecutionName({ ...ids, recordingId: `${ids.recordingId}x` }),
    `x${recordingExecutionName(ids)}`,
    'made-up',
  ];

  expect(runs.filter((name) => !isRunOfRecording(name, ids))).toEqual([]);
  expect(others.filter((name) => isRunOfRecording(name, ids))).toEqual([]);
});

describe('whether a name may hide that others are joined', () => {
  const laterPrefixes = [prefixOf('AbCdef1G2hij', 'Later')];
  const clip = { fromSeconds: 604_799.999, toSeconds: 604_799.9995 };

  test('is so of every join, also where its name is cut', () => {
    for (const name of ['archive', 'a-name-of-24-characters_'])
      for (const wish of [{ name }, { name, clip }])
        for (const channelId of ['C', 'C'.repeat(20)])
          for (const recordingId of ['R', 'R'.repeat(20)])
            for (const parent of [`${channelId}-${recordingId}`, 'other']) {
              const join = exportNameOf(wish, laterPrefixes);

              expect(mayHideJoin(exportExecutionName({ channelId, recordingId }, join, parent))).toBe(true);
            }
  });

  test('is not so of what has its whole name, and is no join', () => {
    const longest = { channelId: 'C'.repeat(20), recordingId: 'R'.repeat(20) };

    expect(mayHideJoin(operatorExecutionName(longest, now))).toBe(false);
    expect(mayHideJoin(exportExecutionName(longest, `E${'_'.repeat(23)}`, recordingExecutionName(longest)))).toBe(
      false,
    );
    expect(mayHideJoin(exportExecutionName(ids, 'join-us', 'other'))).toBe(false);
  });
});

test('two are one recording when both their ids are the same', () => {
  expect(isSameRecording(ids, { ...ids })).toBe(true);
  expect(isSameRecording(ids, { ...ids, channelId: 'Other' })).toBe(false);
  expect(isSameRecording(ids, { ...ids, recordingId: 'Other' })).toBe(false);
});

test('no name exceeds the 80 characters and the alphabet of Step Functions, however long the ids', () => {
  const longest = { channelId: 'C'.repeat(20), recordingId: 'R'.repeat(20) };
  const exportName = `E${'_'.repeat(23)}`;
  const parent = operatorExecutionName(longest, now);

  const names = [
    recordingExecutionName(longest),
    revivedExecutionName(longest, 3),
    parent,
    exportExecutionName(longest, exportName, recordingExecutionName(longest)),
    exportExecutionName(longest, exportName, parent),
  ];

  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
  // The ids above are the longest that the contract lets through.
  expect(exportNameSchema.safeParse(exportName).success).toBe(true);
  expect(exportNameSchema.safeParse(`${exportName}_`).success).toBe(false);
  expect(parseRecordingPrefix(prefixOf(longest.channelId, longest.recordingId))).toBeDefined();
  expect(parseRecordingPrefix(prefixOf(`${longest.channelId}C`, 'R'))).toBeUndefined();
  expect(parseRecordingPrefix(prefixOf('C', `${longest.recordingId}R`))).toBeUndefined();
});

function prefixOf(channelId: string, recordingId: string): string {
  return `ivs/v1/123456789012/${channelId}/2026/6/23/20/12/${recordingId}`;
}
