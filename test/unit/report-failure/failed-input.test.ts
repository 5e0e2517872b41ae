import { describe, expect, test } from '@jest/globals';
import { readFailedInput } from '../../../lambdas/report-failure/failed-input.ts';
import { recording } from './events.ts';

const read = (input: unknown, defaultExports: string[] = ['archive']) =>
  readFailedInput(JSON.stringify(input), defaultExports);

test('an input tells recording, channel and the metadata to echo', () => {
  const input = { recording, source: { type: 'ivs-event', channelName: 'Your Channel' }, metadata: { show: 7 } };

  expect(read(input)).toMatchObject({
    recording: { channelId: 'AbCdef1G2hij', channelName: 'Your Channel', recordingId: 'j8Z9O91ndcVs', ...recording },
    location: { startMinute: '2026-06-23T20:12Z' },
    metadata: { show: 7 },
  });
});

describe('the name of the export', () => {
  test.each([
    ['a profile', 'small', 'small'],
    ["a wish's own", { name: 'mine', rendition: '720p30' }, 'mine'],
    ["its rendition's, of a wish without one", { rendition: '720p30' }, '720p30'],
    ['the first default, without a wish', undefined, 'archive'],
    ['unknown, of a wish that cannot be read', { rendition: 7 }, undefined],
  ])('is %s', (_what, wish, name) => {
    expect(read({ recording, export: wish }).exportName).toBe(name);
  });

  test('is unknown where there is neither a wish nor a default', () => {
    expect(read({ recording }, []).exportName).toBeUndefined();
  });
});

test.each([
  ['a misspelt key', { recording, exprots: [] }],
  ['metadata that is too large', { recording, metadata: { note: 'x'.repeat(2000) } }],
  ['a source of the wrong kind', { recording, source: 'me' }],
])('%s does not make the recording unknown', (_what, input) => {
  expect(read(input)).toMatchObject({ recording: { recordingId: 'j8Z9O91ndcVs' }, metadata: {} });
});

test.each([
  ['no prefix of a recording', '{"recording":{"bucket":"my-recordings","prefix":"x"}}'],
  ['no recording', '{}'],
  ['no object', '"text"'],
  ['null', 'null'],
  ['nothing', ''],
])('%s names no recording', (_what, input) => {
  expect(readFailedInput(input, ['archive']).recording).toBeUndefined();
});
