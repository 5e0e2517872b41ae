/** Input and output of serve-api: a request to its function URL, and the answer. */
import {
  type FunctionUrlAnswer,
  type FunctionUrlRequest,
  functionUrlRequestSchema,
} from '../shared/contract/function-url.ts';

export const requestSchema = functionUrlRequestSchema;
export type ApiRequest = FunctionUrlRequest;
export type ApiAnswer = FunctionUrlAnswer;
