/**
 * The S3 key that a request's target names: the path, decoded once and taken literally. `undefined` when no object can
 * have it: the empty key, which would be a listing, a target that is no path, broken percent-encoding, and `.` and `..`
 * as parts. Those last a browser resolves before it sends; whoever sends them as they are means to slip past a
 * behaviour's pattern.
 */
export function readRequestedKey(target: string): string | undefined {
  const [path = ''] = target.split('?');
  const key = path.startsWith('/') ? decode(path)?.slice(1) : undefined;
  const hasDots = key?.split('/').some((part) => part === '.' || part === '..');
  return key === '' || hasDots === true ? undefined : key;
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
