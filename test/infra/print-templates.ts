/** Reads a JSON array of configurations from standard input and prints the templates of each; see synthesized-app.ts. */
import { readFileSync } from 'node:fs';
import { withApp } from './cdk-app.ts';
import type { SynthesizedApp } from './synthesized-app.ts';

const configs: object[] = JSON.parse(readFileSync(0, 'utf8'));

const apps = configs.map((config) =>
  withApp(config, (app): SynthesizedApp => {
    const assembly = app.synth();
    const templateOf = ({ artifactId }: { artifactId: string }) => assembly.getStackArtifact(artifactId).template;
    return {
      storage: templateOf(app.storage),
      pipeline: templateOf(app.pipeline),
      stackNames: { storage: app.storage.stackName, pipeline: app.pipeline.stackName },
    };
  }),
);
process.stdout.write(JSON.stringify(apps));
