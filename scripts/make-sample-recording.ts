/**
 * Makes a recording of generated pictures and tones, laid out as Amazon IVS writes one: the sample on which everything
 * runs on a laptop, and longer ones for tests and measurements. See `--help`.
 *
 * ffmpeg encodes; segments, playlists and metadata files are written here. The same ffmpeg makes the same bytes. The
 * committed recording was made by ffmpeg 5.1.9 with x264 0.164 (Debian 12, font DejaVu Sans Mono) without options.
 */
import { ffmpegCommand } from './sample/ffmpeg.ts';
import { parseSampleOptions, USAGE } from './sample/options.ts';
import { writeRecording } from './sample/write-recording.ts';

try {
  const options = parseSampleOptions(process.argv.slice(2));
  if (options === undefined) {
    console.log(USAGE);
  } else {
    console.log(await writeRecording(options, ffmpegCommand(process.env)));
  }
} catch (error) {
  console.error(error instanceof Error ? `${error.name}: ${error.message}` : error);
  process.exitCode = 1;
}
