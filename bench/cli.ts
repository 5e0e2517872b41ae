/** `npm run bench -- <measurement>`: measures, each time against a named reference in the same run. */
import { parseArgs } from 'node:util';
import { measureValidation } from './validate.ts';

const usage = `Usage: npm run bench -- validate [--json]

  validate   validate-recording on recordings of 1, 12 and 48 hours with 5 renditions, S3 in another process
  --json     one JSON object with all figures as the last line`;

async function main(): Promise<number> {
  // Not strict, so that what is unknown gets the usage instead of a stack trace.
  const options = { json: { type: 'boolean' }, help: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true, strict: false });
  const isUnderstood = Object.keys(values).every((name) => Object.hasOwn(options, name));
  if (values.help === true || !isUnderstood || positionals.join() !== 'validate') {
    console.error(usage);
    return values.help === true ? 0 : 2;
  }
  const report = await measureValidation((line) => console.log(line));
  if (values.json === true) console.log(JSON.stringify(report));
  return 0;
}

process.exitCode = await main();
