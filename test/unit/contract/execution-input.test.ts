import { describe, expect, test } from '@jest/globals';
import { executionInputSchema, exportInputSchema } from '../../../lambdas/shared/contract/execution-input.ts';
import { exportProfileSchema, exportRequestSchema } from '../../../lambdas/shared/contract/export-wish.ts';

const recording = { bucket: 'my-recordings', prefix: 'ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/j8Z9O91ndcVs' };
const both = [
  ['process-recording', executionInputSchema],
  ['export-recording', exportInputSchema],
] as const;

describe.each(both)('the input of %s', (_name, schema) => {
  test('needs nothing but the recording', () => {
    expect(schema.parse({ recording })).toEqual({ recording });
  });

  test.each([
    { recording, exprots: [] },
    { recording: { ...recording, region: 'us-east-1' } },
    { recording, source: { type: 'operator', reason: 'because' } },
  ])('refuses unknown keys, wherever they are: %j', (input) => {
    expect(schema.safeParse(input).error?.issues[0]?.code).toBe('unrecognized_keys');
  });

  test('lets the key through that Step Functions writes into the input of a child', () => {
    const input = { recording, AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: 'arn:aws:states:us-east-1:123456789012:x' };

    expect(schema.parse(input)).toEqual(input);
  });
});

test('one key tells the two inputs apart, so that neither machine accepts what is meant for the other', () => {
  expect(executionInputSchema.safeParse({ recording, export: 'archive' }).success).toBe(false);
  expect(exportInputSchema.safeParse({ recording, exports: ['archive'] }).success).toBe(false);
});

test('no exports at all is a wish too', () => {
  expect(executionInputSchema.parse({ recording, exports: [] }).exports).toEqual([]);
});

describe('a join', () => {
  const prefixOf = (id: string, minute = 30, channelId = 'AbCdef1G2hij', accountId = '123456789012') =>
    `ivs/v1/${accountId}/${channelId}/2026/6/23/20/${minute}/${id}`;
  const faultsOf = (joinWith: unknown) =>
    exportInputSchema.safeParse({ recording, joinWith }).error?.issues.map(({ path, message }) => [path, message]);

  test('names the recordings that follow, in their order; two may begin in one minute', () => {
    const joinWith = [prefixOf('two'), prefixOf('three'), prefixOf('four', 59)];

    expect(exportInputSchema.parse({ recording, joinWith }).joinWith).toEqual(joinWith);
    expect(executionInputSchema.safeParse({ recording, joinWith }).success).toBe(false);
  });

  test.each([
    ['another channel', [prefixOf('two', 30, 'Other')], 0, 'is of channel Other of account 123456789012'],
    ['another account', [prefixOf('two', 30, 'AbCdef1G2hij', '210987654321')], 0, 'of account 210987654321'],
    ['an earlier recording', [prefixOf('two', 40), prefixOf('three', 39)], 1, 'before the one that it is to follow'],
    ['the first one again', [prefixOf('two'), recording.prefix], 1, 'is in the join already'],
    ['one of them again', [prefixOf('two'), prefixOf('three'), prefixOf('two')], 2, 'is in the join already'],
    ['what is no recording', ['../x'], 0, 'is not the prefix of an IVS recording'],
  ])('does not hold %s', (_what, joinWith, index, message) => {
    expect(faultsOf(joinWith)).toEqual([[['joinWith', index], expect.stringContaining(message)]]);
  });

  test('holds one more recording at least, and nine at most', () => {
    const many = Array.from({ length: 10 }, (_, index) => prefixOf(`r${index}`));

    expect(faultsOf([])).toEqual([[['joinWith'], 'must name at least one recording, or be left out']]);
    expect(faultsOf(many)).toEqual([[['joinWith'], 'must name at most 9 recordings']]);
    expect(faultsOf(many.slice(1))).toBeUndefined();
  });
});

describe('a wish for an export', () => {
  test.each(['archive', '720p30', 'a_b-C'])('may name a profile: %s', (name) => {
    expect(exportRequestSchema.parse(name)).toBe(name);
  });

  test.each(['', '-archive', 'a b', 'a/b', '../x', 'é', 'x'.repeat(25)])(
    'has a name fit for keys and ids: %j',
    (name) => {
      expect(exportRequestSchema.safeParse(name).success).toBe(false);
      expect(exportRequestSchema.safeParse({ name, rendition: '720p30' }).success).toBe(false);
    },
  );

  test('may be written out, with no key that nobody reads', () => {
    expect(exportRequestSchema.parse({ rendition: '720p30' })).toEqual({ rendition: '720p30' });
    expect(exportRequestSchema.safeParse({ rendition: '720p30', codec: 'av1' }).success).toBe(false);
    expect(exportRequestSchema.safeParse({ rendition: 'media/../x' }).success).toBe(false);
  });
});

test('a profile that says nothing wants the highest rendition', () => {
  expect(exportProfileSchema.parse({})).toEqual({ rendition: 'highest' });
});
