import { runtimeFailure } from './errors.ts';
import { isObject, type Json } from './json.ts';
import { type PathScope, parseReferencePath, type ReferencePath, valueAt } from './reference-path.ts';

/** What a choice rule asks. */
export type Condition =
  | { readonly kind: 'And' | 'Or'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'Not'; readonly condition: Condition }
  | { readonly kind: 'test'; readonly variable: ReferencePath; readonly operator: Operator; readonly expected: Json };

/** Thrown while reading a rule that we do not have; the loader adds which state it is in. */
export class ChoiceRuleError extends Error {
  override readonly name = 'ChoiceRuleError';
  readonly field: string;

  constructor(field: string, problem: string) {
    super(problem);
    this.field = field;
  }
}

interface Operator {
  /** The type that the definition must give to compare with. */
  readonly expects: 'string' | 'number' | 'boolean';
  /** Only IsPresent may ask for a value that is absent. */
  test(actual: Json | undefined, expected: Json): boolean;
}

const numeric = (compare: (actual: number, expected: number) => boolean): Operator => ({
  expects: 'number',
  test: (actual, expected) => typeof actual === 'number' && typeof expected === 'number' && compare(actual, expected),
});
// A value of another type does not match; it is no error.
const same = (expects: Operator['expects']): Operator => ({ expects, test: (actual, expected) => actual === expected });

const IS_PRESENT: Operator = { expects: 'boolean', test: (actual, expected) => (actual !== undefined) === expected };
const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['StringEquals', same('string')],
  ['BooleanEquals', same('boolean')],
  ['NumericEquals', same('number')],
  ['NumericGreaterThan', numeric((actual, expected) => actual > expected)],
  ['NumericGreaterThanEquals', numeric((actual, expected) => actual >= expected)],
  ['NumericLessThan', numeric((actual, expected) => actual < expected)],
  ['NumericLessThanEquals', numeric((actual, expected) => actual <= expected)],
  ['IsPresent', IS_PRESENT],
  ['IsNull', { expects: 'boolean', test: (actual, expected) => (actual === null) === expected }],
]);

/**
 * Reads what a choice rule asks, without its Next and Comment.
 * @see https://states-language.net/spec.html#choice-state
 * @throws ChoiceRuleError for comparisons that we do not have.
 */
export function parseCondition(rule: unknown, at: string): Condition {
  if (!isObject(rule)) throw new ChoiceRuleError(at, 'a choice rule must be an object.');
  const { Next: _next, Comment: _comment, Variable: variable, ...rest } = rule;
  const [[key, expected] = [], ...more] = Object.entries(rest);
  if (key === undefined || expected === undefined || more.length > 0) {
    throw new ChoiceRuleError(at, `a choice rule needs exactly one comparison, found ${Object.keys(rest).join(', ')}.`);
  }
  if (key === 'Not') return { kind: 'Not', condition: parseCondition(expected, `${at}.Not`) };
  if (key === 'And' || key === 'Or') return { kind: key, conditions: parseConditions(expected, `${at}.${key}`) };
  return parseTest(variable, key, expected, at);
}

function parseConditions(rules: Json, at: string): Condition[] {
  if (!Array.isArray(rules) || rules.length === 0) throw new ChoiceRuleError(at, 'it needs at least one rule.');
  return rules.map((rule, index) => parseCondition(rule, `${at}[${index}]`));
}

function parseTest(variable: Json | undefined, key: string, expected: Json, at: string): Condition {
  const operator = OPERATORS.get(key);
  if (operator === undefined) throw new ChoiceRuleError(`${at}.${key}`, 'this comparison is not supported.');
  if (typeof expected !== operator.expects) {
    throw new ChoiceRuleError(
      `${at}.${key}`,
      `it compares with a ${operator.expects}, found ${JSON.stringify(expected)}.`,
    );
  }
  const path = typeof variable === 'string' ? parseReferencePath(variable) : undefined;
  if (path === undefined) {
    throw new ChoiceRuleError(`${at}.Variable`, `it needs a reference path, found ${JSON.stringify(variable)}.`);
  }
  return { kind: 'test', variable: path, operator, expected };
}

/**
 * Whether the rule holds.
 * @throws StateFailedError `States.Runtime` when the variable is absent and the rule is not IsPresent.
 */
export function holds(condition: Condition, scope: PathScope): boolean {
  switch (condition.kind) {
    case 'And':
      return condition.conditions.every((inner) => holds(inner, scope));
    case 'Or':
      return condition.conditions.some((inner) => holds(inner, scope));
    case 'Not':
      return !holds(condition.condition, scope);
    case 'test': {
      const actual = valueAt(condition.variable, scope);
      if (actual !== undefined || condition.operator === IS_PRESENT) {
        return condition.operator.test(actual, condition.expected);
      }
      throw runtimeFailure(
        `Invalid path '${condition.variable.text}': The choice state's condition path references an invalid value.`,
      );
    }
  }
}
