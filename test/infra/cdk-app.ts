/** Makes the app as `cdk synth` does, with the context of `cdk.json`, but with code that needs no build. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { RecordingsApp } from '../../infra/recordings-app.ts';

const root = path.resolve(import.meta.dirname, '../..');

interface CdkJson {
  app: string;
  build: string;
  context: Record<string, unknown>;
}

export const cdkJson: CdkJson = JSON.parse(readFileSync(path.join(root, 'cdk.json'), 'utf8'));

/** Creates the app and hands it to `use`, with a folder for its output that is gone afterwards. */
export function withApp<T>(config: object, use: (app: RecordingsApp, outdir: string) => T): T {
  const outdir = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-infra-'));
  try {
    const context = { ...cdkJson.context, ivsRecordings: config };
    const code = (stepName: string) => Code.fromInline(`exports.handler = async () => ${JSON.stringify(stepName)};`);
    return use(new RecordingsApp({ context, outdir, code }), outdir);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
