import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { hasDesktop, listenForOpening, openingCommand, type Surroundings } from '../../../local/page/open-page.ts';

test.each<[string, Surroundings, boolean]>([
  ['a Mac', { platform: 'darwin', environment: {}, isInteractive: true }, true],
  ['Windows', { platform: 'win32', environment: {}, isInteractive: true }, true],
  ['Linux with X', { platform: 'linux', environment: { DISPLAY: ':0' }, isInteractive: true }, true],
  [
    'Linux with Wayland',
    { platform: 'linux', environment: { WAYLAND_DISPLAY: 'wayland-0' }, isInteractive: true },
    true,
  ],
  ['a Linux server', { platform: 'linux', environment: {}, isInteractive: true }, false],
  ['a pipe', { platform: 'darwin', environment: {}, isInteractive: false }, false],
  ['continuous integration', { platform: 'darwin', environment: { CI: 'true' }, isInteractive: true }, false],
])('on %s, the page is offered: %j, %p', (_, surroundings, isOffered) => {
  expect(hasDesktop(surroundings)).toBe(isOffered);
});

test('an o on a line of its own opens the page, as often as it is typed, until nobody listens', () => {
  const input = new PassThrough();
  let opened = 0;
  const stop = listenForOpening(input, () => {
    opened += 1;
  });

  input.write('o\n');
  input.write('no\nO\n');
  stop();
  input.write('o\n');

  expect(opened).toBe(2);
  expect(input.isPaused()).toBe(true);
});

test('the desktop’s own command opens the address', () => {
  const url = 'http://127.0.0.1:4000/';

  expect(openingCommand('darwin', url)).toEqual(['open', url]);
  expect(openingCommand('linux', url)).toEqual(['xdg-open', url]);
  expect(openingCommand('win32', url)).toContain(url);
});
