/** `#name` for each name, as expressions have it: DynamoDB reserves hundreds of words, `status`, `day` and `type` among them. */
export const aliases = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`#${name}`, name]));
