/** Reads what a state passes to a service. */
import type * as z from 'zod/mini';
import { parseWith } from '../../lambdas/shared/recording/schema-faults.ts';
import { TaskFailure } from '../states/errors.ts';

/** Parses parameters; one that the integration does not know fails the state by name, as a wrong one does in the cloud. */
export function parseParameters<Schema extends z.ZodMiniType>(
  action: string,
  schema: Schema,
  parameters: unknown,
): z.output<Schema> {
  const parsed = parseWith(schema, parameters, 'the parameters');
  if ('value' in parsed) return parsed.value;
  throw new TaskFailure('States.Runtime', `${action} cannot be called like this: ${parsed.faults}`);
}
