import { readFileSync } from 'node:fs';
import { type Run, toAttributeMap } from '../../../lambdas/shared/contract/catalog.ts';

interface UpdateParameters {
  readonly UpdateExpression: string;
  /** Absent where the state writes whatever is there. */
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues: Record<string, { S: string }>;
}

/** By name; every registration notes the run that made it. */
export type RegisteredValues = Readonly<Record<string, unknown>> & { readonly run: Run };

/** The update that a state of a definition makes, with the given values where the definition has paths. */
export function registrationOf(machine: string, state: string, values: RegisteredValues): UpdateParameters {
  const file = new URL(`../../../statemachines/${machine}.asl.json`, import.meta.url);
  const {
    UpdateExpression,
    ConditionExpression,
    ExpressionAttributeNames,
    ExpressionAttributeValues,
  }: UpdateParameters = JSON.parse(readFileSync(file, 'utf8')).States[state].Parameters;
  const { executionArn, redriveCount } = values.run;
  const typed = toAttributeMap({ expiresAt: null, executionArn, redriveCount, ...values });
  const filled = Object.entries(ExpressionAttributeValues).map(([key, value]) => {
    const isPath = JSON.stringify({ [key]: value }).includes('.$"');
    const name = key.replace(/\.\$$/, '');
    return [name, isPath ? typed[name.slice(1)] : value];
  });
  return {
    UpdateExpression,
    ...(ConditionExpression === undefined ? {} : { ConditionExpression }),
    ExpressionAttributeNames,
    ExpressionAttributeValues: structuredClone(Object.fromEntries(filled)),
  };
}
