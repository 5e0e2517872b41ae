/** The command line of `npm run export`, declared; what the values mean is in parse-options.ts. */
import { Command, Option } from 'commander';
import { parseTime, parseWorkerCount } from './parse-options.ts';

/** Options as commander hands them over, each read by its parser. */
export interface DeclaredOptions {
  readonly rendition?: string;
  readonly audioOnly?: true;
  readonly from?: number;
  readonly to?: number;
  readonly tolerateLosses?: true;
  readonly workers: number;
  readonly force?: true;
  readonly json?: true;
  readonly debug?: true;
}

/** Lines of at most 80 characters, as everything that commander wraps; the same on any terminal. */
const helpColumns = 80;

const description = `Puts an HLS recording on disk (MPEG-TS segments with H.264 and AAC) into one
MP4, frames unchanged. What is damaged or cannot be carried is refused, with its
place and the reason, and no file is left behind.`;

const notes = `
The input is a recording as Amazon IVS writes it (a folder with media/hls/), any
folder with playlists, or a playlist. Times are seconds (90.5) or h:mm:ss, by
the playlist; a clip begins with the last key frame at or before --from.`;

const exitCodesNote = 'Exit codes: 0 done, 1 refused or failed, 2 usage, 130 and 143 interrupted.';

/** What a command has that stands for itself, and a subcommand has of its program. */
export function declareExportProgram(defaultWorkers: number): Command {
  return declareExportCommand('npm run export --', defaultWorkers)
    .option('--json', 'print the report as one JSON object')
    .option('--debug', 'show where an error came from')
    .helpOption('-h, --help', 'this text')
    .addHelpText('after', `\n${exitCodesNote}`)
    .configureOutput({ getOutHelpWidth: () => helpColumns })
    .exitOverride();
}

/** Declares arguments, options and help. */
export function declareExportCommand(name: string, defaultWorkers: number): Command {
  return new Command(name)
    .usage('[options] <folder | master.m3u8 | playlist.m3u8> <out.mp4>')
    .description(description)
    .summary('Put a recording on disk into one MP4; needs no AWS.')
    .argument('<input>', 'folder with playlists, or a playlist')
    .argument('<output>', 'file to make: .mp4, or .m4a with --audio-only')
    .option(
      '--rendition <name>',
      'which one: highest (which is the default), lowest, a name (720p30) or a height (720)',
    )
    .option('--audio-only', 'carry the sound alone, into an M4A')
    .option('--from <time>', 'leave out what is before', parseTime)
    .option('--to <time>', 'leave out what is after', parseTime)
    .option('--tolerate-losses', 'export what is there of a damaged recording, and list what is missing')
    .addOption(
      new Option('--workers <n>', 'threads to work with, the main one among them; 1 to 16')
        .argParser(parseWorkerCount)
        .default(defaultWorkers),
    )
    .option('--force', 'replace a file that is there already')
    .addHelpText('after', notes);
}
