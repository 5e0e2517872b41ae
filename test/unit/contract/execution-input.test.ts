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
