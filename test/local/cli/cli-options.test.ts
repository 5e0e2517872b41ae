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
  [['--exports', '{"archive":{}}'], { exports: { archive: { rendition: 'highest' } } }],
  [
    ['--serve', '--exports={"small":{"rendition":480,"video":"h264"},"podcast":{"format":"m4a"}}'],
    {
      isServeOnly: true,
      exports: {
        small: { rendition: 480, video: 'h264' },
        podcast: { rendition: 'highest', format: 'm4a' },
      },
    },
  ],
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
  [['--exports', 'archive'], /^--exports takes JSON such as '\{"archive":\{\}\}', in single quotes; found archive$/],
  [['--exports', '{}'], /names no export; --no-export asks for none/],
  [
    ['--exports', '{"archive":{"format":"avi"}}'],
    /^--exports is not understood \(archive\.format: must be mp4 or m4a\)/,
  ],
  [['--exports', '{"../x":{}}'], /must be 1 to 24 letters/],
  [['--exports', '{"archive":{}}', '--rendition', '480p30'], /goes with neither --no-export nor --rendition/],
  [['--exports', '{"archive":{}}', '--no-export'], /goes with neither --no-export nor --rendition/],
])('%j is refused in one line', (args, expected) => {
  expect(() => parseCliOptions(args)).toThrow(UsageError);
  expect(() => parseCliOptions(args)).toThrow(expected);
  expect(() => parseCliOptions(args)).not.toThrow(/\n/);
});

test('the help names every option', () => {
  const options = ['recording', 'rendition', 'exports', 'no-export', 'engine', 'once', 'json', 'serve', 'help'];

  expect(options.filter((option) => !helpText.includes(`--${option} `))).toEqual([]);
});
