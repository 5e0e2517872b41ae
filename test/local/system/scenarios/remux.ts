import { copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { catalogItemSchema } from '../../../../lambdas/shared/contract/catalog.ts';
import { notificationSchema } from '../../../../lambdas/shared/contract/notification.ts';
import { inspectMp4 } from '../../../../media/mp4/inspect-mp4.ts';
import type { Change } from '../sample-copies.ts';
import { only, type Parsed, type Stage, typesOf } from '../stage.ts';
import { type Attempt, failsWith } from '../task-faults.ts';

const wish = (engine: string, rendition = '160p30') => ({ exports: [{ name: 'small', rendition, engine }] });

const inRendition = (directory: string, file: string, rendition = '160p30'): string =>
  path.join(directory, 'media/hls', rendition, file);

/** In the middle, the picture has another size: the encoder at the other end was changed. */
const ofChangingSize: Change = (directory) =>
  copyFileSync(inRendition(directory, '1.ts', '360p30'), inRendition(directory, '1.ts'));

/** The multivariant playlist names a codec that remux does not carry. */
const ofOtherCodec: Change = (directory) => {
  const file = path.join(directory, 'media/hls/master.m3u8');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('mp4a.40.2', 'mp4a.40.5'));
};

/** The engine that carries frames as they are. */
export function remuxScenarios(stage: () => Stage): void {
  test('an export by remux is made without MediaConvert, in as many states, and says so', async () => {
    const folder = await stage().addRecording('remuxed');

    const { exports, messages, exportItems } = await stage().run(folder, wish('remux', 'highest'));

    expect(exports).toMatchObject([
      {
        status: 'SUCCEEDED',
        states: [
          'PlanExport',
          'WhichEngine?',
          'ExportWithRemux',
          'VerifyExport',
          'RegisterExport',
          'AnnounceExport',
          'RecordingExported',
        ],
      },
    ]);
    expect(only(messages, 'recording.export.ready').body.export).toMatchObject({
      engine: 'remux',
      engineReason: 'the engine remux is wanted',
      rendition: '720p30',
    });
    expect(notificationSchema.parse(messages[1]?.body)).toEqual(messages[1]?.body);
    expect(catalogItemSchema.parse(exportItems.small)).toEqual(exportItems.small);
    expect(exportItems.small.export.remuxed).toMatchObject({ silentFramesInserted: 0, parts: 1, trimmedMs: 0 });
    expect(JSON.parse(exports[0]?.output ?? '').remuxed).toMatchObject({ warnings: expect.any(Array) });
  });

  test('an export by remux can be played from the announced URL, as large and as long as announced', async () => {
    const folder = await stage().addRecording('remuxedUrl');

    const { exportItems } = await stage().run(folder, wish('remux'));

    const { url, sizeBytes, durationMs } = exportItems.small.export;
    const response = await fetch(url);
    const body = Buffer.from(await response.arrayBuffer());
    const summary = await inspectMp4({
      sizeBytes: body.length,
      readRange: async (offset, length) => body.subarray(offset, offset + length),
    });
    expect(response.headers.get('content-type')).toBe('video/mp4');
    expect(body.length).toBe(sizeBytes);
    expect(Math.abs(summary.durationMs - durationMs)).toBeLessThanOrEqual(1);
    expect(Math.abs(durationMs - 29_995)).toBeLessThan(500);
    // The index first.
    expect(body.indexOf('moov')).toBeLessThan(body.indexOf('mdat'));
  });

  test('with auto, remux makes what it can, and MediaConvert the rest, with the reason in the message', async () => {
    const whole = await stage().addRecording('autoWhole');
    const other = await stage().addRecording('autoOther', ofOtherCodec);

    const carried = await stage().run(whole, wish('auto'));
    const converted = await stage().run(other, wish('auto'));

    expect(carried.exportItems.small.export).toMatchObject({
      engine: 'remux',
      engineReason: 'the frames can be carried as they are',
    });
    expect(converted.exports[0]?.states).toContain('ExportWithMediaConvert');
    expect(only(converted.messages, 'recording.export.ready').body.export).toMatchObject({
      engine: 'mediaconvert',
      engineReason: expect.stringContaining('remux cannot carry it: its codec mp4a.40.5 is neither H.264 nor AAC-LC'),
    });
  });

  test('what only the frames tell leads back to planning, with auto for an encode by MediaConvert', async () => {
    const folder = await stage().addRecording('sizeChanges', ofChangingSize);
    const jobs: Parsed[] = [];
    stage().faults.at(folder.recordingId, 'ExportWithMediaConvert', copyOf('480p30', jobs));

    const { exports, messages } = await stage().run(folder, wish('auto'));

    expect(exports).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(exports[0]?.states.slice(0, 7)).toEqual([
      'PlanExport',
      'WhichEngine?',
      'ExportWithRemux',
      'NoteRefusal',
      'PlanExport',
      'WhichEngine?',
      'ExportWithMediaConvert',
    ]);
    expect(jobs.map(videoCodecOf)).toEqual(['H_264']);
    expect(only(messages, 'recording.export.ready').body.export).toMatchObject({
      engine: 'mediaconvert',
      engineReason: expect.stringMatching(
        /^encoded by MediaConvert, since remux could not carry it: .*parameter-sets-changed/,
      ),
    });
  });

  describe('where remux is demanded', () => {
    test.each<[string, string, Change]>([
      ['the playlists tell', 'demandedOther', ofOtherCodec],
      ['only the frames tell', 'demandedSize', ofChangingSize],
    ])('an export that cannot be carried, as %s, fails by name, and the playback stands', async (_, id, change) => {
      const folder = await stage().addRecording(id, change);

      const { exports, messages, item, exportItems } = await stage().run(folder, wish('remux'));

      expect(exports).toMatchObject([{ status: 'FAILED', error: 'ExportNotCarriableError' }]);
      expect(exports[0]?.states).not.toContain('ExportWithMediaConvert');
      expect(only(messages, 'recording.export.failed').body.error).toMatchObject({
        state: 'PlanExport',
        redrivable: true,
      });
      expect(item).toMatchObject({ status: 'playable' });
      expect(exportItems.small).toMatchObject({ status: 'failed', attention: 'failed' });
    });

    test('a redrive after its cause was removed carries it', async () => {
      const folder = await stage().addRecording('demandedAgain', ofChangingSize);
      const failed = await stage().run(folder, wish('remux'));
      copyFileSync(
        inRendition(path.resolve(import.meta.dirname, '../../../../local/sample/h7RkV3sNp8Ya'), '1.ts'),
        inRendition(folder.directory, '1.ts'),
      );

      const redriven = await stage().redrive(failed.exports[0]!.executionArn, folder);

      expect(redriven.exports).toMatchObject([{ status: 'SUCCEEDED', redriveCount: 1 }]);
      expect(redriven.exportItems.small).toMatchObject({ status: 'ready', export: { engine: 'remux' } });
    });
  });

  describe('a segment that goes missing after planning', () => {
    test.each(['auto', 'remux'])(
      'fails the export by name with %s, and nothing is left of it; redriven once it is back, it goes on there',
      async (engine) => {
        const folder = await stage().addRecording(`gone${engine}`);
        const segment = inRendition(folder.directory, '2.ts');
        stage().faults.at(folder.recordingId, 'ExportWithRemux', async (run) => {
          renameSync(segment, `${segment}.away`);
          return run();
        });

        const failed = await stage().run(folder, wish(engine));
        renameSync(`${segment}.away`, segment);
        const redriven = await stage().redrive(failed.exports[0]!.executionArn, folder);

        expect(failed.exports).toMatchObject([{ status: 'FAILED', error: 'ExportSourceDamagedError' }]);
        expect(only(failed.messages, 'recording.export.failed').body.error).toMatchObject({
          state: 'ExportWithRemux',
          message: expect.stringMatching(/2\.ts.*segment-missing.*redrive/),
        });
        expect(failed.item).toMatchObject({ status: 'playable' });
        expect(redriven.exports).toMatchObject([{ status: 'SUCCEEDED', redriveCount: 1 }]);
        expect(redriven.exports[0]?.states).toEqual([
          'VerifyExport',
          'RegisterExport',
          'AnnounceExport',
          'RecordingExported',
        ]);
        expect(typesOf(redriven.messages)).toEqual(['recording.export.ready']);
        expect(redriven.exportItems.small).not.toHaveProperty('failure');
      },
    );
  });

  test('an export whose Lambda was lost is made by a redrive, and replaces what stood there', async () => {
    const folder = await stage().addRecording('lambdaLost');
    const before = await stage().run(folder, wish('mediaconvert'));
    const lost = failsWith('Lambda.Unknown', 'signal: killed');
    // Once may be a crash of the machine below.
    stage().faults.at(folder.recordingId, 'ExportWithRemux', lost, lost);

    const failed = await stage().run(folder, wish('remux'), 'Qm4TzL9cWx2d-lambdaLost-op-20260624T080000000');
    const redriven = await stage().redrive(failed.exports[1]!.executionArn, folder);

    expect(before.exportItems.small.export.engine).toBe('mediaconvert');
    expect(failed.exports[1]).toMatchObject({ status: 'FAILED', error: 'Lambda.Unknown' });
    expect(failed.exportItems.small).toMatchObject({ attention: 'failed' });
    expect(redriven.exports[1]).toMatchObject({ status: 'SUCCEEDED' });
    expect(redriven.exportItems.small).toMatchObject({ status: 'ready', export: { engine: 'remux' } });
  });
}

const videoCodecOf = ({ Settings }: Parsed): string =>
  Settings.OutputGroups[0].Outputs[0].VideoDescription.CodecSettings.Codec;

/**
 * Stands in for an encode, which a machine without ffmpeg cannot do, by a copy of another rendition; whoever verifies
 * cannot tell.
 */
const copyOf =
  (rendition: string, jobs: Parsed[]): Attempt =>
  async (run, parameters) => {
    jobs.push(structuredClone(parameters));
    const { Settings } = parameters as Parsed;
    Settings.Inputs[0].FileInput = Settings.Inputs[0].FileInput.replace('/160p30/', `/${rendition}/`);
    const [output] = Settings.OutputGroups[0].Outputs;
    output.VideoDescription.CodecSettings = {
      Codec: 'PASSTHROUGH',
      PassthroughSettings: { FrameControl: 'NEAREST_IDRFRAME', VideoSelectorMode: 'AUTO' },
    };
    output.AudioDescriptions[0].CodecSettings = { Codec: 'PASSTHROUGH' };
    return run();
  };
