/** Log groups with what was written into them, in memory, and in a folder that outlives the process. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';

const logEventSchema = z.object({
  /** Digits; of the same timestamp, the one written first has the smaller number. */
  eventId: z.string(),
  logStreamName: z.string(),
  /** Milliseconds since 1970: when it happened. */
  timestamp: z.number(),
  /** Milliseconds since 1970: when it was written. */
  ingestionTime: z.number(),
  message: z.string(),
});

/** An event as FilterLogEvents tells it. */
export type LogEvent = z.infer<typeof logEventSchema>;

/** See the file's comment. */
export class LogGroups {
  readonly #directory: string;
  readonly #events: ReadonlyMap<string, LogEvent[]>;

  /** @param names of the groups that there are */
  constructor(directory: string, names: readonly string[]) {
    mkdirSync(directory, { recursive: true });
    this.#directory = directory;
    this.#events = new Map(names.map((name) => [name, readEvents(this.#fileOf(name))]));
  }

  /** The events of a group by time; `undefined` when there is no such group. */
  eventsOf(name: string): readonly LogEvent[] | undefined {
    return this.#events.get(name);
  }

  /** Writes an event. @throws Error when there is no such group */
  write(name: string, event: Omit<LogEvent, 'eventId'>): void {
    const events = this.#events.get(name);
    if (events === undefined) throw new Error(`There is no log group ${name}.`);
    const written = { eventId: makeEventId(event.timestamp, events.length), ...event };
    appendFileSync(this.#fileOf(name), `${JSON.stringify(written)}\n`);
    // Mostly the newest; those late by hours find their place.
    events.splice(events.findLastIndex(({ timestamp }) => timestamp <= event.timestamp) + 1, 0, written);
  }

  #fileOf(name: string): string {
    return path.join(this.#directory, `${encodeURIComponent(name)}.jsonl`);
  }
}

/** 56 digits, as those of CloudWatch. */
const makeEventId = (timestamp: number, count: number): string =>
  `${String(timestamp).padStart(28, '0')}${String(count).padStart(28, '0')}`;

/** A line that a kill left half written is none. */
function readEvents(file: string): LogEvent[] {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  const events = lines.filter((line) => line !== '').map((line) => logEventSchema.parse(JSON.parse(line)));
  return events.sort((one, other) => one.timestamp - other.timestamp);
}
