/** What `cdk` runs: the app with the bundles that `npm run build` wrote. */
import path from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { ConfigInvalidError } from './config.ts';
import { RecordingsApp } from './recordings-app.ts';

const bundles = path.resolve(import.meta.dirname, '..', 'dist');

try {
  new RecordingsApp({ code: (stepName) => Code.fromAsset(path.join(bundles, stepName)) }).synth();
} catch (error) {
  // Whose configuration is wrong needs the message, not where in here it was noticed.
  if (!(error instanceof ConfigInvalidError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
