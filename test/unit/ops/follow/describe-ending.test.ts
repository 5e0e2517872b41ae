import { expect, test } from '@jest/globals';
import { announcedIn, resultOf } from '../../../../ops/follow/describe-ending.ts';

const ready = {
  type: 'recording.export.ready',
  export: { name: 'archive', url: 'https://x/archive.mp4', engine: 'remux', engineReason: 'as asked', sizeBytes: 1 },
};
const held = { type: 'recording.export.held', export: { name: 'archive' }, hold: { reason: 'minutes' } };

test('an output tells the message that was announced, whatever was held back before it', () => {
  const output = JSON.stringify({ announcement: { message: ready }, held: { announcement: { message: held } } });

  expect(announcedIn(output)).toEqual(ready);
  expect(resultOf(output)).toEqual({
    type: 'recording.export.ready',
    exportName: 'archive',
    url: 'https://x/archive.mp4',
    remark: 'remux',
  });
});

test('what is held back was not announced, and is a result all the same', () => {
  const output = JSON.stringify({ held: { announcement: { message: held } } });

  expect(announcedIn(output)).toBeUndefined();
  expect(resultOf(output)).toMatchObject({ type: 'recording.export.held', remark: 'held back: minutes' });
});

test.each([undefined, '', '{}', '{"announcement":{"message":{}}}'])('%j announces nothing', (output) => {
  expect([announcedIn(output), resultOf(output)]).toEqual([undefined, undefined]);
});
