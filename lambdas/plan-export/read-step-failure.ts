/** Reads what a Catch of a Lambda step passes on: the error's name, and Lambda's JSON of it as the cause. */
import * as z from 'zod/mini';
import { parseJson } from '../shared/contract/json-text.ts';
import type { Refusal } from './schema.ts';

/** The error that a step threw. */
export interface StepFailure {
  readonly name: string;
  readonly message: string;
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
const causeSchema = z.object({ errorMessage: z.string() });

/** Reads one failure. Never throws: what cannot be read is told as it is. */
export function readStepFailure({ Error: name = '', Cause: cause = '' }: Refusal): StepFailure {
  const told = causeSchema.safeParse(parseJson(cause)).data?.errorMessage;
  const message = told ?? (cause || 'it gave no reason');
  return { name, message: message.slice(0, mostCharacters) };
}

/** The message becomes one of our own, and of that Step Functions keeps 32,768 characters with all that is around it. */
const mostCharacters = 8000;
