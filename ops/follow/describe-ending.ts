/** What an execution came to, for a person. */
import * as z from 'zod/mini';
import { parseJson } from '../../lambdas/shared/contract/json-text.ts';
import type { Ending } from './followed-event.ts';

const messageSchema = z.object({
  type: z.string(),
  recording: z.optional(z.object({ completeness: z.optional(z.string()) })),
  playback: z.optional(z.object({ access: z.optional(z.string()), url: z.optional(z.string()) })),
  export: z.optional(
    z.object({
      name: z.optional(z.string()),
      url: z.optional(z.string()),
      engine: z.optional(z.string()),
      engineReason: z.optional(z.string()),
      durationMs: z.optional(z.number()),
      sizeBytes: z.optional(z.number()),
    }),
  ),
  hold: z.optional(z.object({ reason: z.string() })),
});
const announcementSchema = z.object({ message: messageSchema });
const outputSchema = z.object({
  announcement: z.optional(announcementSchema),
  /** What is announced where the brake holds; of no meaning once the file was announced. */
  held: z.optional(z.object({ announcement: announcementSchema })),
});

/** A message, as far as the commands read it. */
export type Announced = z.infer<typeof messageSchema>;

const readOutput = (output: string | undefined) => outputSchema.safeParse(parseJson(output)).data;

/** The message that an execution has announced by its output, other than that it is held back; `undefined` when none. */
export const announcedIn = (output: string | undefined): Announced | undefined =>
  readOutput(output)?.announcement?.message;

/** What was announced, where the output tells it. */
export interface EndingResult {
  /** Type of the message, such as `recording.export.ready`. */
  readonly type: string;
  /** Of an export, derived. */
  readonly exportName: string | undefined;
  /** For viewers, or of the file. */
  readonly url: string | undefined;
  /** What else is worth a word. */
  readonly remark: string | undefined;
}

/** Reads an execution's output; `undefined` where it announced nothing. */
export function resultOf(output: string | undefined): EndingResult | undefined {
  const { announcement, held } = readOutput(output) ?? {};
  const { message } = announcement ?? held?.announcement ?? {};
  if (message === undefined) return undefined;
  const { type, recording, playback, export: exported, hold } = message;
  const isPartial = playback !== undefined && recording?.completeness === 'partial';
  return {
    type,
    exportName: exported?.name,
    url: exported?.url ?? playback?.url,
    remark: hold === undefined ? (isPartial ? 'partial' : exported?.engine) : `held back: ${hold.reason}`,
  };
}

const lambdaCauseSchema = z.object({ errorMessage: z.string() });
const jobCauseSchema = z.object({ ErrorCode: z.optional(z.number()), ErrorMessage: z.string() });

/** Longer ones fill the screen, and `--json` and the console have them whole. */
const longestCause = 600;

/** Why it failed: an error's name and its message, out of whatever JSON Step Functions wrapped it in. */
export function failureText({ error, cause = '' }: Pick<Ending, 'error' | 'cause'>): string {
  const parsed = parseJson(cause);
  const thrown = lambdaCauseSchema.safeParse(parsed);
  const job = jobCauseSchema.safeParse(parsed);
  const message = thrown.success
    ? thrown.data.errorMessage
    : job.success
      ? `MediaConvert ${job.data.ErrorCode ?? ''}: ${job.data.ErrorMessage}`
      : cause;
  const text = [error, message].filter((part) => part !== undefined && part !== '').join(': ');
  return text.length <= longestCause ? text : `${text.slice(0, longestCause - 1)}…`;
}
