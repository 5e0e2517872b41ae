/** The fault panel for the page: how its switches stand, and turning them; and a recording to watch. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { faultNames, runPaths } from '../../lambdas/shared/contract/run-view.ts';
import type { FaultPanel } from '../faults/fault-panel.ts';
import { answerOwn, sendJson } from './own-page.ts';

/** What is turned, and what is sent. */
export interface FaultSources {
  readonly panel: Pick<FaultPanel, 'switches' | 'turn' | 'reset'>;
  /** Sends the sample through the system as one more recording. @returns its id */
  readonly sendSample: () => Promise<string>;
}

/**
 * Answers `GET /local/faults`, and from the page itself `POST /local/faults/<name>/on` and `/off`,
 * `POST /local/faults/reset` and `POST /local/samples`. @returns whether it was one of them
 */
export async function serveFaults(
  sources: FaultSources,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const act = actions(sources)[`${request.method} ${request.url}`];
  if (act === undefined) return false;
  await answerOwn(request, response, async () => sendJson(response, 200, await act()));
  return true;
}

/** Each gives what is answered. */
function actions({ panel, sendSample }: FaultSources): Readonly<Record<string, () => unknown>> {
  const after = (turn: () => void) => () => {
    turn();
    return panel.switches();
  };
  const turns = faultNames.flatMap((name) => [
    [`POST ${runPaths.faults}/${name}/on`, after(() => panel.turn(name, true))] as const,
    [`POST ${runPaths.faults}/${name}/off`, after(() => panel.turn(name, false))] as const,
  ]);
  return {
    [`GET ${runPaths.faults}`]: () => panel.switches(),
    [`POST ${runPaths.faults}/reset`]: after(() => panel.reset()),
    [`POST ${runPaths.samples}`]: async () => ({ recordingId: await sendSample() }),
    ...Object.fromEntries(turns),
  };
}
