/** What one key of the configuration demands of another. */
import * as z from 'zod/mini';

const endpointPatterns: Record<string, { pattern: RegExp; expected: string }> = {
  email: { pattern: /^[^@\s]+@[^@\s]+\.[^@\s]+$/, expected: 'an e-mail address' },
  sqs: {
    pattern: /^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+$/,
    expected: 'the ARN of a standard SQS queue',
  },
  https: { pattern: /^https:\/\/[^\s/]+\S*$/, expected: 'an https:// URL' },
};

// Parts are read loosely: a part that has a fault of its own is reported for that one and takes no part here.
const loosely = <T extends z.core.$ZodType>(schema: T) => z.catch(z.optional(schema), undefined);
const partsSchema = z.object({
  exports: loosely(z.record(z.string(), z.unknown())),
  defaultExports: loosely(z.array(z.string())),
  playback: loosely(
    z.object({
      domainName: z.optional(z.unknown()),
      certificateArn: z.optional(z.unknown()),
      corsOrigins: loosely(z.array(z.string())),
    }),
  ),
  subscriptions: loosely(z.array(z.object({ protocol: z.string(), endpoint: z.string() }))),
});
type Parts = z.infer<typeof partsSchema>;

interface Fault {
  readonly path: (string | number)[];
  readonly input: unknown;
  readonly message: string;
}

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

/** All cross-checks as one check of the configuration's schema. It runs in spite of other faults, to tell all at once. */
export const crossChecks = z.superRefine<unknown>(
  (config, context) => {
    const parts = partsSchema.safeParse(config).data;
    if (parts === undefined) return;
    const faults = [defaultExportFaults, domainFaults, corsFaults, subscriptionFaults].flatMap((check) => check(parts));
    for (const fault of faults) context.addIssue({ code: 'custom', ...fault });
  },
  { when: () => true },
);
