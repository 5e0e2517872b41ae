/** `npm run bench -- <measurement>`: measures, each time against a named reference in the same run. */
import { parseArgs } from 'node:util';
import { measureValidation } from './validate.ts';

const usage = `Usage: npm run bench -- validate [--json]

  validate   validate-recording on recordings of 1, 12 and 48 hours with 5 renditions, S3 in another process
  --json     one JSON object with all figures as the last line`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true });
  if (positionals.length !== 1 || positionals[0] !== 'validate') {
    console.error(usage);
    return 2;
  }
  const report = await measureValidation((line) => console.log(line));
  if (values.json) console.log(JSON.stringify(report));
  return 0;
}

process.exitCode = await main();
