/** Synthesizes the CDK app and reads its templates: the same ones that `cdk deploy` would send. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';

// As in infra/config.ts, which brings the CDK along.
const configKey = 'ivsRecordings';

const root = path.resolve(import.meta.dirname, '../..');

const templateSchema = z.object({
  Parameters: z._default(z.record(z.string(), z.object({ Default: z.optional(z.unknown()) })), {}),
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Condition: z.optional(z.string()),
      Properties: z._default(z.record(z.string(), z.unknown()), {}),
    }),
  ),
  Outputs: z._default(
    z.record(z.string(), z.object({ Value: z.unknown(), Export: z.optional(z.object({ Name: z.unknown() })) })),
    {},
  ),
});
export type Template = z.infer<typeof templateSchema>;

/** One stack of the assembly. */
export interface StackTemplate {
  readonly stackName: string;
  readonly template: Template;
  /** Where the file assets of the stack lie, by the hash that the template names them by. */
  readonly assetDirectories: ReadonlyMap<string, string>;
}

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z.optional(z.object({ templateFile: z.optional(z.string()), file: z.optional(z.string()) })),
    }),
  ),
});
const assetsSchema = z.object({ files: z.record(z.string(), z.object({ source: z.object({ path: z.string() }) })) });

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

/** What the app is synthesized for. */
export interface SynthesisOptions {
  readonly accountId: string;
  readonly region: string;
  /** Configuration in place of the one in cdk.json. */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

const cdkJsonSchema = z.object({ context: z.record(z.string(), z.unknown()) });

/** The configuration in cdk.json; empty when there is none. */
export function configurationInCdkJson(): Record<string, unknown> {
  const { context } = cdkJsonSchema.parse(readJson(path.join(root, 'cdk.json')));
  return z.record(z.string(), z.unknown()).parse(context[configKey] ?? {});
}

/** Runs `infra/app.ts` as the CDK CLI would, with cdk.json's context, into `directory`. Throws with its output. */
export async function synthesize(directory: string, options: SynthesisOptions): Promise<void> {
  const { context } = cdkJsonSchema.parse(readJson(path.join(root, 'cdk.json')));
  const child = spawn(process.execPath, ['infra/app.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      CDK_OUTDIR: directory,
      CDK_CONTEXT_JSON: JSON.stringify(
        options.configuration === undefined ? context : { ...context, [configKey]: options.configuration },
      ),
      CDK_DEFAULT_ACCOUNT: options.accountId,
      CDK_DEFAULT_REGION: options.region,
      // Loading its rules takes 3.5 s, and changes nothing in the templates: `cdk synth` and the tests validate them.
      CDK_VALIDATION: 'false',
    },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`The CDK app did not synthesize (infra/app.ts ended with ${code}):\n${output}`);
}

/** Reads every stack of a cloud assembly. */
export function readAssembly(directory: string): StackTemplate[] {
  const { artifacts } = manifestSchema.parse(readJson(path.join(directory, 'manifest.json')));
  const assetDirectories = new Map<string, string>();
  for (const { type, properties } of Object.values(artifacts)) {
    if (type !== 'cdk:asset-manifest' || properties?.file === undefined) continue;
    const { files } = assetsSchema.parse(readJson(path.join(directory, properties.file)));
    for (const [hash, { source }] of Object.entries(files)) {
      assetDirectories.set(hash, path.resolve(directory, source.path));
    }
  }
  return Object.entries(artifacts).flatMap(([stackName, { type, properties }]) =>
    type === 'aws:cloudformation:stack' && properties?.templateFile !== undefined
      ? [
          {
            stackName,
            template: templateSchema.parse(readJson(path.join(directory, properties.templateFile))),
            assetDirectories,
          },
        ]
      : [],
  );
}
