/** The fault panel for the page: how its switches stand, and turning them; and a recording to watch. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FaultName, faultNames, runPaths } from '../../lambdas/shared/contract/run-view.ts';
import type { FaultPanel } from '../faults/fault-panel.ts';
import { isFromThisPage, refuseOthers, sendJson } from './own-page.ts';

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
  { panel, sendSample }: FaultSources,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const { method, url = '' } = request;
  const act = method === 'POST' ? actions(panel)[url] : undefined;
  const isSample = method === 'POST' && url === runPaths.samples;
  const isQuestion = method === 'GET' && url === runPaths.faults;
  if (act === undefined && !isSample && !isQuestion) return false;
  if (!isQuestion && !isFromThisPage(request)) {
    refuseOthers(response);
  } else if (isSample) {
    sendJson(response, 200, { recordingId: await sendSample() });
  } else {
    act?.();
    sendJson(response, 200, panel.switches());
  }
  return true;
}

const actions = (panel: FaultSources['panel']): Readonly<Record<string, () => void>> => ({
  [`${runPaths.faults}/reset`]: () => panel.reset(),
  ...Object.fromEntries(faultNames.flatMap((name) => turnsOf(panel, name))),
});

const turnsOf = (panel: FaultSources['panel'], name: FaultName): [string, () => void][] => [
  [`${runPaths.faults}/${name}/on`, () => panel.turn(name, true)],
  [`${runPaths.faults}/${name}/off`, () => panel.turn(name, false)],
];
