import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { recordingSortKey } from '../../../lambdas/shared/contract/catalog.ts';
import { recordingExecutionName } from '../../../lambdas/shared/contract/execution-name.ts';
import { metadataFileKey, recordingPrefixOfMetadataKey } from '../../../lambdas/shared/contract/object-keys.ts';
import { makeRecordingPrefix, parseRecordingPrefix } from '../../../lambdas/shared/contract/recording-location.ts';
import { defineTarget } from '../fuzz-target.ts';
import { editText, textEdits } from '../generators/text.ts';

const identifier = fc.string({ unit: fc.constantFrom(...'AZaz09jR'), minLength: 1, maxLength: 22 });

const prefixes = fc
  .record({
    accountId: fc.constantFrom('123456789012', '000000000000', '12345678901'),
    channelId: identifier,
    recordingId: identifier,
    startedAt: fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
  })
  .map((parts) => ({ parts, prefix: makeRecordingPrefix(parts) }));

const endings = [
  '/events/recording-ended.json',
  '/events/recording-failed.json',
  '/events/recording-started.json',
  '/',
  '',
];
/** Its place in a prefix; the only number of a fixed length. */
const YEAR = 4;
const fragments = ['ivs/v1/', '/02/', '/31/', '/24/', '/60/', '/2/29/', '/events/', '０', '\n'];

/** Prefixes and keys, as events and inputs name them. */
export const objectKeys = defineTarget({
  name: 'recording-prefix',
  refusals: [],
  cases: fc.record({
    place: prefixes,
    edits: textEdits(fragments, 3),
    ending: fc.constantFrom(...endings),
    /** Which of the numbers is written with a zero in front, as IVS never does. */
    padded: fc.constantFrom(undefined, undefined, 3, 4, 5, 6, 7, 8),
  }),
  run: ({ place, edits, ending, padded }) => {
    const parts = place.prefix
      .split('/')
      .map((part, index) => (index === padded ? `0${index === YEAR ? part.slice(1) : part}` : part));
    const prefix = editText(parts.join('/'), edits);
    const location = parseRecordingPrefix(prefix);
    const isSound = [place.parts.channelId, place.parts.recordingId].every((id) => id.length <= 20);
    if (edits.length === 0 && padded === undefined)
      assert.equal(location !== undefined, isSound && place.parts.accountId.length === 12);
    checkMetadataKey(prefix + ending);
    if (location === undefined) return 'no prefix';
    const { accountId, channelId, recordingId, startMinute } = location;
    assert.equal(makeRecordingPrefix({ accountId, channelId, recordingId, startedAt: new Date(startMinute) }), prefix);
    // One parser, one spelling: nothing that could climb, be encoded, or be read as another key.
    assert.match(prefix, /^[A-Za-z0-9/]+$/);
    assert.match(recordingSortKey(location), /^\d{4}-\d\d-\d\dT\d\d:\d\dZ#[A-Za-z0-9]{1,20}$/);
    assert.match(recordingExecutionName(location), /^[A-Za-z0-9-]{3,41}$/);
    return undefined;
  },
});

function checkMetadataKey(key: string): void {
  const prefix = recordingPrefixOfMetadataKey(key);
  if (prefix === undefined) return;
  assert.ok(
    [metadataFileKey(prefix, 'recording-ended.json'), metadataFileKey(prefix, 'recording-failed.json')].includes(key),
  );
}
