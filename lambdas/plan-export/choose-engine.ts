import { ExportNotCarriableError, ExportTooLongError } from '../shared/contract/errors.ts';
import type { EngineWish } from '../shared/contract/export-engine.ts';
import type { Plan, RemuxJob } from '../shared/recording/planned-export.ts';
import { judgeForRemux } from './judge-for-remux.ts';
import type { ListedRendition } from './why-not-remux.ts';

/** Which engine makes the export and why, and what remux is told when it is the one. */
export interface EngineChoice extends Pick<Plan, 'engine' | 'engineReason'> {
  readonly remuxJob?: RemuxJob;
}

/**
 * Chooses the engine. MediaConvert does whatever remux cannot, so that nothing but the demand for remux is refused.
 *
 * @param bytesPerSecond What remux carries in a second, as configured.
 * @throws {@link ExportNotCarriableError}, {@link ExportTooLongError} when remux is demanded and cannot
 */
export function chooseEngine(wish: EngineWish, listed: ListedRendition, bytesPerSecond: number): EngineChoice {
  if (wish === 'mediaconvert') {
    return { engine: 'mediaconvert', engineReason: 'the rendition is wanted as it is, so its frames are copied' };
  }
  const { playlistKey } = listed.rendition;
  const verdict = judgeForRemux(listed, bytesPerSecond);
  if (verdict.isPossible) {
    const engineReason = wish === 'auto' ? 'the frames can be carried as they are' : 'the engine remux is wanted';
    return { engine: 'remux', engineReason, remuxJob: { playlistKey, sourceBytes: verdict.sourceBytes } };
  }
  if (wish === 'auto') {
    const engineReason = `remux cannot carry it: ${verdict.reason}; MediaConvert copies the frames if it can`;
    return { engine: 'mediaconvert', engineReason };
  }
  throw refusalOf(verdict.obstacle, `remux cannot export ${playlistKey}: ${verdict.reason}.`);
}

function refusalOf(obstacle: 'not-carriable' | 'too-long', finding: string): Error {
  const message = `${finding} Start a new execution with the engine auto or mediaconvert, or with another rendition.`;
  return obstacle === 'too-long' ? new ExportTooLongError(message) : new ExportNotCarriableError(message);
}
