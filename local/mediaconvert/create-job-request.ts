import {
  AccelerationMode,
  BillingTagsSource,
  SimulateReservedQueue,
  StatusUpdateInterval,
} from '@aws-sdk/client-mediaconvert';
import * as z from 'zod/mini';
import { parseOutside } from '../../lambdas/shared/contract/parse-outside.ts';
import { jobSettingsSchema } from './job-settings.ts';
import { BadRequestException } from './request-errors.ts';
import { findSettingsFaults } from './settings-rules.ts';
import { anyValue, notSupportedHere, supportedValue } from './supported-values.ts';

const createJobRequestSchema = z.strictObject({
  role: z.string().check(z.regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, 'must be the ARN of an IAM role')),
  settings: jobSettingsSchema,
  // PREFERRED falls back to no acceleration by definition; ENABLED insists on it.
  accelerationSettings: z.optional(
    z.strictObject({ mode: supportedValue(AccelerationMode, [AccelerationMode.DISABLED, AccelerationMode.PREFERRED]) }),
  ),
  billingTagsSource: z.optional(anyValue(BillingTagsSource)),
  clientRequestToken: z.optional(
    z.string().check(z.regex(/^[\x20-\x7e]{1,64}$/, 'must be 1 to 64 printable ASCII characters')),
  ),
  priority: z.optional(z.int().check(z.gte(-50), z.lte(50))),
  queue: z.optional(z.string()),
  simulateReservedQueue: z.optional(supportedValue(SimulateReservedQueue, [SimulateReservedQueue.DISABLED])),
  statusUpdateInterval: z.optional(anyValue(StatusUpdateInterval)),
  tags: z.optional(z.record(z.string(), z.string())),
  userMetadata: z.optional(z.record(z.string(), z.string())),
});

/** Some faults quote what they refuse. */
const longestMessage = 8000;

/** A `CreateJobRequest` that the local service can carry out. */
export type CreateJobRequest = z.output<typeof createJobRequestSchema>;

/**
 * Reads the body of a `CreateJob` request, all faults told at once, each with its path.
 *
 * @throws BadRequestException when something required is missing, a value is unknown, or a setting is one that the
 * local service does not carry out.
 */
export function parseCreateJobRequest(body: unknown): CreateJobRequest {
  const parsed = parseOutside(createJobRequestSchema, body, {
    reportInput: true,
    error: z.locales.en().localeError,
  });
  const faults = parsed.success ? findSettingsFaults(parsed.data.settings) : parsed.issues.flatMap(describeIssue);
  if (!parsed.success || faults.length > 0) {
    throw new BadRequestException(faults.join('; ').slice(0, longestMessage));
  }
  return parsed.data;
}

function describeIssue(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${toPath([...issue.path, key])}: ${notSupportedHere}`);
  }
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined;
  return [`${toPath(issue.path)}: ${isMissing ? 'is required' : issue.message}`];
}

const toPath = (path: readonly PropertyKey[]): string => path.map((part) => `/${String(part)}`).join('') || '/';
