import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '../..');
const rooms = ['infra', 'lambdas', 'media', 'local', 'ops', 'bench', 'scripts', 'web', 'clients', 'examples'];

interface Import {
  readonly from: string;
  /** A file of ours by its path from the root, or a package's name. */
  readonly to: string;
}

function sourceFiles(room: string): string[] {
  return readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(tsx?|mjs)$/.test(file) && !file.startsWith('sample'))
    .map((file) => `${room}/${file.split(path.sep).join('/')}`);
}

function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  const specifiers = [
    ...text.matchAll(/^(?:import|export)[^;]*?from '([^']+)'|^import '([^']+)'|import\('([^']+)'\)/gms),
  ];
  return specifiers.map(([, from, bare, later]) => {
    const specifier = from ?? bare ?? later ?? '';
    const to = specifier.startsWith('.')
      ? path.posix.join(path.posix.dirname(file), specifier)
      : specifier
          .split('/')
          .slice(0, specifier.startsWith('@') ? 2 : 1)
          .join('/');
    return { from: file, to };
  });
}

const imports = rooms.flatMap(sourceFiles).flatMap(importsOf);
const isSdk = (to: string): boolean => to.startsWith('@aws-sdk/') || to.startsWith('@smithy/');
const isOurs = (to: string): boolean => rooms.some((room) => to.startsWith(`${room}/`)) || to.startsWith('test/');
const breaches = (rule: (entry: Import) => boolean): string[] =>
  imports.filter(rule).map(({ from, to }) => `${from} imports ${to}`);
const isStep = (file: string): boolean => /^lambdas\/(?!shared\/)/.test(file);

test('there are imports to judge', () => {
  expect(imports.length).toBeGreaterThan(200);
});

test('the contract imports nothing but itself, the schema library and Node', () => {
  const allowed = (to: string) => to.startsWith('lambdas/shared/contract/') || to === 'zod' || to.startsWith('node:');

  expect(breaches(({ from, to }) => from.startsWith('lambdas/shared/contract/') && !allowed(to))).toEqual([]);
});

test('media knows nothing but media', () => {
  expect(breaches(({ from, to }) => from.startsWith('media/') && isOurs(to) && !to.startsWith('media/'))).toEqual([]);
  expect(breaches(({ from, to }) => from.startsWith('media/') && isSdk(to))).toEqual([]);
});

test('a core imports the contract, shared decisions, media and its own folder only', () => {
  const isCore = (file: string) => isStep(file) && !file.endsWith('/handler.ts');
  const allowed = (from: string, to: string) =>
    !isOurs(to) ||
    ['lambdas/shared/contract/', 'lambdas/shared/recording/', 'media/', `${path.posix.dirname(from)}/`].some((room) =>
      to.startsWith(room),
    );

  expect(breaches(({ from, to }) => isCore(from) && !allowed(from, to))).toEqual([]);
});

test('shared decisions import the contract, media and themselves only', () => {
  const allowed = (to: string) =>
    !isOurs(to) ||
    ['lambdas/shared/contract/', 'lambdas/shared/recording/', 'media/'].some((room) => to.startsWith(room));

  expect(breaches(({ from, to }) => from.startsWith('lambdas/shared/recording/') && !allowed(to))).toEqual([]);
});

test("only adapters, the local system, the operator's tools and what other packages import or copy use an SDK client", () => {
  const mayUseSdk = (file: string) =>
    ['lambdas/shared/adapters/', 'local/', 'ops/', 'bench/', 'clients/', 'examples/'].some((room) =>
      file.startsWith(room),
    );

  expect(breaches(({ from, to }) => isSdk(to) && !mayUseSdk(from))).toEqual([]);
});

test('infra imports the contract only', () => {
  const allowed = (to: string) => !isOurs(to) || to.startsWith('infra/') || to.startsWith('lambdas/shared/contract/');

  expect(breaches(({ from, to }) => from.startsWith('infra/') && !allowed(to))).toEqual([]);
});

test("the local system imports no insides of infra, no adapters and none of the operator's tools", () => {
  const forbidden = (to: string) => ['infra/', 'lambdas/shared/adapters/', 'ops/'].some((room) => to.startsWith(room));

  expect(breaches(({ from, to }) => from.startsWith('local/') && forbidden(to))).toEqual([]);
});

test("the operator's tools import cores, never handlers, and of the other rooms the contract, media and adapters", () => {
  // A check on the spot has to come to the very judgement that the step will: it runs the step's core.
  const rooms = ['ops/', 'media/', 'lambdas/shared/'];
  const isCore = (to: string) => isStep(to) && !to.endsWith('/handler.ts');
  const allowed = (to: string) => !isOurs(to) || rooms.some((room) => to.startsWith(room)) || isCore(to);

  expect(breaches(({ from, to }) => from.startsWith('ops/') && !allowed(to))).toEqual([]);
});

test('what backends import, imports the contract only, and nothing here imports it', () => {
  const allowed = (to: string) => !isOurs(to) || to.startsWith('clients/') || to.startsWith('lambdas/shared/contract/');

  const mayImport = (file: string) => file.startsWith('clients/') || file.startsWith('examples/');

  expect(breaches(({ from, to }) => from.startsWith('clients/') && !allowed(to))).toEqual([]);
  expect(breaches(({ from, to }) => to.startsWith('clients/') && !mayImport(from))).toEqual([]);
});

test('nobody imports the operator’s commands but the bench, which measures one, and the scripts that write pages of them', () => {
  const mayImport = (file: string) => ['ops/', 'bench/', 'scripts/write-'].some((room) => file.startsWith(room));

  expect(breaches(({ from, to }) => to.startsWith('ops/') && !mayImport(from))).toEqual([]);
});

test('the page imports itself and types of the contract only', () => {
  const allowed = (to: string) => !isOurs(to) || to.startsWith('web/') || to.startsWith('lambdas/shared/contract/');
  const values = sourceFiles('web').filter((file) =>
    /^(?:import|export)(?! type)[^;]*?from '[^']*lambdas\//ms.test(readFileSync(path.join(root, file), 'utf8')),
  );

  expect(breaches(({ from, to }) => from.startsWith('web/') && !allowed(to))).toEqual([]);
  expect(values).toEqual([]);
});

test('nobody imports the page', () => {
  expect(breaches(({ from, to }) => to.startsWith('web/') && !from.startsWith('web/'))).toEqual([]);
});

test('nothing outside test/ imports test/', () => {
  expect(breaches(({ to }) => to.startsWith('test/'))).toEqual([]);
});
