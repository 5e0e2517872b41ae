import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { exportExecutionName, recordingIdsOfName } from '../../../lambdas/shared/contract/execution-name.ts';
import {
  askedNameOf,
  derivedExportNameSchema,
  exportNameOf,
  isNameOrClipOf,
  standInNameOf,
} from '../../../lambdas/shared/contract/export-name.ts';
import { clipSchema, exportNameSchema } from '../../../lambdas/shared/contract/export-wish.ts';
import { anyCharacter } from '../../fixtures/any-character.ts';

const prefix = (id: string) => `ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/${id}`;

test('the export of a whole recording bears the name that was asked for', () => {
  expect(exportNameOf({ name: 'archive' })).toBe('archive');
  expect(exportNameOf({ name: 'archive' }, [])).toBe('archive');
});

describe('the name of a clip', () => {
  test.each([
    [{ fromSeconds: 60, toSeconds: 90 }, 'a-clip60s-90s'],
    [{ fromSeconds: 0 }, 'a-clip0s-end'],
    [{ fromSeconds: 1.5, toSeconds: 2.001 }, 'a-clip1500ms-2001ms'],
    [{ fromSeconds: 0.1 + 0.2, toSeconds: 604_800 }, 'a-clip300ms-604800s'],
  ])('tells from where to where: %j', (clip, name) => {
    expect(exportNameOf({ name: 'a', clip })).toBe(name);
  });
});

test('the name of a join tells of how many recordings, and differs for others and for another order', () => {
  const names = [
    exportNameOf({ name: 'a' }, [prefix('two')]),
    exportNameOf({ name: 'a' }, [prefix('other')]),
    exportNameOf({ name: 'a' }, [prefix('two'), prefix('three')]),
    exportNameOf({ name: 'a' }, [prefix('three'), prefix('two')]),
  ];

  expect(names[0]).toMatch(/^a-join2-[0-9a-f]{6}$/);
  expect(names[2]).toMatch(/^a-join3-[0-9a-f]{6}$/);
  expect(new Set(names).size).toBe(names.length);
});

test('a clip of a join tells both', () => {
  expect(exportNameOf({ name: 'a', clip: { fromSeconds: 5 } }, [prefix('two')])).toMatch(
    /^a-join2-[0-9a-f]{6}-clip5s-end$/,
  );
});

test('the name of a clip is told as that of a clip of its export, and of no other', () => {
  const clip = exportNameOf({ name: 'archive', clip: { fromSeconds: 60 } });

  expect([isNameOrClipOf(clip, 'archive'), isNameOrClipOf('archive', 'archive')]).toEqual([true, true]);
  for (const other of ['arch', 'archive-clip', 'archives']) expect(isNameOrClipOf(clip, other)).toBe(false);
  expect(isNameOrClipOf('archives', 'archive')).toBe(false);
});

test.each(['archive-clip0s-end', 'a-join2-0123ab', 'x-clip1'])(
  '%s cannot be asked for, since it would pass for a clip or a join',
  (name) => {
    expect(exportNameSchema.safeParse(name).success).toBe(false);
  },
);

test.each(['eclipse', 'a-clip', 'join-us', 'paperclip-2'])('%s can be asked for', (name) => {
  expect(exportNameSchema.safeParse(name).success).toBe(true);
});

test('what is asked for is a profile, a name of its own, or else the rendition', () => {
  expect([
    askedNameOf('archive'),
    askedNameOf({ name: 'mine', rendition: 'highest' }),
    askedNameOf({ rendition: 720 }),
  ]).toEqual(['archive', 'mine', '720']);
});

test('a text that is no name has a readable stand-in, another text another one, and a name none', () => {
  expect(standInNameOf('archive')).toBe('archive');
  expect(standInNameOf('archive social')).toMatch(/^archive-social-[0-9a-f]{8}$/);
  expect(standInNameOf('../..')).toMatch(/^unnamed-[0-9a-f]{8}$/);
  expect(standInNameOf('a b')).not.toBe(standInNameOf('a_b.'));
});

const name = fc
  .stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,23}$/)
  .filter((text) => exportNameSchema.safeParse(text).success);
// Often the same, and often alike: 1 s and 1 ms, a and a-clip.
const milliseconds = fc.oneof(fc.constantFrom(0, 1, 1000, 1001, 60_000), fc.integer({ min: 0, max: 604_800_000 }));
const clip = fc
  .record({ from: milliseconds, to: fc.option(milliseconds, { nil: undefined }) })
  .filter(({ from, to }) => to === undefined || to > from)
  .map(({ from, to }) => ({ fromSeconds: from / 1000, ...(to === undefined ? {} : { toSeconds: to / 1000 }) }));
const wish = fc.record({
  name: fc.oneof(fc.constantFrom('a', 'a-clip', 'a-join', 'a-end'), name),
  clip: fc.option(clip, { nil: undefined }),
  joinWith: fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9]{1,20}$/).map(prefix), { maxLength: 9 }),
});

test('two wishes that differ never share a name, whatever they are called and wherever they begin and end', async () => {
  await fc.assert(
    fc.property(wish, wish, (one, other) => {
      const isSame = JSON.stringify(one) === JSON.stringify(other);

      expect(exportNameOf(one, one.joinWith) === exportNameOf(other, other.joinWith)).toBe(isSame);
    }),
    { numRuns: 2000 },
  );
});

test('every clip that may be wished for has a name, and every name fits keys and executions', async () => {
  const ids = fc.record({
    channelId: fc.stringMatching(/^[A-Za-z0-9]{1,20}$/),
    recordingId: fc.stringMatching(/^[A-Za-z0-9]{1,20}$/),
  });
  await fc.assert(
    fc.property(wish, ids, fc.string(), (one, recording, parent) => {
      if (one.clip !== undefined) expect(clipSchema.safeParse(one.clip).success).toBe(true);
      const derived = exportNameOf(one, one.joinWith);
      const execution = exportExecutionName(recording, derived, parent);

      expect(derivedExportNameSchema.safeParse(derived).success).toBe(true);
      expect(execution).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
      expect(recordingIdsOfName(execution)).toEqual(recording);
    }),
    { numRuns: 1000 },
  );
});

test('every text has a stand-in that can be a name', async () => {
  await fc.assert(
    fc.property(fc.oneof(fc.string({ unit: anyCharacter }), fc.string()), (text) => {
      expect(standInNameOf(text)).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{0,23}$/);
    }),
    { numRuns: 1000 },
  );
});
