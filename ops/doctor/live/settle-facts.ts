/** What the jobs of a trial say of what AWS does not document (the facts in README, under Limits). */
import { readRefusal } from '../../../lambdas/plan-export/read-refusal.ts';
import { isPassthrough, type JobTrace } from './job-trace.ts';
import { type Fact, factNames, shapeOf } from './report.ts';
import type { Trial } from './trial.ts';

/** Every fact, in order; what nothing was found out about is not settled. */
export function settleFacts({ facts, traces }: Trial): Fact[] {
  const found = new Map(facts);
  // What a part of the trial said of why it came to nothing is more than what the jobs tell.
  for (const fact of [settlePassthrough(traces), settleResult(traces), settleErrorName(traces)])
    if (fact.answer !== 'not settled' || !found.has(fact.fact)) found.set(fact.fact, fact);
  return factNames.map(
    (fact) =>
      found.get(fact) ?? { fact, answer: 'not settled', found: 'the trial did not come so far', how: 'nothing' },
  );
}

/** The playlist is not taken, whatever is asked of it. */
const playlistRefused = ['1010', '3400'];

function settlePassthrough(traces: readonly JobTrace[]): Fact {
  const fact = 'passthrough-rendition-playlist';
  const how = 'the first job of the export by MediaConvert that copies';
  const trace = traces.find(({ request }) => isPassthrough(request));
  if (trace === undefined) return { fact, answer: 'not settled', found: 'there was no such job', how };
  if (trace.result !== undefined) return { fact, answer: 'yes', found: 'the job is complete: frames unchanged', how };
  if (trace.failure === undefined) return { fact, answer: 'not settled', found: 'the job did not end', how };
  const { error, cause } = trace.failure;
  const { code, message, remedy } = readRefusal({ Error: error, Cause: cause });
  const isRefusal = playlistRefused.includes(code) || remedy.replan?.includes('encode') === true;
  return { fact, answer: isRefusal ? 'no' : 'not settled', found: `${code}: ${message}`, how };
}

function settleResult(traces: readonly JobTrace[]): Fact {
  const fact = 'create-job-sync-result';
  const how = 'the output of TaskSucceeded in the execution’s history';
  const result = traces.find((trace) => trace.result !== undefined)?.result;
  if (result === undefined) return { fact, answer: 'not settled', found: 'no job is complete', how };
  return { fact, answer: 'told', found: keysText(result), how, shape: shapeOf(result) };
}

/** `{ Job: { Arn, Id, … } }`, two levels deep. */
function keysText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return typeof value;
  const parts = Object.entries(value).map(([key, field]: [string, unknown]) =>
    typeof field === 'object' && field !== null ? `${key}: { ${Object.keys(field).join(', ')} }` : key,
  );
  return `{ ${parts.join(', ')} }`;
}

function settleErrorName(traces: readonly JobTrace[]): Fact {
  const fact = 'failed-job-error-name';
  const how = 'TaskFailed in an execution’s history';
  // Of a job that was made: what CreateJob itself refuses has another name.
  const failed = traces.find(({ isSubmitted, failure }) => isSubmitted && failure !== undefined);
  if (failed?.failure !== undefined) {
    const { error, cause } = failed.failure;
    const { code, message } = readRefusal({ Error: error, Cause: cause });
    const isJson = cause.trimStart().startsWith('{');
    const found = `${error}; its cause is ${isJson ? 'the job as JSON' : 'no JSON'}, and tells ${code}: ${message}`;
    return { fact, answer: 'told', found, how };
  }
  return { fact, answer: 'not settled', found: 'no job failed', how };
}
