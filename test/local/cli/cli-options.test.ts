import '../../fixtures/one-realm.ts';
import { expect, test } from '@jest/globals';
import { helpText, parseCliOptions, UsageError } from '../../../local/cli-options.ts';

const defaults = { isServeOnly: false, isOnce: false, isJson: false, isHelp: false, isExportWanted: true };

test.each([
  [[], {}],
  [['--once', '--json'], { isOnce: true, isJson: true }],
  [['--serve'], { isServeOnly: true }],
  [['--help'], { isHelp: true }],
  [['-h'], { isHelp: true }],
  [['--recording', 'some/where'], { recording: 'some/where' }],
  [['--recording=some/where'], { recording: 'some/where' }],
  [['--no-export'], { isExportWanted: false }],
  [['--rendition', '480p30'], { rendition: '480p30' }],
  [['--engine', 'remux'], { engine: 'remux' }],
  [['--engine=auto', '--once'], { engine: 'auto', isOnce: true }],
  [['--serve', '--engine', 'auto'], { isServeOnly: true, engine: 'auto' }],
])('%j is understood', (args, expected) => {
  expect(parseCliOptions(args)).toEqual({ ...defaults, ...expected });
});

test.each([
  [['--nonsense'], /^Unknown option '--nonsense'\. npm start -- --help lists the options\.$/],
  [['somewhere'], /Unexpected argument 'somewhere'/],
  [['--recording'], /'--recording <value>' argument missing/],
  [['--once=yes'], /'--once' does not take an argument/],
  [['--serve', '--once'], /--serve runs no recording/],
  [['--serve', '--recording', 'x'], /--serve runs no recording/],
  [['--serve', '--json'], /--serve runs no recording/],
  [['--serve', '--no-export'], /--serve runs no recording/],
  [['--serve', '--rendition', '480p30'], /--serve runs no recording/],
  [['--no-export', '--rendition', '480p30'], /does not go with --no-export/],
  [['--no-export', '--engine', 'remux'], /does not go with --no-export/],
  [['--engine', 'ffmpeg'], /^There is no engine "ffmpeg"; --engine takes mediaconvert, auto or remux\.$/],
])('%j is refused in one line', (args, expected) => {
  expect(() => parseCliOptions(args)).toThrow(UsageError);
  expect(() => parseCliOptions(args)).toThrow(expected);
  expect(() => parseCliOptions(args)).not.toThrow(/\n/);
});

test('the help names every option', () => {
  const options = ['recording', 'rendition', 'no-export', 'engine', 'once', 'json', 'serve', 'help'];

  expect(options.filter((option) => !helpText.includes(`--${option} `))).toEqual([]);
});
