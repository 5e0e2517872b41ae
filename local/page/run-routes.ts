/** Executions for the page: told, watched through server-sent events, redriven and begun anew. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { operatorExecutionName, recordingIdsOfName } from '../../lambdas/shared/contract/execution-name.ts';
import { runPaths, type SentMessage } from '../../lambdas/shared/contract/run-view.ts';
import type { StatesEngine } from '../states/engine.ts';
import { StatesApiError } from '../states/errors.ts';
import { describeRun, summarizeRun } from './describe-run.ts';
import { answerOwn, sendJson } from './own-page.ts';

/** What is asked of the engine. */
export type RunEngine = Pick<
  StatesEngine,
  | 'listStateMachines'
  | 'listExecutions'
  | 'describeExecution'
  | 'executionHistory'
  | 'redriveExecution'
  | 'startExecution'
>;

/** What is told from. */
export interface RunSources {
  readonly engine: () => RunEngine;
  /** Every message so far, the first one first. */
  readonly messages: () => readonly SentMessage[];
  readonly changes: RunChanges;
}

/** Tells whoever watches that something happened in an execution, or to the fault panel. */
export class RunChanges {
  readonly #watchers = new Set<ServerResponse>();

  /** @param what The execution that has a new event, by its ARN, or `faults`. */
  tell(what: string): void {
    for (const watcher of this.#watchers) watcher.write(`data: ${what}\n\n`);
  }

  /** @see https://html.spec.whatwg.org/multipage/server-sent-events.html */
  watch(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': watching\n\n');
    this.#watchers.add(response);
    response.once('close', () => this.#watchers.delete(response));
  }
}

/** So many of each are listed, the newest. */
const mostListed = 100;

/** Answers what is asked below the paths of {@link runPaths}. @returns whether it was one of them */
export async function serveRuns(
  sources: RunSources,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const [, path = '', id, action] = /^(\/local\/\w+)(?:\/([^/?]+))?(?:\/([\w-]+))?$/.exec(request.url ?? '') ?? [];
  const call = `${request.method} ${path}${id === undefined ? '' : '/:id'}${action === undefined ? '' : `/${action}`}`;
  const answer = answers[call];
  if (answer === undefined) return false;
  try {
    await answerOwn(request, response, () => answer(sources, decodeURIComponent(id ?? ''), response));
  } catch (error) {
    if (!(error instanceof StatesApiError)) throw error;
    sendJson(response, 409, { title: error.message });
  }
  return true;
}

type Answer = (sources: RunSources, executionArn: string, response: ServerResponse) => void;

const answers: Readonly<Record<string, Answer>> = {
  [`GET ${runPaths.changes}`]: ({ changes }, _, response) => changes.watch(response),
  [`GET ${runPaths.messages}`]: ({ messages }, _, response) =>
    sendJson(response, 200, messages().slice(-mostListed).toReversed()),
  [`GET ${runPaths.runs}`]: ({ engine }, _, response) => {
    const runs = engine()
      .listStateMachines()
      .flatMap(({ arn }) => engine().listExecutions(arn))
      .map(summarizeRun);
    const newest = runs.sort((one, other) => Date.parse(other.startedAt) - Date.parse(one.startedAt));
    sendJson(response, 200, newest.slice(0, mostListed));
  },
  [`GET ${runPaths.runs}/:id`]: ({ engine }, executionArn, response) =>
    sendJson(
      response,
      200,
      describeRun(engine().describeExecution(executionArn), engine().executionHistory(executionArn)),
    ),
  [`POST ${runPaths.runs}/:id/redrive`]: ({ engine }, executionArn, response) => {
    engine().redriveExecution(executionArn);
    sendJson(response, 200, { executionArn });
  },
  [`POST ${runPaths.runs}/:id/new-execution`]: ({ engine }, executionArn, response) => {
    const { stateMachineArn, input, name } = engine().describeExecution(executionArn);
    const ids = recordingIdsOfName(name);
    const started = engine().startExecution({
      stateMachineArn,
      input,
      // A deliberate run is never swallowed by the name that the automatic one has.
      ...(ids !== undefined && { name: operatorExecutionName(ids, new Date()) }),
    });
    sendJson(response, 200, { executionArn: started.executionArn });
  },
};
