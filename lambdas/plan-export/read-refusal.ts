/**
 * Reads what a Catch of `mediaconvert:createJob.sync` passes on. How a failed job looks there is not documented: most
 * likely `States.TaskFailed` with the job as JSON, as GetJob has it; lower-camel names, a bare job and plain text are
 * read as well.
 */
import * as z from 'zod/mini';
import { parseJson } from '../shared/contract/json-text.ts';
import { canceledRemedy, type Remedy, remedyOfCode, remedyOfException, unknownRemedy } from './job-failures.ts';
import type { Refusal } from './schema.ts';

/** A refusal, understood as far as possible. */
export interface JobRefusal {
  /** Error code of the job, or name of CreateJob's exception. */
  readonly code: string;
  /** In MediaConvert's own words. */
  readonly message: string;
  readonly jobId: string | undefined;
  readonly remedy: Remedy;
  /** Somebody canceled the job, in MediaConvert or by stopping what waited for it. */
  readonly isCanceled: boolean;
}

const text = z.optional(z.nullable(z.string()));
const code = z.optional(z.nullable(z.union([z.number(), z.string().check(z.regex(/^\d+$/))])));
const jobSchema = z.object({
  Id: text,
  id: text,
  Status: text,
  status: text,
  ErrorCode: code,
  errorCode: code,
  ErrorMessage: text,
  errorMessage: text,
});
const causeSchema = z.union([
  z.pipe(
    z.object({ Job: jobSchema }),
    z.transform(({ Job }) => Job),
  ),
  z.pipe(
    z.object({ job: jobSchema }),
    z.transform(({ job }) => job),
  ),
  jobSchema,
]);

/** Reads one refusal. Never throws: what cannot be read is told as it is. */
export function readRefusal({ Error: errorName = '', Cause: cause = '' }: Refusal): JobRefusal {
  const job = causeSchema.safeParse(parseJson(cause)).data;
  const jobCode = job?.ErrorCode ?? job?.errorCode ?? codeInText(cause);
  const message = job?.ErrorMessage ?? job?.errorMessage ?? cause;
  const jobId = job?.Id ?? job?.id ?? undefined;
  const exception = errorName.replace(/^MediaConvert\./, '');
  const exceptionRemedy = remedyOfException(exception);
  const told = { message, jobId, isCanceled: false };
  if (exceptionRemedy !== undefined) return { ...told, code: exception, remedy: exceptionRemedy };
  if (jobCode !== undefined && jobCode !== null) {
    return { ...told, code: String(jobCode), remedy: remedyOf(Number(jobCode), message) };
  }
  const isCanceled = (job?.Status ?? job?.status ?? statusInText(cause)) === 'CANCELED';
  if (isCanceled) return { ...told, code: 'CANCELED', remedy: canceledRemedy, isCanceled };
  return { ...told, code: errorName, remedy: unknownRemedy };
}

/** The reason travels in messages and in the catalog. */
export function excerptOf(message: string): string {
  return message.length <= 500 ? message : `${message.slice(0, 499)}…`;
}

function codeInText(cause: string): string | undefined {
  return /error\s?code["']?\s*[:=]?\s*["']?(\d{4})\b/i.exec(cause)?.[1];
}

/** Of a cause that was cut off, so that it is no JSON. */
function statusInText(cause: string): string | undefined {
  return /"status"\s*:\s*"(CANCELED)"/i.exec(cause)?.[1];
}

/** 1040 has many causes; one of them is 1021 in other words. */
function remedyOf(code: number, message: string): Remedy {
  const isAudioMissing = code === 1040 && /audio track\b.*\bnot found/i.test(message);
  return remedyOfCode(isAudioMissing ? 1021 : code);
}
