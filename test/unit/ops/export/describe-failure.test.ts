import '../../../fixtures/one-realm.ts';
import { expect, test } from '@jest/globals';
import { FileNotWritableError } from '../../../../media/files/file-not-writable-error.ts';
import { InputRefusedError } from '../../../../media/files/input-refused-error.ts';
import { SegmentDamagedError } from '../../../../media/remux/segment-damaged-error.ts';
import { StreamNotCarriableError } from '../../../../media/remux/stream-not-carriable-error.ts';
import { describeFailure } from '../../../../ops/export/describe-failure.ts';
import { InterruptedError } from '../../../../ops/terminal/interruption.ts';

test.each([
  [new InputRefusedError('no-playlist', 'No playlist.'), 'no-playlist', undefined],
  [new SegmentDamagedError('sync-lost', { segment: '1.ts' }, 'x'), 'sync-lost', /--tolerate-losses/],
  [new StreamNotCarriableError('encrypted', { segment: '1.ts' }, 'x'), 'encrypted', undefined],
  [new FileNotWritableError('exists', '/out.mp4', 'x'), 'exists', /--force/],
  [new FileNotWritableError('disk-full', '/out.mp4', 'x'), 'disk-full', undefined],
])('%s keeps its reason, and says what to do where there is something', (error, reason, advice) => {
  const failure = describeFailure(error);

  expect(failure).toMatchObject({ exitCode: 1, name: error.name, reason, message: error.message });
  if (advice === undefined) expect(failure.advice).toBeUndefined();
  else expect(failure.advice).toMatch(advice);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s ends with %d', (signal, exitCode) => {
  expect(describeFailure(new InterruptedError(signal))).toMatchObject({ exitCode, advice: undefined });
});

test.each([[new TypeError('x is not a function')], ['a string'], [undefined]])(
  'anything else (%s) is a fault of the program, and --debug is named',
  (thrown) => {
    expect(describeFailure(thrown)).toMatchObject({ exitCode: 1, advice: expect.stringContaining('--debug') });
  },
);
