/**
 * Reads `[{ directory, configuration }]` from standard input and synthesizes the app with each configuration into its
 * directory, as `infra/app.ts` does; a directory is in place once it is whole. See shared-model.ts.
 */
import { readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { RecordingsApp } from '../../../infra/recordings-app.ts';
import { cdkJson } from '../../infra/cdk-app.ts';

/** What is to be made. */
export interface AssemblyOrder {
  readonly directory: string;
  readonly configuration: object;
}

const bundles = path.resolve(import.meta.dirname, '../../../dist');
const code = (stepName: string) => Code.fromAsset(path.join(bundles, stepName));

const orders: AssemblyOrder[] = JSON.parse(readFileSync(0, 'utf8'));
for (const { directory, configuration } of orders) {
  const outdir = `${directory}.making`;
  new RecordingsApp({ context: { ...cdkJson.context, ivsRecordings: configuration }, outdir, code }).synth();
  renameSync(outdir, directory);
}
