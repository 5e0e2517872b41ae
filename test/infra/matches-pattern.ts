/** EventBridge's pattern matching, as far as our rules use it: whatever else a pattern has is an error. */
type Condition = string | number | { readonly numeric: readonly ['>', number] };
export type Pattern = { readonly [key: string]: readonly Condition[] | Pattern };

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
export function matchesPattern(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([key, expected]) => {
    const found = (event as Record<string, unknown>)[key];
    if (!Array.isArray(expected)) return found !== undefined && matchesPattern(expected as Pattern, found);
    return expected.map(compile).some((matches) => (Array.isArray(found) ? found : [found]).some(matches));
  });
}

function compile(condition: Condition): (value: unknown) => boolean {
  if (typeof condition !== 'object') return (value) => value === condition;
  const [operator, bound] = condition.numeric ?? [];
  if (operator !== '>' || Object.keys(condition).length !== 1) throw new Error(`unknown ${JSON.stringify(condition)}`);
  return (value) => typeof value === 'number' && value > bound!;
}
