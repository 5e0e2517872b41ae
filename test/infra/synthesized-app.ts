/**
 * The templates of a configuration, as data. The CDK takes seconds to load in each test file and a third of a second for
 * each configuration: so a process of its own synthesizes all that are known at once, and a run of all tests keeps them.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeOnceARun } from '../fixtures/once-a-run.ts';
import { otherConfigurations, variants } from './variants.ts';

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
  readonly storage: TemplateJson;
  readonly pipeline: TemplateJson;
  readonly stackNames: { readonly storage: string; readonly pipeline: string };
}

/** A folder that lives as long as the run (scripts/run-tests.ts); a test file that is run by itself has none. */
const { TEST_ASSEMBLIES: sharedFolder } = process.env;

const known: readonly object[] = [variants, otherConfigurations].flatMap((named) => Object.values(named));

const synthesized = new Map<string, SynthesizedApp>();

/** Both templates for a configuration, without CDK's validation of templates: validations.long.ts validates every variant. */
export function synthesize(config: object = {}): SynthesizedApp {
  const key = JSON.stringify(config);
  const recalled = recall(key);
  if (recalled !== undefined) return recalled;
  const isKnown = known.some((each) => JSON.stringify(each) === key);
  const make = () => keepAll(isKnown ? known : [config]);
  if (sharedFolder === undefined || !isKnown) make();
  else makeOnceARun(sharedFolder, 'templates', () => existsSync(sharedFile(sharedFolder, key)), make);
  return synthesize(config);
}

function recall(key: string): SynthesizedApp | undefined {
  const app = synthesized.get(key);
  if (app !== undefined || sharedFolder === undefined) return app;
  const file = sharedFile(sharedFolder, key);
  if (!existsSync(file)) return undefined;
  const kept: SynthesizedApp = JSON.parse(readFileSync(file, 'utf8'));
  synthesized.set(key, kept);
  return kept;
}

function keepAll(configs: readonly object[]): void {
  for (const [key, app] of synthesizeAll(configs)) {
    synthesized.set(key, app);
    if (sharedFolder !== undefined) share(sharedFile(sharedFolder, key), app);
  }
}

/** In place once it is whole: other workers look for it. */
function share(file: string, app: SynthesizedApp): void {
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(app));
  renameSync(`${file}.${process.pid}`, file);
}

const sharedFile = (folder: string, key: string): string =>
  path.join(folder, `${createHash('sha256').update(key).digest('hex')}.json`);

function synthesizeAll(configs: readonly object[]): [key: string, SynthesizedApp][] {
  const missing = [...new Set(configs.map((config) => JSON.stringify(config)))].filter(
    (key) => recall(key) === undefined,
  );
  const child = spawnSync(process.execPath, [path.join(import.meta.dirname, 'print-templates.ts')], {
    input: `[${missing}]`,
    env: { ...process.env, CDK_VALIDATION: 'false' },
    maxBuffer: 100_000_000,
  });
  if (child.status !== 0) throw new Error(`The CDK app did not synthesize: ${child.stderr}`);
  const apps: SynthesizedApp[] = JSON.parse(child.stdout.toString());
  return missing.map((key, index) => [key, apps[index]!]);
}

/** Resources of one type, by logical id. */
export function resourcesOf(template: TemplateJson, type: string): [id: string, resource: Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** The one resource of a type whose logical id begins like this. */
export function resourceOf(template: TemplateJson, type: string, idPrefix = ''): Resource {
  const found = resourcesOf(template, type).filter(([id]) => id.startsWith(idPrefix));
  if (found.length !== 1) throw new Error(`found ${found.length} resources ${type} ${idPrefix}*`);
  return found[0]![1];
}

/** A template without what watches: its alarms and its dashboard. */
export function unwatched({ Resources, ...template }: TemplateJson): TemplateJson {
  const types = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard'];
  const kept = Object.entries(Resources).filter(([, { Type }]) => !types.includes(Type));
  return { ...template, Resources: Object.fromEntries(kept) };
}

/** Attributes of a resource that is kept when it is removed or replaced, but not when its very creation is rolled back. */
export const retained = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' } as const;
