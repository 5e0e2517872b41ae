/**
 * The code of an error of Node's own, such as `ENOENT`. Not by `instanceof Error`: under jest, modules run in a realm of
 * their own, where Node's errors are instances of another `Error`.
 */
export function errorCodeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
