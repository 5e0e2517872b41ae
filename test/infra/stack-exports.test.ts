/**
 * `cdk deploy --all` deploys storage first, and CloudFormation refuses to remove or to change what the deployed pipeline
 * still imports. So a change of the configuration must leave that as it is, or be one that the page tells how to deploy.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { synthesize } from './synthesized-app.ts';
import { variants } from './variants.ts';

interface Configuration {
  recordingsBucketName?: string;
  channelArns?: string[];
  channel?: object;
  encryption?: { key: string };
  [key: string]: unknown;
}

const configurations: Record<string, Configuration> = { ...variants, ownChannel: { channel: { name: 'show' } } };
const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/configuration.md'), 'utf8');

/** What storage exports, by the export's name. */
function exportsOf(config: Configuration): Map<string, string> {
  const outputs = Object.values(synthesize(config).storage.Outputs);
  return new Map(outputs.flatMap(({ Export, Value }) => (Export ? [[Export.Name, JSON.stringify(Value)]] : [])));
}

const importsOf = (config: Configuration): string[] =>
  [...JSON.stringify(synthesize(config).pipeline).matchAll(/\{"Fn::ImportValue":"([^"]+)"\}/g)].map(
    ([, name = '']) => name,
  );

/** Whether CloudFormation lets storage become `after` while the pipeline of `imported` is deployed beside `before`. */
const mayStorageChange = (before: Configuration, after: Configuration, imported: Configuration): boolean =>
  importsOf(imported).every((name) => exportsOf(after).get(name) === exportsOf(before).get(name));

const changes = Object.entries(configurations).flatMap(([from, before]) =>
  Object.entries(configurations)
    .filter(([to]) => to !== from)
    .map(([to, after]) => ({ name: `${from} to ${to}`, before, after })),
);

const isKeyCreated = ({ encryption }: Configuration): boolean => encryption?.key === 'create';

/** The changes that the page tells to deploy in two commands. */
const isTwoStep = ({ before, after }: { before: Configuration; after: Configuration }): boolean => {
  const importsBucket = before.recordingsBucketName === undefined && after.recordingsBucketName !== undefined;
  return importsBucket || losesResource({ before, after });
};

/** Whether the pipeline knows a channel or a key of storage, which `after` does not make any more. */
const losesResource = ({ before, after }: { before: Configuration; after: Configuration }): boolean =>
  (isServedChannelCreated(before) && after.channel === undefined) || (isKeyCreated(before) && !isKeyCreated(after));

const isServedChannelCreated = ({ channel, channelArns = [] }: Configuration): boolean =>
  channel !== undefined && channelArns.length > 0;

/** Those that change nothing else with it: what is new cannot be told to the pipeline before it is there. */
const twoStepChanges = changes.filter(
  ({ before, after }) => isTwoStep({ before, after }) && !losesResource({ before: after, after: before }),
);

test('storage always exports the same, but for a bucket, a channel and a key that it does not make', () => {
  const describe = (name: string) =>
    name.replace('IvsRecordingsStorage:ExportsOutput', '').replaceAll(/[0-9A-F]{8}/g, '');
  const always = ['FnGetAttDeliveryDistributionDomainName', 'RefCatalog', 'RefExports'];

  for (const config of Object.values(configurations)) {
    const bucket = config.recordingsBucketName === undefined ? ['RefRecordings'] : [];
    const channel = config.channel === undefined ? [] : ['FnGetAttIvsRecordingChannelArn'];
    const key = isKeyCreated(config) ? ['FnGetAttEncryptionKeyArn'] : [];
    expect([...exportsOf(config).keys()].map(describe).sort()).toEqual(
      [...always, ...bucket, ...channel, ...key].sort(),
    );
  }
});

test('every other change than those of the page is deployed by one command', () => {
  const refused = changes.filter(({ before, after }) => !mayStorageChange(before, after, before));

  expect(refused.map(({ name }) => name)).toEqual(changes.filter(isTwoStep).map(({ name }) => name));
  expect(refused.length).toBeGreaterThan(0);
});

test('API and page are turned on and off by one command: nothing is exported for them, and nothing imported', () => {
  const { withApi, withPage, defaults } = variants;

  for (const config of [withApi, withPage]) {
    expect([...exportsOf(config)]).toEqual([...exportsOf(defaults)]);
    expect(new Set(importsOf(config))).toEqual(new Set(importsOf(defaults)));
    expect(mayStorageChange(config, defaults, config)).toBe(true);
  }
});

test.each(twoStepChanges)('$name: the pipeline can go first, and storage then follows', (change) => {
  const { before, after } = change;

  expect(importsOf(after).filter((name) => !exportsOf(before).has(name))).toEqual([]);
  expect(mayStorageChange(before, after, after)).toBe(true);
});

test('the page names those changes and their commands, in order, by the stack’s name', () => {
  const { pipeline } = synthesize().stackNames;
  const [, section = ''] = /^## Changes in two steps$([\s\S]+?)^## /m.exec(page) ?? [];

  expect(section).toContain(`npx cdk deploy ${pipeline} --exclusively\nnpx cdk deploy --all\n`);
  expect(section).toContain('`recordingsBucketName`');
  expect(section).toContain('`channel`');
  expect(section).toContain('`encryption.key`');
});
