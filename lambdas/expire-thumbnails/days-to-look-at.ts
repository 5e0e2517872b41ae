import type { ExpireThumbnailsInput } from './schema.ts';

const dayMs = 86_400_000;

/** IVS records to S3 since April 2021: there is nothing from before. */
const firstDay = Date.parse('2021-04-01');

/** Looked at by each run: recordings last up to two days, and a few runs may fail. */
const newestDays = 8;

/** So many runs, one a day, look at every older day once. */
const turns = 7;

/**
 * The days of recordings that may have come of age, the newest first. Each run takes the newest and a seventh of all
 * others, so that what was missed, catalogued late, or there before the retention was configured is found within a week,
 * and nothing has to be remembered from one run to the next.
 *
 * @param expireAfterDays Of the retention.
 */
export function daysToLookAt(
  { from, to }: Pick<ExpireThumbnailsInput, 'from' | 'to'>,
  now: Date,
  expireAfterDays: number,
): string[] {
  const newest = startOfDay(now.getTime() - expireAfterDays * dayMs);
  const isAsked = from !== undefined || to !== undefined;
  const last = Math.min(newest, to === undefined ? newest : Date.parse(to));
  const days: string[] = [];
  for (let day = last; day >= (from === undefined ? firstDay : Date.parse(from)); day -= dayMs) {
    const isNew = newest - day < newestDays * dayMs;
    const hasItsTurn = (startOfDay(now.getTime()) - day) % (turns * dayMs) === 0;
    if (isAsked || isNew || hasItsTurn) days.push(new Date(day).toISOString().slice(0, 10));
  }
  return days;
}

const startOfDay = (timeMs: number): number => Math.floor(timeMs / dayMs) * dayMs;
