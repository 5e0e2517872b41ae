import { describe, expect, test } from '@jest/globals';
import { readFailedInput } from '../../../lambdas/report-failure/failed-input.ts';
import { recording } from './events.ts';

const exportProfiles = {
  archive: { rendition: 'highest' },
  teaser: { rendition: 'highest', clip: { fromSeconds: 0, toSeconds: 30 } },
} as const;
const read = (input: unknown, defaultExports: string[] = ['archive']) =>
  readFailedInput(JSON.stringify(input), { exportProfiles, defaultExports });

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
    ['with the clip of a wish', { rendition: '720p30', clip: { fromSeconds: 1.5 } }, '720p30-clip1500ms-end'],
    ['with the clip of its profile', 'teaser', 'teaser-clip0s-30s'],
    ['a stand-in, of a text that is no name', 'archive social', 'archive-social-a89ee2b8'],
    ["its rendition's, of a wish by lines", { rendition: 720 }, '720'],
    ['unknown, of a wish that cannot be read', { rendition: 0 }, undefined],
  ])('is %s', (_what, wish, name) => {
    expect(read({ recording, export: wish }).exportName).toBe(name);
  });

  test('tells that it is a join', () => {
    const joinWith = ['ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/21/0/k8Z9O91ndcVs'];

    expect(read({ recording, joinWith, export: 'archive' }).exportName).toMatch(/^archive-join2-[0-9a-f]{6}$/);
  });

  test("is unknown of a join that cannot be read, so that the recording's own export does not count as failed", () => {
    expect(read({ recording, joinWith: ['x'], export: 'archive' }).exportName).toBeUndefined();
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
  expect(readFailedInput(input, { exportProfiles, defaultExports: ['archive'] }).recording).toBeUndefined();
});
