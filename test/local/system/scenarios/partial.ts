import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { catalogItemSchema } from '../../../../lambdas/shared/contract/catalog.ts';
import { notificationSchema } from '../../../../lambdas/shared/contract/notification.ts';
import { parseMediaPlaylist } from '../../../../media/hls/media-playlist.ts';
import { parseMultivariantPlaylist } from '../../../../media/hls/multivariant-playlist.ts';
import { all, type Change, failedByIvs, putBack, without, withoutEndMarks } from '../sample-copies.ts';
import { nameOf, type Outcome, only, type Stage } from '../stage.ts';

const renditions = ['720p30', '480p30', '360p30', '160p30'];
const segment = (rendition: string, index: number): string => `media/hls/${rendition}/${index}.ts`;
const plainId = (recordingId: string): string => `Qm4TzL9cWx2d/${recordingId}/recording.playback.ready`;

interface PartialCase {
  readonly what: string;
  readonly recordingId: string;
  readonly spoil: Change;
  readonly findings: readonly string[];
  readonly missing: object;
  /** Seconds that every rendition lasts. */
  readonly plays: number;
  /** How many segments stand in for others. */
  readonly substitutes?: number;
}

const nothing = { seconds: 0, skippedSeconds: 0, ranges: [], rangesLeftOut: 0, renditionsLeftOut: [] };

const cases: PartialCase[] = [
  {
    what: 'a segment missing in every rendition',
    recordingId: 'noSegments',
    spoil: without(...renditions.map((rendition) => segment(rendition, 1))),
    findings: renditions.map((rendition) => `segment-missing ${rendition}`),
    missing: {
      ...nothing,
      seconds: 10,
      skippedSeconds: 10,
      ranges: renditions.map((rendition) => ({ rendition, startSeconds: 10.267, seconds: 10 })),
    },
    plays: 19.995,
  },
  {
    what: 'a segment missing in one rendition',
    recordingId: 'noSegment',
    spoil: without(segment('720p30', 1)),
    findings: ['segment-missing 720p30'],
    missing: {
      ...nothing,
      seconds: 10,
      ranges: [{ rendition: '720p30', startSeconds: 10.267, seconds: 10, replacedBy: '480p30' }],
    },
    plays: 29.995,
    substitutes: 1,
  },
  {
    what: 'no end mark',
    recordingId: 'noEnd',
    spoil: withoutEndMarks,
    findings: renditions.map((rendition) => `end-mark-missing ${rendition}`),
    missing: nothing,
    plays: 29.995,
  },
  {
    what: 'media, of which IVS says that it failed',
    recordingId: 'ivsFailed',
    spoil: failedByIvs,
    findings: ['ivs-reported-failure -'],
    missing: nothing,
    plays: 29.995,
  },
  {
    what: 'a rendition of which nothing can be played',
    recordingId: 'noRendition160',
    spoil: all(without('media/hls/160p30/playlist.m3u8'), failedByIvs),
    findings: ['ivs-reported-failure -', 'playlist-missing 160p30'],
    missing: { ...nothing, renditionsLeftOut: ['160p30'] },
    plays: 29.995,
  },
];

/** Recordings of which something is missing, and which play all the same. */
export function partialScenarios(stage: () => Stage): void {
  describe.each(cases)(
    'a recording with $what',
    ({ recordingId, spoil, findings, missing, plays, substitutes = 0 }) => {
      test('is announced as partial, with what is missing, and is in the catalog with every finding', async () => {
        const folder = await stage().addRecording(recordingId, spoil);

        const { processed, messages, item } = await stage().run(folder, { exports: [] });

        expect(processed.status).toBe('SUCCEEDED');
        expect(messages).toHaveLength(1);
        const { body, subject } = only(messages, 'recording.playback.ready');
        expect(subject).toBe('Recording ready to play, in part: Local channel');
        expect(notificationSchema.parse(body)).toEqual(body);
        expect(body).toMatchObject({
          id: expect.stringMatching(new RegExp(`^${plainId(recordingId)}/partial-[0-9a-f]{12}$`)),
          recording: { completeness: 'partial', durationMs: Math.round(plays * 1000) },
          playback: { url: `${stage().system.playbackUrl}/Qm4TzL9cWx2d/${recordingId}/playback/master.m3u8`, missing },
        });
        const { access, ...playback } = body.playback;
        expect(item).toMatchObject({ status: 'playable', access, playback, judgedAt: body.time });
        expect(catalogItemSchema.parse(item)).toEqual(item);
        const found = item.findings.map(({ code, rendition = '-' }: Record<string, string>) => `${code} ${rendition}`);
        expect(found).toEqual(findings);
      });

      test('plays from the announced URL: every rendition as long as the others, every segment there', async () => {
        const { item } = await stage().outcomeOf({ recordingId });

        const played = await readPlaylists(item.playback.url);

        expect(played.map(({ name }) => name)).toEqual(
          item.playback.renditions.map(({ name }: { name: string }) => name),
        );
        for (const { name, playlist, urls } of played) {
          expect(playlist).toMatchObject({ playlistType: 'VOD', hasEndList: true });
          expect(playlist.durationSeconds).toBeCloseTo(plays, 3);
          const statuses = await Promise.all(urls.map(async (url) => (await fetch(url, { method: 'HEAD' })).status));
          expect(statuses.filter((status) => status !== 200)).toEqual([]);
          const foreign = urls.filter((url) => !url.includes(`/${name}/`));
          expect(foreign).toHaveLength(name === '720p30' ? substitutes : 0);
        }
      });

      test('says the same by the same id when it is processed again', async () => {
        const before = await stage().outcomeOf({ recordingId });
        const folder = { prefix: before.item.recording.prefix, recordingId };

        const again = await stage().run(folder as never, { exports: [] }, `${nameOf(folder)}-op-again`);

        expect(again.item.playback).toEqual(before.item.playback);
        expect(again.item.judgedAt > before.item.judgedAt).toBe(true);
        expect(again.messages.map(({ body }) => body.id)).toEqual([expect.stringContaining('/partial-')]);
      });
    },
  );

  test('once what was missing has arrived, a new run makes it complete, under its own id and at the URL of IVS', async () => {
    const missing = [segment('720p30', 0), segment('720p30', 2)];
    const folder = await stage().addRecording('arrivesLater', without(...missing));
    const runs: Outcome[] = [await stage().run(folder, { exports: [] })];
    for (const [index, file] of missing.entries()) {
      putBack(folder.directory, file);
      runs.push(await stage().run(folder, { exports: [] }, `${nameOf(folder)}-op-${index}`));
    }

    const news = runs.map(({ messages }) => only(messages, 'recording.playback.ready').body);

    expect(news.map(({ recording }) => recording.completeness)).toEqual(['partial', 'partial', 'complete']);
    expect(new Set(news.map(({ id }) => id)).size).toBe(3);
    expect(news[2]).toMatchObject({
      id: plainId('arrivesLater'),
      playback: { url: `${stage().system.playbackUrl}/${folder.prefix}/media/hls/master.m3u8` },
    });
    const { item } = runs[2]!;
    expect(item).toMatchObject({ recording: { completeness: 'complete' }, findings: [] });
    expect(item.playback).not.toHaveProperty('missing');
  });

  test('an export is made of a rendition that is whole, and fails by name of one that is not', async () => {
    const folder = await stage().addRecording('partialExports', without(segment('720p30', 1)));

    const { processed, exports, exportItems } = await stage().run(folder, {
      exports: [{ rendition: '160p30' }, { rendition: '720p30' }],
    });

    expect(processed.status).toBe('SUCCEEDED');
    expect(exports.map(({ status }) => status).sort()).toEqual(['FAILED', 'SUCCEEDED']);
    expect(exportItems['160p30']).toMatchObject({ status: 'ready' });
    expect(exportItems['720p30']).toMatchObject({
      status: 'failed',
      failure: { message: expect.stringContaining('1.ts') },
    });
  });
}

/** Reads all playlists as a player would. */
async function readPlaylists(url: string) {
  const { variants } = parseMultivariantPlaylist(await fetchPlaylist(url));
  return Promise.all(
    variants.map(async ({ uri }) => {
      const playlistUrl = new URL(uri, url).href;
      const playlist = parseMediaPlaylist(await fetchPlaylist(playlistUrl));
      const urls = playlist.segments.map((each) => new URL(each.uri, playlistUrl).href);
      return { name: path.posix.dirname(uri).split('/').at(-1), playlist, urls };
    }),
  );
}

async function fetchPlaylist(url: string): Promise<string> {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/vnd.apple.mpegurl');
  expect(response.headers.get('cache-control')).toBe('public, max-age=12');
  return response.text();
}
