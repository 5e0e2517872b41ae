/** Keeps every message that was published in a file, since the queues live only as long as the process. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';

/** A message as it was published; its body is JSON. */
const publishedMessageSchema = z.object({
  body: z.unknown(),
  subject: z.optional(z.string()),
  attributes: z.record(z.string(), z.string()),
});
export type PublishedMessage = z.infer<typeof publishedMessageSchema>;

/** The form of a Publish request in the query protocol. */
export type PublishForm = Readonly<Record<string, string>>;

/** Adds to the file what a form publishes, one message a line. The topic is left out: there is one. */
export function makePublishLog(file: string): (form: PublishForm) => void {
  mkdirSync(path.dirname(file), { recursive: true });
  return (form) => appendFileSync(file, `${JSON.stringify(messageOf(form))}\n`);
}

/** What was published, the first message first. A line that a kill left half written is none yet: nobody got an answer. */
export function readPublishLog(file: string): PublishedMessage[] {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return lines.filter((line) => line !== '').map((line) => publishedMessageSchema.parse(JSON.parse(line)));
}

function messageOf(form: PublishForm): PublishedMessage {
  const attributes = Object.entries(form).flatMap(([field, name]) => {
    const [, entry] = /^MessageAttributes\.entry\.(\d+)\.Name$/.exec(field) ?? [];
    const value = form[`MessageAttributes.entry.${entry}.Value.StringValue`];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    body: jsonOf(form.Message ?? ''),
    ...(form.Subject === undefined ? {} : { subject: form.Subject }),
    attributes: Object.fromEntries(attributes),
  };
}

/** What is no JSON is kept as text. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
