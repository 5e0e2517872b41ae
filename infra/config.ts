/** Reads the configuration from the CDK context. */
import type { Node } from 'constructs';
import { en } from 'zod/locales';
import type * as z from 'zod/mini';
import { isNestedDeeper } from '../lambdas/shared/contract/json-text.ts';
import { parseOutside } from '../lambdas/shared/contract/parse-outside.ts';
import { type Config, configSchema } from './config-schema.ts';

/** The context key that holds the whole configuration. */
export const configKey = 'ivsRecordings';

/** The configuration does not fit its schema. Thrown before anything is built; the message lists every fault. */
export class ConfigInvalidError extends Error {
  override readonly name = 'ConfigInvalidError';
  /** One line a fault: path, what was found, what was expected. */
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`;
    super(`The configuration has ${count} (docs/configuration.md explains each key):\n${faults.join('\n')}`);
    this.faults = faults;
  }
}

/**
 * Reads the configuration from the context of `cdk.json` (an object) or of `-c ivsRecordings='{…}'` (JSON as text).
 *
 * @throws ConfigInvalidError with every fault at once.
 */
export function readConfig(node: Node): Config {
  return parseConfig(node.tryGetContext(configKey) ?? {});
}

/** Deeper than any key; what is deeper by far overflows the stack when it is checked or shown. */
const deepestConfig = 50;

/**
 * Checks a configuration and applies the defaults.
 *
 * @throws ConfigInvalidError with every fault at once.
 */
export function parseConfig(value: unknown): Config {
  const raw = typeof value === 'string' ? parseJson(value) : value;
  if (isNestedDeeper(raw, deepestConfig))
    throw new ConfigInvalidError([`${configKey}: is nested more than ${deepestConfig} deep, which no key is`]);
  const result = parseOutside(configSchema, raw, { error: fallbackMessage, reportInput: true });
  if (!result.success) throw new ConfigInvalidError(result.issues.map((issue) => describeFault(issue, raw)));
  return result.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigInvalidError([`${configKey}: found ${shown(text)}, must be JSON`]);
  }
}

// Where the schema has no message of its own: zod/mini comes without any, they stand in a locale.
const fallbackMessage: z.core.$ZodErrorMap = (issue) =>
  issue.code === 'unrecognized_keys' ? 'which is no key here' : en().localeError(issue);

function describeFault(issue: z.core.$ZodIssue, raw: unknown): string {
  const path = [configKey, ...issue.path].map((key, index) => pathPart(key, index)).join('');
  if (issue.code === 'unrecognized_keys') return `${path}: found ${issue.keys.join(', ')}, ${issue.message}`;
  if (issue.code === 'invalid_key')
    return `${path}: this name ${issue.issues.map(({ message }) => message).join(', ')}`;
  // A default that clashes with what was given is found in the issue only.
  const found = valueAt(raw, issue.path) ?? (issue.code === 'custom' ? issue.input : undefined);
  return `${path}: found ${found === undefined ? 'nothing' : shown(found)}, ${issue.message}`;
}

/** Enough of a value to find it by. */
const mostShown = 200;

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  // Whatever goes wrong with it, it does not go into a terminal or a build's log.
  if (text.includes('PRIVATE KEY')) return 'a private key';
  return text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
}

function pathPart(key: PropertyKey, index: number): string {
  if (typeof key === 'number') return `[${key}]`;
  return index === 0 ? String(key) : `.${String(key)}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}
