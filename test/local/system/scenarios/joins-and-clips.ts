/** Exports of several recordings, and of stretches of them, by either engine: the files are really made. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { RecordingFolder } from '../../../../local/run/recording-folder.ts';
import { testWith } from '../../../e2e/with-tool.ts';
import { withMetadata } from '../sample-copies.ts';
import { nameOf, only, type Stage } from '../stage.ts';

export function joinAndClipScenarios(stage: () => Stage): void {
  describe('a stream that came back as a recording of its own', () => {
    let first: RecordingFolder;
    let second: RecordingFolder;
    beforeAll(async () => {
      first = await stage().addRecording('joinFirst');
      const later = { recording_started_at: '2026-06-23T20:14:01Z', recording_ended_at: '2026-06-23T20:14:31Z' };
      second = await stage().addRecording(
        'joinSecond',
        withMetadata((metadata) => void Object.assign(metadata, later)),
      );
      await stage().run(first, { exports: [] });
    });

    /** Makes one file of both. */
    async function join(name: string, wish: object) {
      const input = {
        recording: { bucket: stage().system.recordingsBucket, prefix: first.prefix },
        joinWith: [second.prefix],
        export: { name, rendition: '160p30', ...wish },
      };
      const { messages } = await stage().runExport(
        first.recordingId,
        JSON.stringify(input),
        `${nameOf(first)}-${name}`,
      );
      return only(messages, 'recording.export.ready').body.export;
    }

    test.each(['mediaconvert', 'remux'])(
      'becomes one file by %s, which belongs to the first recording',
      async (engine) => {
        const made = await join(`by-${engine}`, { engine });

        expect(made).toMatchObject({ engine, video: 'copy', width: 284, height: 160, joinedWith: [second.prefix] });
        expect(made.key).toMatch(new RegExp(`^Qm4TzL9cWx2d/joinFirst/by-${engine}-join2-[0-9a-f]{6}\\.mp4$`));
        // Each has 29.995 s of sound.
        expect(Math.abs(made.durationMs - 59_990)).toBeLessThan(100);
      },
    );

    test.each([
      ['mediaconvert', 'requested'],
      ['remux', 'actual'],
    ])('gives a clip by %s that begins in the one and ends in the other', async (engine, times) => {
      const made = await join(`clip-${engine}`, { engine, clip: { fromSeconds: 25, toSeconds: 35 } });

      expect(made.clip).toMatchObject({ times });
      // Key frames are a second apart: the one engine begins with the next, the other with the one before.
      expect(Math.abs(made.durationMs - 10_000)).toBeLessThan(1200);
    });

    testWith('ffmpeg')('gives an encoded clip that is exact', async () => {
      const made = await join('exact', { video: 'h264', clip: { fromSeconds: 25.5, toSeconds: 35.5 } });

      expect(made).toMatchObject({ engine: 'mediaconvert', video: 'h264' });
      expect(Math.abs(made.durationMs - 10_000)).toBeLessThan(100);
    });
  });
}
