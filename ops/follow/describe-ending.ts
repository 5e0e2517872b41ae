/** What an execution came to, for a person. */
import * as z from 'zod/mini';
import { parseJson } from '../../lambdas/shared/contract/json-text.ts';
import type { Ending } from './followed-event.ts';

const announcementSchema = z.object({
  message: z.object({
    type: z.string(),
    recording: z.optional(z.object({ completeness: z.optional(z.string()) })),
    playback: z.optional(z.object({ url: z.optional(z.string()) })),
    export: z.optional(
      z.object({ name: z.optional(z.string()), url: z.optional(z.string()), engine: z.optional(z.string()) }),
    ),
    hold: z.optional(z.object({ reason: z.string() })),
  }),
});
const outputSchema = z.object({
  announcement: z.optional(announcementSchema),
  /** What is announced where the brake holds; of no meaning once the file was announced. */
  held: z.optional(z.object({ announcement: announcementSchema })),
});

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
  const parsed = outputSchema.safeParse(parseJson(output ?? ''));
  const announcement = parsed.data?.announcement ?? parsed.data?.held?.announcement;
  if (announcement === undefined) return undefined;
  const { type, recording, playback, export: exported, hold } = announcement.message;
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
