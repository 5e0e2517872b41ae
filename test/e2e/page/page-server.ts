/** The built page with recorded answers of the API, and the sample's files as every recording's: no system behind it. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { type OperatorRecording, problems, problemType } from '../../../lambdas/shared/contract/api.ts';
import { runPaths } from '../../../lambdas/shared/contract/run-view.ts';
import { FaultPanel } from '../../../local/faults/fault-panel.ts';
import { listenOnLoopback } from '../../../local/listen-on-loopback.ts';
import { pageDirectory, readPageFiles } from '../../../local/page/page-files.ts';
import { RunChanges } from '../../../local/page/run-routes.ts';
import { daysPath, makeServePage } from '../../../local/page/serve-page.ts';
import { chooseContentType } from '../../../local/playback/content-type.ts';
import { TaskFailure } from '../../../local/states/errors.ts';
import { machine, Rig, task } from '../../local/states/rig.ts';
import { sampleDirectory } from '../../local/system/sample-copies.ts';
import { mediaPath, repairedPath } from './shown-recordings.ts';

/** So few on a page, so that there is a next one. */
const pageSize = 6;

/** See the file's comment. */
export interface RecordedSystem {
  readonly url: string;
  /** What the API knows. */
  recordings: OperatorRecording[];
  /** Paths with this in them are answered with 503, until it is `undefined` again. */
  failing: string | undefined;
  /** What the page makes go wrong, by its switches. */
  readonly panel: FaultPanel;
  stop(): Promise<void>;
}

/** Starts it on a free port. */
export async function startRecordedSystem(recordings: OperatorRecording[]): Promise<RecordedSystem> {
  const files = readPageFiles(pageDirectory, { daysPath, runsPath: runPaths.runs });
  if (files === undefined) throw new Error('The page is not built: node scripts/build-web.ts');
  const rig = await aRun();
  const changes = new RunChanges();
  const panel = new FaultPanel(() => changes.tell('faults'));
  const system = { recordings, failing: undefined as string | undefined, panel };
  const servePage = makeServePage(files, {
    days: async () => daysOf(system.recordings),
    runs: {
      engine: () => rig.engine,
      messages: () => [{ subject: 'Playable', body: { type: 'recording.playback.ready' } }],
      changes,
    },
    faults: { panel, sendSample: async () => 'anotherOne' },
  });
  const answerOne = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (system.failing !== undefined && pathname.includes(system.failing)) refuse(response, 'catalog-unavailable');
    else if (await servePage(request, response)) return;
    else if (pathname.startsWith('/api/')) answer(system.recordings, pathname, searchParams, response);
    else sendMedia(pathname, response);
  };
  const server = createServer((request, response) => void answerOne(request, response));
  const { url, stop } = await listenOnLoopback(server);
  return Object.assign(system, { url, stop });
}

/** One execution, which tried something twice before it failed of it. */
async function aRun(): Promise<Rig> {
  const rig = new Rig({
    definition: machine({
      ValidateRecording: task({ Next: 'Done', Retry: [{ ErrorEquals: ['StorageUnavailableError'], MaxAttempts: 1 }] }),
      Done: { Type: 'Succeed' },
    }),
    tasks: {
      ValidateRecording: () => {
        throw new TaskFailure('StorageUnavailableError', 'S3 does not answer');
      },
    },
  });
  await rig.run();
  return rig;
}

const daysOf = (recordings: readonly OperatorRecording[]): string[] => [
  ...new Set(recordings.map(({ startedAt }) => startedAt.slice(0, 10))),
];

function answer(recordings: readonly OperatorRecording[], place: string, query: URLSearchParams, to: ServerResponse) {
  const one = /^\/api\/recordings\/(\w+)$/.exec(place)?.[1];
  if (one !== undefined) {
    const found = recordings.find(({ recordingId }) => recordingId === one);
    if (found === undefined) refuse(to, 'recording-not-found');
    else sendJson(to, 200, found);
    return;
  }
  const channel = /^\/api\/channels\/(\w+)\/recordings$/.exec(place)?.[1];
  const day = query.get('day') ?? (channel === undefined ? 'no day' : '');
  const fitting = recordings.filter(
    ({ channelId, startedAt }) => startedAt.startsWith(day) && (channel === undefined || channelId === channel),
  );
  const from = Number(query.get('before') ?? 0);
  const next = from + pageSize < fitting.length ? { next: String(from + pageSize) } : {};
  sendJson(to, 200, { recordings: fitting.slice(from, from + pageSize), ...next });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' });
  response.end(JSON.stringify(body));
}

function refuse(response: ServerResponse, name: keyof typeof problems): void {
  const { status, title } = problems[name];
  sendJson(response, status, { type: problemType(name), title, status });
}

/** The sample's file, whichever the recording; repaired playlists as they are written for what is partial. */
function sendMedia(place: string, response: ServerResponse): void {
  const repaired = /^\/Qm4TzL9cWx2d\/(\w+)\/playback\/(.+)$/.exec(place);
  if (repaired?.[1] !== undefined && repaired[2] !== undefined) {
    const text = repairedPlaylist(repaired[1], repaired[2]);
    response.writeHead(200, { 'content-type': 'application/vnd.apple.mpegurl' }).end(text);
    return;
  }
  const file = path.join(sampleDirectory, place.replace(/^.*\/media\//, 'media/'));
  if (!existsSync(file)) {
    response.writeHead(403).end('Access Denied');
    return;
  }
  response.writeHead(200, { 'content-type': chooseContentType(file, undefined) }).end(readFileSync(file));
}

/** The middle segment is skipped everywhere, and the last one of the highest quality is the next lower one's. */
function repairedPlaylist(recordingId: string, name: string): string {
  if (name === 'master.m3u8') {
    const master = readFileSync(path.join(sampleDirectory, 'media/hls/master.m3u8'), 'utf8');
    return master.replaceAll(/^(\w+)\/playlist\.m3u8$/gm, `${repairedPath(recordingId)}/renditions/$1.m3u8`);
  }
  const rendition = path.basename(name, '.m3u8');
  const segment = (of: string, index: number, seconds: number) =>
    `#EXTINF:${seconds},\n${mediaPath(recordingId)}/hls/${of}/${index}.ts`;
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:3',
    '#EXT-X-TARGETDURATION:10',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    segment(rendition, 0, 10),
    '#EXT-X-DISCONTINUITY',
    segment(rendition === '720p30' ? '480p30' : rendition, 2, 9.995),
    '#EXT-X-ENDLIST',
    '',
  ].join('\n');
}
