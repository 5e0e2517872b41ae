/**
 * Tells news from what has been told before. SNS and SQS deliver at least once and in any order, and every re-run announces
 * the same news again under the same `id`.
 *
 * Kept for each recording, and each export, is the id and the time of the last message: of two about the same thing, the
 * one with the later `time` holds. A file is enough for one process; several need a table with a conditional write.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod/mini';
import type { Notification } from '../lambdas/shared/contract/notification.ts';

const keptSchema = z.record(z.string(), z.object({ id: z.string(), time: z.string() }));

/** See the file's comment. */
export class KeptNews {
  readonly #file: string;
  readonly #last: Map<string, { id: string; time: string }>;

  /** @param file made when it is missing */
  constructor(file: string) {
    this.#file = file;
    const kept = existsSync(file) ? keptSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
    this.#last = new Map(Object.entries(kept));
  }

  /** Whether nobody has told it before, nor anything later about the same thing. */
  isNews(message: Notification): boolean {
    const last = this.#last.get(subjectOf(message));
    return last === undefined || (last.id !== message.id && last.time <= message.time);
  }

  /** Remembers a message, once what it brings about is done: who dies in between is told again. */
  remember(message: Notification): void {
    this.#last.set(subjectOf(message), { id: message.id, time: message.time });
    writeFileSync(`${this.#file}.tmp`, JSON.stringify(Object.fromEntries(this.#last)));
    renameSync(`${this.#file}.tmp`, this.#file);
  }
}

/** What a message is about: a recording, or one export of it. A message that names none is about itself. */
function subjectOf(message: Notification): string {
  const { recording } = message;
  if (recording === undefined || !('recordingId' in recording)) return message.id;
  const exportName = 'export' in message ? message.export?.name : undefined;
  return [recording.channelId, recording.recordingId, exportName].filter((part) => part !== undefined).join('/');
}
