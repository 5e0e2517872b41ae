import { availableParallelism } from 'node:os';
import { expect, test } from '@jest/globals';
import { runInProcess } from './run-in-process.ts';

test.each([
  ['nothing to export', [], "error: missing required argument 'input'"],
  ['no place to export to', ['a'], "error: missing required argument 'output'"],
  ['too much', ['a', 'b.mp4', 'c'], 'error: too many arguments. Expected 2 arguments but got 3: a, b.mp4, c.'],
  ['an unknown option', ['a', 'b.mp4', '--quick'], "error: unknown option '--quick'"],
  ['a misspelt option', ['a', 'b.mp4', '--forc'], "error: unknown option '--forc' (Did you mean --force?)"],
  ['another kind of file', ['a', 'b.mkv'], 'error: the output b.mkv should end in .mp4'],
  [
    'no time',
    ['a', 'b.mp4', '--to', 'end'],
    "error: option '--to <time>' argument 'end' is invalid. Expected seconds (90.5) or h:mm:ss (0:01:30.5).",
  ],
  [
    'no number',
    ['a', 'b.mp4', '--workers', 'all'],
    "error: option '--workers <n>' argument 'all' is invalid. Expected a whole number from 1 to 16.",
  ],
])('a command line with %s is refused with exit code 2', async (_, args, sentence) => {
  const { exitCode, stdout, stderr } = await runInProcess(args);

  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toBe(`${sentence}\nnpm run export -- --help explains the usage.\n`);
});

const help = `Usage: npm run export -- [options] <folder | master.m3u8 | playlist.m3u8> <out.mp4>

Puts an HLS recording on disk (MPEG-TS segments with H.264 and AAC) into one
MP4, frames unchanged. What is damaged or cannot be carried is refused, with its
place and the reason, and no file is left behind.

Arguments:
  input               folder with playlists, or a playlist
  output              file to make: .mp4, or .m4a with --audio-only

Options:
  --rendition <name>  which one: highest (which is the default), lowest, a name
                      (720p30) or a height (720)
  --audio-only        carry the sound alone, into an M4A
  --from <time>       leave out what is before
  --to <time>         leave out what is after
  --tolerate-losses   export what is there of a damaged recording, and list what
                      is missing
  --workers <n>       threads to work with, the main one among them; 1 to 16
                      (default: ${Math.min(2, availableParallelism())})
  --force             replace a file that is there already
  --json              print the report as one JSON object
  --debug             show where an error came from
  -h, --help          this text

The input is a recording as Amazon IVS writes it (a folder with media/hls/), any
folder with playlists, or a playlist. Times are seconds (90.5) or h:mm:ss, by
the playlist; a clip begins with the last key frame at or before --from.

Exit codes: 0 done, 1 refused or failed, 2 usage, 130 and 143 interrupted.
`;

test.each(['--help', '-h'])('%s explains everything', async (option) => {
  const { exitCode, stdout, stderr } = await runInProcess([option]);

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toBe(help);
});
