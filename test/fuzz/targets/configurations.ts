import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { ConfigInvalidError, parseConfig } from '../../../infra/config.ts';
import {
  EnvironmentInvalidError,
  environmentSchema,
  readEnvironment,
} from '../../../lambdas/shared/adapters/environment.ts';
import { environmentNames } from '../../../lambdas/shared/contract/environment.ts';
import { defineTarget } from '../fuzz-target.ts';
import { editJson, jsonEdits, toJsonText } from '../generators/json.ts';
import { editText, textEdits } from '../generators/text.ts';

const configurations: readonly object[] = [
  {},
  {
    recordingsBucketName: 'my-recordings',
    channelArns: ['arn:aws:ivs:us-west-2:123456789012:channel/AbCdef1G2hij'],
    exports: { archive: { rendition: 'highest', engine: 'auto' }, tiny: { rendition: '160p30' } },
    defaultExports: ['archive'],
    subscriptions: [{ protocol: 'email', endpoint: 'somebody@example.com', types: ['recording.failed'] }],
  },
  { recording: { reconnectWindowSeconds: 60, renditions: ['HD', 'SD'], thumbnails: { mode: 'DISABLED' } } },
];
const configurationKeys = [
  ...['recording', 'recordingsBucketName', 'channelArns', 'exports', 'defaultExports', 'engine', 'playback', 'channel'],
  ...[
    'thumbnails',
    'mode',
    'renditions',
    'rendition',
    'subscriptions',
    'reconciler',
    'logRetentionDays',
    'encryption',
    'key',
  ],
];

/** What a person has written into `cdk.json` or behind `-c`. */
export const cdkConfigurations = defineTarget({
  name: 'cdk-configuration',
  refusals: [ConfigInvalidError],
  cases: fc.record({
    example: fc.nat(configurations.length - 1),
    edits: jsonEdits(['archive', 'HD', 'remux', '720p30', 'arn:aws:ivs:'], configurationKeys),
    isText: fc.boolean(),
    textEdits: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: textEdits(['{', '"'], 1) }),
  }),
  run: ({ example, edits, isText, textEdits }) => {
    const text = editText(toJsonText(editJson(configurations[example], edits)), textEdits);
    const config = parseConfig(isText ? text : parsedOrRefused(text));

    // What has its defaults is a configuration itself, and none that changes again.
    const written = JSON.stringify(config);
    assert.equal(JSON.stringify(parseConfig(JSON.parse(written))), written);
    for (const name of config.defaultExports) assert.ok(Object.hasOwn(config.exports, name));
    return undefined;
  },
});

/** CDK reads the file before we see it. */
function parsedOrRefused(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigInvalidError(['cdk.json is no JSON']);
  }
}

/** All but the one that no deployment has, and the one that may be absent. */
type VariableName = Exclude<keyof typeof environmentNames, 'apiOperatorView' | 'pageConsoleUrl'>;

const variables: Readonly<Record<VariableName, string>> = {
  recordingsBuckets: '["my-recordings"]',
  exportsBucket: 'my-exports',
  catalogExpireAfterDays: 'null',
  channelArns: '[]',
  playbackBaseUrl: 'https://video.example.com',
  playbackPolicy: '{"isSigned":false,"privateChannels":"withhold","deletedChannels":"withhold"}',
  exportProfiles: '{"archive":{"rendition":"highest"}}',
  defaultExports: '["archive"]',
  exportEngine: 'auto',
  exportLimits: '{"automatic":true,"minutesPerDay":600}',
  mediaConvertSettings: '{}',
  remuxBytesPerSecond: '20000000',
  uploadPartSizeBytes: '8388608',
  processRecordingArn: 'arn:p',
  exportRecordingArn: 'arn:e',
  notificationTopicArn: 'arn:t',
  catalogTableName: 'catalog',
  thumbnailsExpireAfterDays: '30',
  listsBucket: 'lists',
};
const variableNames = Object.keys(variables) as VariableName[];

/** The environment of a function, which somebody may have edited in the console. */
export const environments = defineTarget({
  name: 'lambda-environment',
  refusals: [EnvironmentInvalidError],
  cases: fc.record({
    key: fc.constantFrom(...variableNames),
    edits: textEdits(['[', '"', '{', '1', '/'], 2),
    missing: fc.constantFrom(...Array(9).fill(undefined), ...variableNames),
  }),
  run: ({ key, edits, missing }) => {
    const edited = { ...variables, [key]: editText(variables[key], edits) };
    const environment = Object.fromEntries(
      variableNames.filter((name) => name !== missing).map((name) => [environmentNames[name], edited[name]]),
    );

    const read = readEnvironment(environment, environmentSchema);

    assert.ok(missing === undefined && read.recordingsBuckets.length > 0 && read.uploadPartSizeBytes >= 5 * 1024 ** 2);
    assert.match(read.playbackBaseUrl, /^https?:.*[^/]$/s);
    return undefined;
  },
});
