/** What one key of the configuration demands of another. */
import * as z from 'zod/mini';
import { encryptionFaults, looseEncryption } from './config-encryption.ts';
import { type Fault, loosely } from './config-faults.ts';
import { looseRetention, retentionFaults } from './config-retention-checks.ts';

const endpointPatterns: Record<string, { pattern: RegExp; expected: string }> = {
  email: { pattern: /^[^@\s]+@[^@\s]+\.[^@\s]+$/, expected: 'an e-mail address' },
  sqs: {
    pattern: /^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+$/,
    expected: 'the ARN of a standard SQS queue',
  },
  https: { pattern: /^https:\/\/[^\s/]+\S*$/, expected: 'an https:// URL' },
};

const partsSchema = z.object({
  exports: loosely(z.record(z.string(), z.unknown())),
  defaultExports: loosely(z.array(z.string())),
  playback: loosely(
    z.object({
      domainName: z.optional(z.unknown()),
      certificateArn: z.optional(z.unknown()),
      corsOrigins: loosely(z.array(z.string())),
      signing: loosely(z.object({ publicKeys: loosely(z.array(z.string())) })),
    }),
  ),
  ...looseRetention,
  ...looseEncryption,
  observability: loosely(
    z.object({
      alarms: loosely(z.boolean()),
      alarmEmail: z.optional(z.unknown()),
      runbookUrl: z.optional(z.unknown()),
    }),
  ),
  api: loosely(z.object({ enabled: loosely(z.boolean()) })),
  page: loosely(z.object({ enabled: loosely(z.boolean()), consoleLink: loosely(z.boolean()) })),
  subscriptions: loosely(z.array(z.object({ protocol: z.string(), endpoint: z.string() }))),
});
type Parts = z.infer<typeof partsSchema>;

function defaultExportFaults({ exports, defaultExports }: Parts): Fault[] {
  if (exports === undefined || defaultExports === undefined) return [];
  const known = Object.keys(exports);
  const path = (index: number) => ['defaultExports', index];
  return defaultExports.flatMap((name, index) => {
    if (!known.includes(name))
      return [
        { path: path(index), input: name, message: `must be the name of a profile in exports: ${known.join(', ')}` },
      ];
    if (defaultExports.indexOf(name) < index)
      return [{ path: path(index), input: name, message: 'must stand in the list only once' }];
    return [];
  });
}

/** A channel's tag says `none` for no export at all. */
function reservedNameFaults({ exports = {} }: Parts): Fault[] {
  const message = 'must have another name: in the tags of channels, none means no export';
  return Object.hasOwn(exports, 'none') ? [{ path: ['exports', 'none'], input: exports.none, message }] : [];
}

/**
 * Lambda takes 4 KB of environment, names and values together; buckets, URL, ARNs and names of the rest are up to 1,000.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const roomInEnvironment = 3050;

function environmentFaults({ channelArns = [], exports = {}, defaultExports = [] }: Parts): Fault[] {
  const length = [channelArns, exports, defaultExports].reduce<number>(
    (sum, value) => sum + Buffer.byteLength(JSON.stringify(value)),
    0,
  );
  if (length <= roomInEnvironment) return [];
  const message = `must be shorter: with channelArns and defaultExports it is ${length} bytes of JSON, and a Lambda's environment has room for ${roomInEnvironment}`;
  return [{ path: ['exports'], input: `${Object.keys(exports).length} profiles`, message }];
}

function domainFaults({ playback }: Parts): Fault[] {
  if (playback === undefined || (playback.domainName === undefined) === (playback.certificateArn === undefined))
    return [];
  const [missing, given] =
    playback.domainName === undefined ? ['domainName', 'certificateArn'] : ['certificateArn', 'domainName'];
  return [{ path: ['playback', missing], input: undefined, message: `must be given together with playback.${given}` }];
}

function corsFaults({ playback }: Parts): Fault[] {
  const origins = playback?.corsOrigins ?? [];
  if (!origins.includes('*') || origins.length === 1) return [];
  const message = 'must be either ["*"] or a list of origins without *';
  return [{ path: ['playback', 'corsOrigins'], input: origins, message }];
}

/** Cookies are a domain's, and a browser lets no page of just any origin send them along. */
function signingFaults({ playback }: Parts): Fault[] {
  if (playback?.signing === undefined) return [];
  const { domainName, corsOrigins, signing } = playback;
  const at = (key: string, input: unknown, message: string): Fault => ({ path: ['playback', key], input, message });
  const keys = signing.publicKeys?.map((key) => key.replaceAll(/\s/g, ''));
  return [
    ...(domainName === undefined
      ? [
          at(
            'domainName',
            undefined,
            'must be given with playback.signing: signed cookies need a domain that your backend can set them for',
          ),
        ]
      : []),
    ...(corsOrigins === undefined || corsOrigins.includes('*')
      ? [
          at(
            'corsOrigins',
            corsOrigins,
            'must name the origins of the pages that play, since with playback.signing cookies go along and a browser takes no * then',
          ),
        ]
      : []),
    ...(keys !== undefined && new Set(keys).size < keys.length
      ? [at('signing', `${keys.length} keys`, 'must hold each public key only once')]
      : []),
  ];
}

function subscriptionFaults({ subscriptions = [] }: Parts): Fault[] {
  return subscriptions.flatMap(({ protocol, endpoint }, index) => {
    const path = ['subscriptions', index, 'endpoint'];
    const known = endpointPatterns[protocol];
    if (known !== undefined && !known.pattern.test(endpoint))
      return [{ path, input: endpoint, message: `must be ${known.expected}, since protocol is ${protocol}` }];
    // SNS keeps one subscription for an endpoint, so the second would silently replace the filter of the first.
    if (subscriptions.findIndex((other) => other.endpoint === endpoint) < index)
      return [{ path, input: endpoint, message: 'must not be subscribed twice; list all types in one subscription' }];
    return [];
  });
}

function alarmFaults({ observability }: Parts): Fault[] {
  if (observability?.alarms !== false) return [];
  const message = 'must be left out, since observability.alarms is false';
  return (['alarmEmail', 'runbookUrl'] as const)
    .map((key) => ({ path: ['observability', key], input: observability[key], message }))
    .filter(({ input }) => input !== undefined);
}

function pageFaults({ api, page }: Parts): Fault[] {
  const isEnabled = page?.enabled === true;
  if (isEnabled && api?.enabled !== true)
    return [
      { path: ['page', 'enabled'], input: true, message: 'needs api.enabled, by which the page lists recordings' },
    ];
  if (!isEnabled && page?.consoleLink === true)
    return [
      { path: ['page', 'consoleLink'], input: true, message: 'must be left out, since page.enabled is not true' },
    ];
  return [];
}

const checks = [
  defaultExportFaults,
  reservedNameFaults,
  environmentFaults,
  domainFaults,
  corsFaults,
  signingFaults,
  subscriptionFaults,
  alarmFaults,
  pageFaults,
  retentionFaults,
  encryptionFaults,
];

/** All cross-checks as one check of the configuration's schema. It runs in spite of other faults, to tell all at once. */
export const crossChecks = z.superRefine<unknown>(
  (config, context) => {
    const parts = partsSchema.safeParse(config).data;
    if (parts === undefined) return;
    const faults = checks.flatMap((check) => check(parts));
    for (const fault of faults) context.addIssue({ code: 'custom', ...fault });
  },
  { when: () => true },
);
