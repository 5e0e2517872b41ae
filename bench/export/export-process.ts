/** A process that exports one recording as `npm run export` does, and tells its largest resident set. */
import { exportRecording } from '../../ops/export/export-recording.ts';

const [, , input = '', output = '', workers = '1'] = process.argv;

await exportRecording(
  {
    input,
    output,
    rendition: undefined,
    tracks: 'all',
    clip: undefined,
    isTolerant: false,
    workerCount: Number(workers),
    isOverwriting: true,
    isJson: false,
    isDebug: false,
  },
  () => ({ show: () => {}, stop: () => {} }),
  new AbortController().signal,
);
process.send?.({ peakMemoryBytes: process.resourceUsage().maxRSS * 1024 });
process.disconnect?.();
