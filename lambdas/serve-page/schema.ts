/** Input and output of serve-page: a request to its function URL, and the answer. */
import {
  type FunctionUrlAnswer,
  type FunctionUrlRequest,
  functionUrlRequestSchema,
} from '../shared/contract/function-url.ts';

export const requestSchema = functionUrlRequestSchema;
export type PageRequest = FunctionUrlRequest;
export type PageAnswer = FunctionUrlAnswer;
