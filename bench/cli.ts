/** `npm run bench -- <measurement>`: measures, each time against a named reference in the same run. */
import { parseArgs } from 'node:util';
import { measureExport } from './export.ts';
import { measureValidation } from './validate.ts';

const usage = `Usage: npm run bench -- validate [--json]
       npm run bench -- export [--long] [--json]

  validate   validate-recording on recordings of 1, 12 and 48 hours with 5 renditions, S3 in another process
  export     an export of 10 minutes beside ffmpeg, cat and mediabunny; needs ffmpeg and Linux
  --long     2 hours as well, and the memory that 6 and 48 hours take
  --json     one JSON object with all figures as the last line`;

const options = { json: { type: 'boolean' }, help: { type: 'boolean' }, long: { type: 'boolean' } } as const;

type Print = (line: string) => void;

/** What a command line asks for; `undefined` when it makes no sense. */
function chooseMeasurement(name: string, isLong: boolean): ((print: Print) => Promise<object>) | undefined {
  if (name === 'validate' && !isLong) return measureValidation;
  if (name === 'export') return (print) => measureExport(isLong, print);
  return undefined;
}

async function main(): Promise<number> {
  // Not strict, so that what is unknown gets the usage instead of a stack trace.
  const { values, positionals } = parseArgs({ options, allowPositionals: true, strict: false });
  const isUnderstood = Object.keys(values).every((name) => Object.hasOwn(options, name));
  const measure = chooseMeasurement(positionals.join(), values.long === true);
  if (values.help === true || !isUnderstood || measure === undefined) {
    console.error(usage);
    return values.help === true ? 0 : 2;
  }
  const report = await measure((line) => console.log(line));
  if (values.json === true) console.log(JSON.stringify(report));
  return 0;
}

// So that what is cleaned up at the process's end is cleaned up then, too.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

process.exitCode = await main();
