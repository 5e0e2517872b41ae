/** Puts a step's line of JSON as a person reads it. */

/** Fields that say the same on every line of a laptop. */
const leftOut: ReadonlySet<string> = new Set([
  'level',
  'message',
  'service',
  'timestamp',
  'sampling_rate',
  'requestId',
]);

/**
 * `INFO Judged. recordingId=… outcome=playable` of a step's line. Anything else stays as it is: metrics, which are read
 * by programs, and what Node itself writes.
 */
export function logTextOf(line: string): string {
  const entry = parse(line);
  if (entry === undefined || !('level' in entry) || !('message' in entry)) return line;
  const fields = Object.entries(entry)
    .filter(([name]) => !leftOut.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [entry.level, entry.message, ...fields].join(' ');
}

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return { ...JSON.parse(line) };
  } catch {
    return undefined;
  }
}
