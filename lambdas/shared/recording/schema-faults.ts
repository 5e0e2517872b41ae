/** Puts everything that a schema found wrong with a value into one line for a person, each fault with its path. */
import type * as z from 'zod/mini';
// From its own file: the index would bundle forty languages, 370 KB.
import en from 'zod/v4/locales/en.js';
import { parseOutside } from '../contract/parse-outside.ts';

/** A value that fits its schema, or all its faults in one line. */
export type Parsed<Value> = { readonly value: Value } | { readonly faults: string };

// zod/mini carries no messages of its own.
const { localeError } = en();

/**
 * More help nobody, a list of 100,000 wrong elements has as many, and Step Functions keeps 32,768 characters of a cause.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_LambdaFunctionFailedEventDetails.html
 */
const mostFaults = 25;
const mostCharacters = 8000;

/** Parses `value`; `whole` is what the value itself is called in a fault that has no path. */
export function parseWith<Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
  whole: string,
): Parsed<z.output<Schema>> {
  const result = parseOutside(schema, value, { error: localeError });
  return result.success ? { value: result.data } : { faults: describeIssues(result.issues, whole) };
}

function describeIssues(issues: readonly z.core.$ZodIssue[], whole: string): string {
  const told = issues.slice(0, mostFaults).map((issue) => describeIssue(issue, whole));
  if (issues.length > mostFaults) told.push(`and ${issues.length - mostFaults} more`);
  const faults = told.join('; ');
  return faults.length <= mostCharacters ? faults : `${faults.slice(0, mostCharacters - 1)}…`;
}

function describeIssue(issue: z.core.$ZodIssue, whole: string): string {
  return `${pathOf(issue) || whole}: ${messageOf(issue)}`;
}

/** As one would write it in code: `exports[0].name`. */
function pathOf({ path }: z.core.$ZodIssue): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  return steps.join('').replace(/^\./, '');
}

/** Of a union, what each alternative would have needed: "Invalid input" alone helps nobody. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue.message;
  const alternatives = issue.errors.map((issues) => issues.map((each) => describeIssue(each, 'it')).join(' and '));
  return `fits no alternative (${alternatives.join('; or ')})`;
}
