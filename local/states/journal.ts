import * as z from 'zod/mini';
import { historyEventSchema } from './history-event.ts';

/** Where in the execution something happened: the indexes of the Map iterations around it, outermost first. */
const scope = z.array(z.number());

const machineSchema = z.object({ arn: z.string(), name: z.string(), roleArn: z.string(), definition: z.string() });

/**
 * What an execution's journal is made of. Folding the entries in order gives the execution as it stands; so besides
 * the event that AWS would show, an entry keeps what follows from it: the next state, a retry that is due.
 */
export const journalEntrySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('started'),
    executionArn: z.string(),
    name: z.string(),
    /** The definition that it began with, which a redrive runs again. */
    machine: machineSchema,
    event: historyEventSchema,
    next: z.string(),
  }),
  z.object({
    kind: z.literal('event'),
    scope,
    event: historyEventSchema,
    /** After a state has been left, or a Map iteration has begun: the state to enter. Absent at the end. */
    next: z.optional(z.string()),
    /** The input of a Map iteration, as JSON. */
    input: z.optional(z.string()),
  }),
  /** A failed state is to be tried again. AWS keeps no event of that. */
  z.object({ kind: z.literal('retry'), scope, retrier: z.number(), dueAt: z.string() }),
  z.object({ kind: z.literal('redriven'), event: historyEventSchema, clientToken: z.optional(z.string()) }),
]);

/** One entry of an execution's journal. */
export type JournalEntry = z.infer<typeof journalEntrySchema>;

/** Under which name an execution's journal is kept: executions of two machines may share a name. */
export interface JournalKey {
  readonly machineName: string;
  readonly executionName: string;
}

/** Where the entries of all executions are kept. */
export interface Journal {
  /** Adds an entry at the end; it is safe from a kill of this process once this returns. */
  append(key: JournalKey, entry: JournalEntry): void;
  /** The entries of every execution, each in order, to start from. */
  load(): JournalEntry[][];
}

/** A journal that is gone with the process, or handed from one engine to the next by a test. */
export function createMemoryJournal(): Journal {
  const lines = new Map<string, string[]>();
  return {
    append({ machineName, executionName }, entry) {
      const key = JSON.stringify([machineName, executionName]);
      const line = JSON.stringify(entry);
      const before = lines.get(key);
      if (before === undefined) lines.set(key, [line]);
      else before.push(line);
    },
    load: () => [...lines.values()].map((entries) => entries.map((line) => journalEntrySchema.parse(JSON.parse(line)))),
  };
}
