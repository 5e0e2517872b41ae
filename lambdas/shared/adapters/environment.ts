/**
 * Reads the environment variables that a handler needs, once, when its module loads. A deployment with faults in them
 * fails at its first invocation with all of them in one message, not with one after the other.
 */
// From its own file: the index would bundle forty languages, 370 KB.

import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';
import { environmentNames } from '../contract/environment.ts';
import { engineWishSchema } from '../contract/export-engine.ts';
import { exportLimitsSchema } from '../contract/export-limits.ts';
import { exportNameSchema, exportProfileSchema } from '../contract/export-wish.ts';
import { fromJsonText } from '../contract/json-text.ts';
import { mediaConvertSettingsSchema } from '../contract/media-convert-settings.ts';
import { playbackPolicySchema } from '../contract/playback-access.ts';

/** Environment variables are missing or malformed; the message lists all of them. Deploy again with them mended. */
export class EnvironmentInvalidError extends Error {
  override readonly name = 'EnvironmentInvalidError';
}

const text = z.string().check(z.minLength(1));

const json = z.pipe(text, fromJsonText);

const wholeNumber = (minimum: number) => {
  const error = `must be a whole number of at least ${minimum}`;
  return z.pipe(
    z.string().check(z.regex(/^\d{1,15}$/, { error })),
    z.pipe(z.transform(Number), z.number().check(z.minimum(minimum, { error }))),
  );
};

/** The least that S3 takes for a part that is not the last. */
const minimumPartBytes = 5 * 1024 * 1024;

/**
 * Every variable, under its key in {@link environmentNames}. A handler picks those that it needs:
 * `z.pick(environmentSchema, { recordingsBuckets: true, catalogTableName: true })`.
 */
export const environmentSchema = z.object({
  recordingsBuckets: z.pipe(json, z.array(text).check(z.minLength(1))),
  exportsBucket: text,
  channelArns: z.pipe(json, z.array(text)),
  playbackBaseUrl: z
    .string()
    .check(z.regex(/^https?:\/\/.*[^/]$/, { error: 'must be a URL without a slash at its end' })),
  playbackPolicy: z.pipe(json, playbackPolicySchema),
  exportProfiles: z.pipe(json, z.record(exportNameSchema, exportProfileSchema)),
  defaultExports: z.pipe(json, z.array(exportNameSchema)),
  exportEngine: engineWishSchema,
  exportLimits: z.pipe(json, exportLimitsSchema),
  mediaConvertSettings: z.pipe(json, mediaConvertSettingsSchema),
  remuxBytesPerSecond: wholeNumber(1),
  uploadPartSizeBytes: wholeNumber(minimumPartBytes),
  processRecordingArn: text,
  exportRecordingArn: text,
  notificationTopicArn: text,
  catalogTableName: text,
  catalogExpireAfterDays: z.pipe(json, z.nullable(z.number().check(z.positive()))),
  thumbnailsExpireAfterDays: wholeNumber(1),
  listsBucket: text,
  apiOperatorView: z.optional(z.literal('on')),
  pageConsoleUrl: z.optional(
    z.string().check(z.regex(/^https:\/\/[^\s"<>&]+$/, { error: 'must be an https:// URL without ", <, > and &' })),
  ),
} satisfies Record<keyof typeof environmentNames, z.ZodMiniType>);

/**
 * Parses the variables that `schema` picks.
 *
 * @param variables `process.env`.
 * @param schema Picked from {@link environmentSchema}.
 * @throws {@link EnvironmentInvalidError} with every variable that is missing or malformed.
 */
export function readEnvironment<Schema extends z.ZodMiniType>(
  variables: Readonly<Record<string, string | undefined>>,
  schema: Schema,
): z.output<Schema> {
  const byKey = Object.fromEntries(Object.entries(environmentNames).map(([key, name]) => [key, variables[name]]));
  const result = schema.safeParse(byKey, { error: en().localeError });
  if (result.success) return result.data;
  throw new EnvironmentInvalidError(
    `The function's environment is faulty; deploy it again with these mended: ${result.error.issues.map(describe).join('; ')}`,
  );
}

const isKey = (key: unknown): key is keyof typeof environmentNames => Object.hasOwn(environmentNames, String(key));

function describe({ path: [key, ...inner], message }: z.core.$ZodIssue): string {
  const name = isKey(key) ? environmentNames[key] : String(key);
  return [name, ...inner].join('.').concat(' ', message);
}
