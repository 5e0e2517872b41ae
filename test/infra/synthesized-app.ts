/** Synthesizes the app as `cdk synth` does, with the context of `cdk.json`, but with code that needs no build. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { RecordingsApp } from '../../infra/recordings-app.ts';

const root = path.resolve(import.meta.dirname, '../..');

interface CdkJson {
  app: string;
  build: string;
  context: Record<string, unknown>;
}

export const cdkJson: CdkJson = JSON.parse(readFileSync(path.join(root, 'cdk.json'), 'utf8'));

/** A template as data. */
export interface TemplateJson {
  Resources: Record<string, Resource>;
  Outputs: Record<string, { Value: unknown; Export?: { Name: string } }>;
}
export interface Resource {
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: templates are read as they come
  Properties: any;
  DependsOn?: string[];
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}

export interface SynthesizedApp {
  readonly storage: Template;
  readonly pipeline: Template;
}

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

const synthesized = new Map<string, SynthesizedApp>();

/**
 * Both templates for a configuration, without CDK's validation of templates: loading its rules takes 4 s of CPU in each
 * test file, and validations.test.ts validates every variant.
 */
export function synthesize(config: object = {}): SynthesizedApp {
  const key = JSON.stringify(config);
  const known = synthesized.get(key);
  if (known !== undefined) return known;
  process.env.CDK_VALIDATION = 'false';
  const made = withApp(config, ({ storage, pipeline }) => ({
    storage: Template.fromStack(storage),
    pipeline: Template.fromStack(pipeline),
  }));
  synthesized.set(key, made);
  return made;
}

export const json = (template: Template): TemplateJson => template.toJSON() as TemplateJson;

/** Resources of one type, by logical id. */
export function resourcesOf(template: Template, type: string): [id: string, resource: Resource][] {
  return Object.entries(json(template).Resources).filter(([, resource]) => resource.Type === type);
}

/** The one resource of a type whose logical id begins like this. */
export function resourceOf(template: Template, type: string, idPrefix = ''): Resource {
  const found = resourcesOf(template, type).filter(([id]) => id.startsWith(idPrefix));
  if (found.length !== 1) throw new Error(`found ${found.length} resources ${type} ${idPrefix}*`);
  return found[0]![1];
}

/** Attributes of a resource that is kept when it is removed or replaced, but not when its very creation is rolled back. */
export const retained = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' } as const;
