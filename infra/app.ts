/** What `cdk` runs: the app with the bundles that `npm run build` wrote. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { ConfigInvalidError } from './config.ts';
import { RecordingsApp } from './recordings-app.ts';

const bundles = path.resolve(import.meta.dirname, '..', 'dist');

/** The page is to be deployed and has not been built. */
class PageNotBuiltError extends Error {
  override readonly name = 'PageNotBuiltError';
}

function codeOf(stepName: string): Code {
  const directory = path.join(bundles, stepName);
  if (stepName === 'serve-page' && !existsSync(path.join(directory, 'page/index.html')))
    throw new PageNotBuiltError(
      `page.enabled is true, and the page is not built: ${directory}/page is missing. Run node scripts/build-web.ts; npx cdk does so by itself.`,
    );
  return Code.fromAsset(directory);
}

try {
  new RecordingsApp({ code: codeOf }).synth();
} catch (error) {
  // Whose configuration is wrong needs the message, not where in here it was noticed.
  if (!(error instanceof ConfigInvalidError || error instanceof PageNotBuiltError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
