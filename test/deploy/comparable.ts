/** Outcomes without what has to differ between two systems: the names of resources, and when it was. */
import type { SystemUnderTest } from './system-under-test.ts';

const isInstant = (value: unknown): boolean => typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);

/** Keys whose instants are of the run, not of the recording. */
const runTimes = ['time', 'asOf', 'judgedAt', 'verifiedAt', 'thumbnailsExpiredAt', 'at'];

/** Gives the same value with placeholders. */
export function comparable(value: unknown, { placeholders }: Pick<SystemUnderTest, 'placeholders'>): unknown {
  // Longer names first: one may begin with another.
  const names = Object.keys(placeholders).sort((one, other) => other.length - one.length);
  const withoutNames = (text: string) =>
    names.reduce((rest, name) => rest.replaceAll(name, placeholders[name] ?? name), text);
  const visit = (part: unknown, key: string, parent: string): unknown => {
    if (isInstant(part) && (runTimes.includes(key) || (key === 'startedAt' && parent === 'run'))) return '<instant>';
    if (typeof part === 'string') return withoutNames(part);
    if (Array.isArray(part)) return part.map((element) => visit(element, key, parent));
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, visit(inner, name, key)]));
  };
  return visit(value, '', '');
}
