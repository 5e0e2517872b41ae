/** What an execution is for, by its input. */
import { executionInputSchema, exportInputSchema } from '../../lambdas/shared/contract/execution-input.ts';
import { askedNameOf, exportNameOf } from '../../lambdas/shared/contract/export-name.ts';
import { parseJson } from '../../lambdas/shared/contract/json-text.ts';
import { parseRecordingPrefix, type RecordingLocation } from '../../lambdas/shared/contract/recording-location.ts';
import type { RecordingMachine } from '../executions/machine-arns.ts';

/** What an execution was for. */
export interface Subject {
  readonly location: RecordingLocation;
  /** Derived name of the export; `undefined` for the recording itself, and for an export whose name is not told. */
  readonly exportName: string | undefined;
  /** The same for all executions that are for the same. */
  readonly key: string;
  /** What it was started with. */
  readonly input: { readonly source?: object | undefined };
}

/** Reads what an execution was for out of its input. */
export function subjectOf(
  { machine }: { readonly machine: RecordingMachine },
  input: string | undefined,
): Subject | undefined {
  const raw = parseJson(input);
  const schema = machine === 'process-recording' ? executionInputSchema : exportInputSchema;
  const parsed = schema.safeParse(raw);
  const location = parsed.success ? parseRecordingPrefix(parsed.data.recording.prefix) : undefined;
  if (!parsed.success || location === undefined) return undefined;
  if (machine === 'process-recording')
    return { location, exportName: undefined, key: location.prefix, input: parsed.data };
  const wanted = exportInputSchema.parse(raw);
  const key = [location.prefix, JSON.stringify([wanted.export ?? null, wanted.joinWith ?? []])].join('#');
  if (wanted.export === undefined) return { location, exportName: undefined, key, input: wanted };
  const clip = typeof wanted.export === 'object' ? wanted.export.clip : undefined;
  const exportName = exportNameOf({ name: askedNameOf(wanted.export), clip }, wanted.joinWith);
  return { location, exportName, key, input: wanted };
}
