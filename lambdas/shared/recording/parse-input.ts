/**
 * Parses the raw input of an execution. An operator types it in the console, so a refusal tells every fault at once and
 * shows an input that is right.
 */
import type * as z from 'zod/mini';
import { type BackfillInput, backfillInputSchema } from '../contract/backfill-input.ts';
import { ExecutionInputInvalidError } from '../contract/errors.ts';
import {
  type ExecutionInput,
  type ExportInput,
  executionInputSchema,
  exportInputSchema,
} from '../contract/execution-input.ts';
import { parseWith } from './schema-faults.ts';

const exampleRecording = {
  bucket: 'my-recordings',
  prefix: 'ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/j8Z9O91ndcVs',
};

/**
 * Parses an input of `process-recording`.
 * @throws {@link ExecutionInputInvalidError} with every fault.
 */
export const parseExecutionInput = (raw: unknown): ExecutionInput =>
  parseInput(executionInputSchema, raw, { recording: exampleRecording });

/**
 * Parses an input of `export-recording`.
 * @throws {@link ExecutionInputInvalidError} with every fault.
 */
export const parseExportInput = (raw: unknown): ExportInput =>
  parseInput(exportInputSchema, raw, { recording: exampleRecording, export: { rendition: '720p30' } });

/**
 * Parses an input of `backfill-recordings`.
 * @throws {@link ExecutionInputInvalidError} with every fault.
 */
export const parseBackfillInput = (raw: unknown): BackfillInput =>
  parseInput(backfillInputSchema, raw, { since: '7d', dryRun: true });

function parseInput<Schema extends z.ZodMiniType>(schema: Schema, raw: unknown, example: object): z.output<Schema> {
  const parsed = parseWith(schema, raw, 'the input');
  if ('value' in parsed) return parsed.value;
  throw new ExecutionInputInvalidError(
    `The execution's input is invalid: ${parsed.faults}. Start a new execution with an input like ${JSON.stringify(example)}.`,
  );
}
