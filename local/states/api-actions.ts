import * as z from 'zod/mini';
import {
  type ApiResponse,
  describedExecution,
  describedMapRun,
  listedExecution,
  seconds,
  wireEvent,
} from './api-responses.ts';
import type { StatesEngine } from './engine.ts';
import { StatesApiError } from './errors.ts';
import { pageOf } from './paging.ts';

/** One action of the API: from the request's body to the answer's. */
export type ApiAction = (engine: StatesEngine, body: unknown) => ApiResponse;

const text = z.optional(z.string());
const paging = { maxResults: z.optional(z.number().check(z.gte(0), z.lte(1000))), nextToken: text };
const execution = { executionArn: z.string() };
const status = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);

function action<T extends z.ZodMiniType>(
  schema: T,
  run: (engine: StatesEngine, request: z.infer<T>) => ApiResponse,
): ApiAction {
  return (engine, body) => {
    const request = schema.safeParse(body);
    if (!request.success) throw new StatesApiError('ValidationException', z.prettifyError(request.error));
    return run(engine, request.data);
  };
}

/**
 * The actions that we have. Parameters that change nothing here, such as `traceHeader`, are passed over.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html
 */
export const API_ACTIONS: ReadonlyMap<string, ApiAction> = new Map([
  [
    'StartExecution',
    action(z.object({ stateMachineArn: z.string(), name: text, input: text }), (engine, request) => {
      const { executionArn, startDate } = engine.startExecution(request);
      return { executionArn, startDate: seconds(startDate) };
    }),
  ],
  [
    'RedriveExecution',
    action(z.object({ ...execution, clientToken: text }), (engine, { executionArn, clientToken }) => ({
      redriveDate: seconds(engine.redriveExecution(executionArn, clientToken).redriveDate),
    })),
  ],
  [
    'StopExecution',
    action(z.object({ ...execution, error: text, cause: text }), (engine, { executionArn, error, cause }) => ({
      stopDate: seconds(engine.stopExecution(executionArn, error, cause).stopDate),
    })),
  ],
  [
    'DescribeExecution',
    action(z.object(execution), (engine, { executionArn }) =>
      describedExecution(engine.describeExecution(executionArn)),
    ),
  ],
  [
    'ListExecutions',
    action(
      z.object({ stateMachineArn: z.string(), statusFilter: z.optional(status), ...paging }),
      (engine, request) => {
        const all = engine.listExecutions(request.stateMachineArn, request.statusFilter);
        const { items, nextToken } = pageOf(all, ({ executionArn }) => executionArn, request);
        return { executions: items.map(listedExecution), nextToken };
      },
    ),
  ],
  [
    'GetExecutionHistory',
    action(
      z.object({
        ...execution,
        ...paging,
        reverseOrder: z.optional(z.boolean()),
        includeExecutionData: z.optional(z.boolean()),
      }),
      (engine, { executionArn, reverseOrder = false, includeExecutionData = true, ...request }) => {
        const events = engine.executionHistory(executionArn);
        const { items, nextToken } = pageOf(reverseOrder ? events.toReversed() : events, ({ id }) => `${id}`, request);
        return { events: items.map((event) => wireEvent(event, includeExecutionData)), nextToken };
      },
    ),
  ],
  [
    'DescribeMapRun',
    action(z.object({ mapRunArn: z.string() }), (engine, { mapRunArn }) =>
      describedMapRun(engine.describeMapRun(mapRunArn)),
    ),
  ],
  [
    'ListStateMachines',
    action(z.object(paging), (engine, request) => {
      const { items, nextToken } = pageOf(engine.listStateMachines(), ({ arn }) => arn, request);
      const stateMachines = items.map(({ arn, name, creationDate }) => ({
        stateMachineArn: arn,
        name,
        type: 'STANDARD',
        creationDate: seconds(creationDate),
      }));
      return { stateMachines, nextToken };
    }),
  ],
  [
    'DescribeStateMachine',
    action(z.object({ stateMachineArn: z.string() }), (engine, { stateMachineArn }) => {
      const { name, roleArn, definition, creationDate } = engine.describeStateMachine(stateMachineArn);
      const creation = { status: 'ACTIVE', type: 'STANDARD', creationDate: seconds(creationDate) };
      return { stateMachineArn, name, roleArn, definition, ...creation };
    }),
  ],
  [
    'DescribeStateMachineForExecution',
    action(z.object(execution), (engine, { executionArn }) => {
      const { machine, startDate } = engine.describeExecution(executionArn);
      const { arn, name, roleArn, definition } = machine;
      return { stateMachineArn: arn, name, roleArn, definition, updateDate: seconds(startDate) };
    }),
  ],
]);
