/** EventBridge's pattern matching, as far as plain values go: whatever else a pattern uses is an error. */
type Pattern = { readonly [key: string]: readonly (string | number)[] | Pattern };

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
export function matchesPattern(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([key, expected]) => {
    const found = (event as Record<string, unknown>)[key];
    if (!Array.isArray(expected)) return found !== undefined && matchesPattern(expected as Pattern, found);
    for (const value of expected)
      if (typeof value === 'object') throw new Error(`unknown matcher ${JSON.stringify(value)}`);
    return (Array.isArray(found) ? found : [found]).some((value) => expected.includes(value));
  });
}
