/** A process that does the same with mediabunny: HLS in, MP4 out, frames copied; the index last, as it then is fastest. */
import { Conversion, FilePathSource, FilePathTarget, HLS_FORMATS, Input, Mp4OutputFormat, Output } from 'mediabunny';

const [, , playlist = '', outputPath = ''] = process.argv;

const input = new Input({ source: new FilePathSource(playlist), formats: HLS_FORMATS });
const output = new Output({
  format: new Mp4OutputFormat({ fastStart: false }),
  target: new FilePathTarget(outputPath),
});
const conversion = await Conversion.init({ input, output });
await conversion.execute();
process.send?.({ peakMemoryBytes: process.resourceUsage().maxRSS * 1024 });
process.disconnect?.();
