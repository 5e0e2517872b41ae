/** What the API asks, while somebody waits for its answer. */
import { itemsOf } from '../../../bench/api/made-catalog.ts';
import {
  apiPageSchema,
  apiRecordingSchema,
  problemSchema,
  retryAfterSeconds,
} from '../../../lambdas/shared/contract/api.ts';
import type { FaultStage } from './fault-stage.ts';
import type { MatrixRow, Result, Scenario } from './matrix-row.ts';
import { dayOf, startOf } from './own-day.ts';

/** As long as CloudFront waits for an origin (`readTimeout` in `infra/constructs/function-behavior.ts`). */
const cloudFrontWaitMs = 10_000;

/** Each cell has a recording, on a channel and a day of its own. */
async function addToCatalog(stage: FaultStage, id: string): Promise<void> {
  const startedAt = startOf(id).toISOString();
  const own = {
    channelId: { S: id },
    recordingId: { S: id },
    day: { S: dayOf(id) },
    startedAt: { S: startedAt },
  };
  const [recording = {}, exported = {}] = itemsOf(0, 0);
  const key = `${startedAt.slice(0, 16)}Z#${id}`;
  await stage.putItems(
    { ...recording, ...own, recordingKey: { S: key } },
    { ...exported, ...own, recordingKey: { S: `${key}#export#archive` } },
  );
}

/** A question to the API, and the recording's id in its answer. */
interface Question {
  readonly path: (id: string) => string;
  readonly idIn: (body: unknown) => string | undefined;
}

/** What came of it is read at once: nothing of it is left anywhere. */
function question({ path, idIn }: Question): Scenario {
  const results = new Map<string, Result>();
  const ask = async (stage: FaultStage, id: string) => {
    const signal = AbortSignal.timeout(cloudFrontWaitMs);
    const answer = await fetch(`${stage.system.playbackUrl}${path(id)}`, { signal });
    const body: unknown = answer.headers.get('content-type')?.includes('json') ? await answer.json() : undefined;
    results.set(id, resultOf(answer, body, id, idIn));
  };
  return { prepare: addToCatalog, run: ask, mend: ask, result: async (_stage, id) => results.get(id)! };
}

function resultOf({ status, headers }: Response, body: unknown, id: string, idIn: Question['idIn']): Result {
  if (status === 200) {
    return { isGood: true, faults: idIn(body) === id ? [] : [`it told of ${JSON.stringify(body)}`] };
  }
  const { type = '' } = problemSchema.safeParse(body).data ?? {};
  const isHonest =
    type.endsWith('catalog-unavailable') &&
    headers.get('cache-control') === 'no-store' &&
    headers.get('retry-after') === String(retryAfterSeconds);
  return {
    isGood: false,
    answer: String(status),
    faults: status === 503 && !isHonest ? [`503 came as ${type} with ${JSON.stringify([...headers])}`] : [],
  };
}

const query = { caller: 'ServeApi', call: 'DynamoDB Query', service: 'dynamodb', operation: 'Query' } as const;
const pageId = (body: unknown) => apiPageSchema.parse(body).recordings[0]?.recordingId;

const oneRecording = question({
  path: (id) => `/api/recordings/${id}`,
  idIn: (body) => apiRecordingSchema.parse(body).recordingId,
});

/** Each of the API's three questions is one query. */
export const apiRows: readonly MatrixRow[] = [
  {
    ...query,
    of: 'recordings of a channel',
    scenario: question({ path: (id) => `/api/channels/${id}/recordings`, idIn: pageId }),
  },
  {
    ...query,
    of: 'recordings of a day',
    matches: ({ body }, id) => body.includes(dayOf(id)),
    scenario: question({ path: (id) => `/api/recordings?day=${dayOf(id)}`, idIn: pageId }),
  },
  {
    ...query,
    of: 'one recording',
    scenario: oneRecording,
  },
];
