import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readWish } from '../../../lambdas/list-recordings/read-wish.ts';
import { walkRecordings } from '../../../lambdas/list-recordings/walk-recordings.ts';
import { ExecutionInputInvalidError, ExportProfileUnknownError } from '../../../lambdas/shared/contract/errors.ts';
import { parseRecordingPrefix } from '../../../lambdas/shared/contract/recording-location.ts';
import { configuration } from '../../fixtures/step-ports.ts';
import { defineTarget } from '../fuzz-target.ts';
import { jsonEdits, parsedJson } from '../generators/json.ts';

const examples: readonly object[] = [
  { since: '24h', reconcile: true },
  { since: '2026-06-23', until: '2026-06-24T12:00:00Z', exports: 'default', dryRun: true },
  { since: '30d', all: true, exports: ['archive', { rendition: '160p30' }] },
];
const keys = ['since', 'until', 'all', 'dryRun', 'exports', 'reconcile'];
const fragments = ['9999d', '1h', '0d', '2026-02-30', '0000-01-01', '9999-12-31', 'default'];

/** Names of folders at any level: numbers as IVS writes them, and others. */
const NAMES = [
  '123456789012',
  'AbCdef1G2hij',
  '2026',
  '6',
  '23',
  '20',
  '12',
  '06',
  '31',
  '2',
  '0',
  '',
  '..',
  '%32',
  '60',
  '99999999999',
];

/** What an operator types to have a bucket walked, and what lies in the bucket. */
export const backfills = defineTarget({
  name: 'backfill',
  refusals: [ExecutionInputInvalidError, ExportProfileUnknownError],
  cases: fc.record({
    example: fc.nat(examples.length - 1),
    edits: jsonEdits(fragments, keys, 2),
    names: fc.array(fc.constantFrom(...NAMES), { maxLength: 8 }),
  }),
  run: async ({ example, edits, names }) => {
    const now = new Date('2026-06-24T07:51:42.000Z');
    const { walkedSpan } = readWish(parsedJson(examples[example], edits), undefined, now, configuration);
    assert.ok(walkedSpan.since <= walkedSpan.until);

    let listings = 0;
    const listFolders = async function* ({ prefix }: { prefix: string }) {
      // Each level has all names, so that a walk which went on below recordings, or anywhere, would not end.
      assert.ok(++listings < 20_000 && prefix.startsWith('ivs/v1/') && prefix.endsWith('/'));
      yield names.slice(0, 3);
      yield names.slice(3);
    };
    const found: string[] = [];
    for await (const { prefix } of walkRecordings(
      { bucket: 'b', channels: [], span: walkedSpan, after: undefined },
      listFolders,
    )) {
      assert.ok(parseRecordingPrefix(prefix) !== undefined);
      found.push(prefix);
      if (found.length > 100) break;
    }
    return undefined;
  },
});
