import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { apiRecordingSchema } from '../../../../lambdas/shared/contract/api.ts';
import { catalogItemSchema } from '../../../../lambdas/shared/contract/catalog.ts';
import { notificationSchema } from '../../../../lambdas/shared/contract/notification.ts';
import type { RecordingFolder } from '../../../../local/run/recording-folder.ts';
import { sendIvsEvent } from '../../../../local/run/recording-run.ts';
import { nameOf, type Outcome, only, type Stage, typesOf } from '../stage.ts';

/** A recording as it should be. */
export function wholeRecordingScenarios(stage: () => Stage): void {
  describe('a whole recording, of which both IVS and S3 tell', () => {
    let folder: RecordingFolder;
    let outcome: Outcome;

    beforeAll(async () => {
      folder = await stage().addRecording('whole', undefined, 'uploaded');
      await stage().system.settle();
      await sendIvsEvent(stage().system, folder);
      outcome = await stage().outcomeOf(folder);
    });

    test('is processed once, by seven states to announce the playback and eight more for the export', () => {
      const { engine, processRecordingArn } = stage().system;
      const executions = engine.listExecutions(processRecordingArn).filter(({ name }) => name.includes('whole'));

      expect(executions.map(({ name }) => name)).toEqual(['Qm4TzL9cWx2d-whole']);
      expect(outcome.processed).toMatchObject({
        status: 'SUCCEEDED',
        states: [
          'ValidateRecording',
          'IsPlayable?',
          'RegisterPlayback',
          'AnnouncePlayback',
          'AreExportsWanted?',
          'StartExports',
          'StartExport',
          'RecordingProcessed',
        ],
      });
      expect(outcome.exports).toMatchObject([
        {
          name: 'Qm4TzL9cWx2d-whole-archive',
          status: 'SUCCEEDED',
          states: [
            'PlanExport',
            'WhichEngine?',
            'ExportWithMediaConvert',
            'VerifyExport',
            'RegisterExport',
            'AnnounceExport',
            'RecordingExported',
          ],
        },
      ]);
    });

    test('is found by apps in the API, as it is announced', async () => {
      const response = await fetch(`${stage().system.playbackUrl}/api/recordings/whole`);

      const recording = apiRecordingSchema.parse(await response.json());
      const [playback, exported] = outcome.messages.map(({ body }) => notificationSchema.parse(body));
      expect(recording).toMatchObject({ status: 'ready', access: 'public', channelName: 'Local channel' });
      expect(playback).toMatchObject({ playback: { url: recording.playback.url } });
      expect(exported).toMatchObject({ export: { url: recording.exports[0]?.url } });
    });

    test('is announced as playable first, then its export, each by one message in the published format', () => {
      expect(typesOf(outcome.messages)).toEqual(['recording.playback.ready', 'recording.export.ready']);
      const [playback, exported] = outcome.messages;
      const attributes = { channelId: 'Qm4TzL9cWx2d', recordingId: 'whole' };
      expect(playback).toMatchObject({
        subject: 'Recording ready to play: Local channel',
        attributes: { type: 'recording.playback.ready', ...attributes },
        body: {
          id: 'Qm4TzL9cWx2d/whole/recording.playback.ready',
          recording: { prefix: folder.prefix, completeness: 'complete', durationMs: 29_995 },
        },
      });
      expect(exported).toMatchObject({
        subject: 'Export ready: Local channel',
        attributes: { type: 'recording.export.ready', ...attributes },
        body: {
          id: 'Qm4TzL9cWx2d/whole/recording.export.ready/archive',
          export: { name: 'archive', rendition: '720p30', engine: 'mediaconvert' },
        },
      });
      for (const { body } of outcome.messages) expect(notificationSchema.parse(body)).toEqual(body);
    });

    test('is in the catalog as playable, with the export beside it', () => {
      const { item, exportItems } = outcome;

      expect(catalogItemSchema.parse(item)).toEqual(item);
      expect(item).toMatchObject({ type: 'recording', status: 'playable', findings: [] });
      const { access, ...playback } = only(outcome.messages, 'recording.playback.ready').body.playback;
      expect(item).toMatchObject({ access: 'public', playback });
      expect(access).toBe('public');
      expect(catalogItemSchema.parse(exportItems.archive)).toEqual(exportItems.archive);
      expect(exportItems.archive).toMatchObject({ type: 'export', status: 'ready' });
      const announced = only(outcome.messages, 'recording.export.ready').body.export;
      expect({ ...exportItems.archive.export, access: exportItems.archive.access }).toEqual(announced);
    });

    test('plays from the announced URL: every rendition, every segment, the thumbnail', async () => {
      const { url, thumbnailUrl, renditions } = outcome.item.playback;
      const multivariant = await fetchText(url);
      const playlistUrls = urisOf(multivariant).map((uri) => new URL(uri, url).href);
      const segments = await Promise.all(playlistUrls.map((playlist) => segmentsOf(playlist)));

      const sizes = segments.flat().map(({ sizeBytes }) => sizeBytes);

      expect(renditions.map(({ name }: { name: string }) => name)).toEqual(['720p30', '480p30', '360p30', '160p30']);
      expect(playlistUrls).toHaveLength(4);
      expect(sizes.sort()).toEqual(segmentSizes(folder.directory).sort());
      expect((await fetch(thumbnailUrl)).headers.get('content-type')).toBe('image/jpeg');
    });

    test('has an MP4 at the announced URL, as large as announced', async () => {
      const { url, sizeBytes, durationMs } = outcome.exportItems.archive.export;

      const response = await fetch(url);

      const body = Buffer.from(await response.arrayBuffer());
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('video/mp4');
      expect(body.length).toBe(sizeBytes);
      expect(body.toString('latin1', 4, 8)).toBe('ftyp');
      expect(Math.abs(durationMs - 29_995)).toBeLessThan(1000);
    });

    test('does not show its metadata files to viewers', async () => {
      const { playbackUrl } = stage().system;

      const response = await fetch(`${playbackUrl}/${folder.prefix}/events/recording-ended.json`);

      expect(response.status).toBe(403);
    });
  });

  test('a whole recording without a wish for exports ends when the playback is announced', async () => {
    const folder = await stage().addRecording('noExports');

    const { processed, exports, messages } = await stage().run(folder, { exports: [], metadata: { show: 7 } });

    expect(processed).toMatchObject({ name: nameOf(folder), status: 'SUCCEEDED' });
    expect(processed.states.slice(-2)).toEqual(['AreExportsWanted?', 'RecordingProcessed']);
    expect(exports).toEqual([]);
    expect(messages).toMatchObject([{ body: { type: 'recording.playback.ready', metadata: { show: 7 } } }]);
  });
}

async function fetchText(url: string): Promise<string> {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  return response.text();
}

const urisOf = (playlist: string): string[] =>
  playlist.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

async function segmentsOf(playlistUrl: string): Promise<{ sizeBytes: number }[]> {
  const uris = urisOf(await fetchText(playlistUrl));
  return Promise.all(
    uris.map(async (uri) => {
      const response = await fetch(new URL(uri, playlistUrl));
      return { sizeBytes: (await response.arrayBuffer()).byteLength };
    }),
  );
}

const segmentSizes = (directory: string): number[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => statSync(path.join(directory, file)).size);
