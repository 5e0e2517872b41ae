/**
 * EventBridge's event patterns, as far as our rules use them; any other operator is an error when the rule is loaded.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
import { isObject, TemplateUnsupportedError } from '../template/intrinsics.ts';

/** Whether an event matches. */
export type EventMatcher = (event: unknown) => boolean;

type ValueMatcher = (value: unknown) => boolean;

const operators: Record<string, (operand: unknown) => ValueMatcher> = {
  prefix: (operand) => compileAffix(operand, (value, prefix) => value.startsWith(prefix)),
  suffix: (operand) => compileAffix(operand, (value, suffix) => value.endsWith(suffix)),
  numeric: (operand) => compileRange(operand),
  exists: (operand) => (value) => (value !== undefined) === operand,
};

function compileAffix(operand: unknown, has: (value: string, affix: string) => boolean): ValueMatcher {
  if (typeof operand === 'string') return (value) => typeof value === 'string' && has(value, operand);
  throw new TemplateUnsupportedError(`An event pattern has the prefix or suffix ${JSON.stringify(operand)}.`);
}

const comparisons: Record<string, (value: number, limit: number) => boolean> = {
  '=': (value, limit) => value === limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
};

/** `[">", 0, "<=", 5]`. */
function compileRange(operand: unknown): ValueMatcher {
  const [comparison, limit, ...more] = Array.isArray(operand) ? operand : [];
  const compare = comparisons[String(comparison)];
  if (compare === undefined || typeof limit !== 'number') {
    throw new TemplateUnsupportedError(`An event pattern has the numeric condition ${JSON.stringify(operand)}.`);
  }
  const matchesRest = more.length === 0 ? () => true : compileRange(more);
  return (value) => typeof value === 'number' && compare(value, limit) && matchesRest(value);
}

function compileCondition(condition: unknown, path: string): ValueMatcher {
  if (!isObject(condition)) return (value) => value === condition;
  const [[operator = '', operand] = [], ...more] = Object.entries(condition);
  const compile = operators[operator];
  if (compile === undefined || more.length > 0) {
    throw new TemplateUnsupportedError(
      `The event pattern at ${path} uses ${JSON.stringify(condition)}, which the local EventBridge does not know.`,
    );
  }
  return compile(operand);
}

/** An array in the event matches when one of its elements does. */
function compileValues(conditions: readonly unknown[], path: string): ValueMatcher {
  const matchers = conditions.map((condition) => compileCondition(condition, path));
  return (value) =>
    (Array.isArray(value) ? value : [value]).some((candidate) => matchers.some((matches) => matches(candidate)));
}

function compileNode(pattern: unknown, path: string): ValueMatcher {
  if (Array.isArray(pattern)) return compileValues(pattern, path);
  if (!isObject(pattern)) {
    throw new TemplateUnsupportedError(`The event pattern at ${path} is neither a list nor an object.`);
  }
  const children = Object.entries(pattern).map(([key, inner]) => {
    if (key.startsWith('$')) {
      throw new TemplateUnsupportedError(
        `The event pattern at ${path} uses ${key}, which the local EventBridge does not know.`,
      );
    }
    return [key, compileNode(inner, `${path}.${key}`)] as const;
  });
  return (value) => children.every(([key, matches]) => matches(isObject(value) ? value[key] : undefined));
}

/** Compiles a pattern; throws TemplateUnsupportedError on whatever it does not know. */
export const compilePattern = (pattern: Readonly<Record<string, unknown>>): EventMatcher =>
  compileNode(pattern, 'pattern');
