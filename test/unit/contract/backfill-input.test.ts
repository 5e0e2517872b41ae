import { expect, test } from '@jest/globals';
import { backfillInputSchema, spanOf } from '../../../lambdas/shared/contract/backfill-input.ts';

const now = new Date('2026-03-30T12:00:00Z');

test.each([
  [{ since: '2026-03-01' }],
  [{ since: '2026-03-01T10:00:00Z', until: '2026-03-02' }],
  [{ since: '24h', reconcile: true, exports: 'default' }],
  [{ since: '30d', all: true, dryRun: true, exports: ['archive', { rendition: '720p30' }] }],
  [{ since: '1d', all: false, dryRun: false, reconcile: false, exports: [] }],
])('%j is an input', (input) => {
  expect(backfillInputSchema.safeParse(input).success).toBe(true);
});

test.each([
  [{}],
  [{ since: '0d' }],
  [{ since: '12345d' }],
  [{ since: '1w' }],
  [{ since: '2026-3-1' }],
  [{ since: '2026-02-30T00:00:00' }],
  [{ since: '2026-02-30T00:00:00Z' }],
  [{ since: '2026-02-30' }],
  [{ since: '1d', until: 'now' }],
  [{ since: '1d', exports: Array(21).fill('archive') }],
  [{ since: '1d', dryrun: true }],
  [{ since: '1d', all: true, reconcile: true }],
])('%j is none', (input) => {
  expect(backfillInputSchema.safeParse(input).success).toBe(false);
});

test('a span goes back from until, across the change of the clocks, in hours', () => {
  expect(spanOf({ since: '2d' }, now)).toEqual({ since: new Date('2026-03-28T12:00:00Z'), until: now });
  expect(spanOf({ since: '36h', until: '2026-03-02' }, now)).toEqual({
    since: new Date('2026-02-28T12:00:00Z'),
    until: new Date('2026-03-02T00:00:00Z'),
  });
});
