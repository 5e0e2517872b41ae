/** `npm run bench -- <measurement>`: measures, each time against a named reference in the same run. */
import { parseArgs } from 'node:util';
import { measureApi } from './api.ts';
import { measureBurst } from './burst.ts';
import { measureExport } from './export.ts';
import { measureValidation } from './validate.ts';

const usage = `Usage: npm run bench -- validate [--json]
       npm run bench -- export [--long] [--json]
       npm run bench -- burst [--recordings n] [--seed n] [--json]
       npm run bench -- api [--json]

  validate   validate-recording on recordings of 1, 12 and 48 hours with 5 renditions, S3 in another process
  export     an export of 10 minutes beside ffmpeg, cat and mediabunny; needs ffmpeg and Linux
  burst      the events of 1,000 recordings at once, beside recordings one by one; exit code 1 if one is lost or doubled
  api        the three calls of the API over 10,000 recordings, beside bare queries of DynamoDB
  --long     2 hours as well, and the memory that 6 and 48 hours take
  --json     one JSON object with all figures as the last line`;

const options = {
  json: { type: 'boolean' },
  help: { type: 'boolean' },
  long: { type: 'boolean' },
  recordings: { type: 'string' },
  seed: { type: 'string' },
} as const;

type Print = (line: string) => void;
type Values = ReturnType<typeof parseArgs>['values'];

/** What a command line asks for; `undefined` when it makes no sense. */
function chooseMeasurement(
  name: string,
  { long: isLong, recordings, seed }: Values,
): ((print: Print) => Promise<object>) | undefined {
  const isOfBurst = recordings !== undefined || seed !== undefined;
  if (name === 'validate' && isLong !== true && !isOfBurst) return measureValidation;
  if (name === 'api' && isLong !== true && !isOfBurst) return measureApi;
  if (name === 'export' && !isOfBurst) return (print) => measureExport(isLong === true, print);
  const wish = { recordings: Number(recordings ?? 1000), seed: Number(seed ?? 1) };
  const isBurst = name === 'burst' && isLong !== true && Number.isInteger(wish.recordings) && wish.recordings > 0;
  return isBurst && Number.isInteger(wish.seed) ? (print) => measureBurst(wish, print) : undefined;
}

/** Only a burst tells of faults. */
const hasFaults = (report: object): boolean =>
  'faults' in report && Array.isArray(report.faults) && report.faults.length > 0;

async function main(): Promise<number> {
  // Not strict, so that what is unknown gets the usage instead of a stack trace.
  const { values, positionals } = parseArgs({ options, allowPositionals: true, strict: false });
  const isUnderstood = Object.keys(values).every((name) => Object.hasOwn(options, name));
  const measure = chooseMeasurement(positionals.join(), values);
  if (values.help === true || !isUnderstood || measure === undefined) {
    console.error(usage);
    return values.help === true ? 0 : 2;
  }
  const report = await measure((line) => console.log(line));
  if (values.json === true) console.log(JSON.stringify(report));
  return hasFaults(report) ? 1 : 0;
}

// So that what is cleaned up at the process's end is cleaned up then, too.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

process.exitCode = await main();
