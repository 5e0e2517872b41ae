import { describe, expect, test } from '@jest/globals';
import type { MadeRecording } from '../../fixtures/make-recording.ts';
import { advanced, standard, withPictures } from './made-recordings.ts';
import { clip, convert, h264, plan } from './order-export.ts';

describe('the job of a clip', () => {
  const clippingsOf = async (recording: MadeRecording, wish: object) =>
    (await plan(recording, { ...wish, ...convert })).mediaConvertJob!.settings.Inputs.map(
      ({ InputClippings }) => InputClippings,
    );

  test('names its first frame and its last, by the rate that the pictures have', async () => {
    const wish = { rendition: '480p30', ...clip(15, 25) };

    expect(await clippingsOf(withPictures(standard()), wish)).toEqual([
      [{ StartTimecode: '00:00:15:00', EndTimecode: '00:00:24:14' }],
    ]);
  });

  test('goes by the rate in the name where the pictures cannot be seen', async () => {
    expect(await clippingsOf(standard(), { rendition: 'highest', ...clip(15, 25) })).toEqual([
      [{ StartTimecode: '00:00:15:00', EndTimecode: '00:00:24:59' }],
    ]);
  });

  test('leaves out what is the end of the recording anyway', async () => {
    expect(await clippingsOf(standard(), { rendition: '480p30', ...clip(50) })).toEqual([
      [{ StartTimecode: '00:00:50:00' }],
    ]);
    expect(await clippingsOf(standard(), { rendition: '480p30', ...clip(0, 10) })).toEqual([
      [{ EndTimecode: '00:00:09:29' }],
    ]);
    expect(await clippingsOf(standard(), { rendition: '480p30', ...clip(0) })).toEqual([undefined]);
  });

  test('counts hundredths of a second where there is sound alone', async () => {
    const wish = { rendition: 'audio_only', ...clip(10.5, 20.25) };

    expect(await clippingsOf(advanced(), wish)).toEqual([
      [{ StartTimecode: '00:00:10:50', EndTimecode: '00:00:20:24' }],
    ]);
  });

  test('may be off by a segment when it is copied, and by a second when it is encoded', async () => {
    const copied = await plan(standard(), { rendition: 'highest', ...clip(15, 25), ...convert });
    const encoded = await plan(standard(), { rendition: 'highest', ...h264(480), ...clip(15, 25) });

    expect(copied.plan.durationToleranceMs).toBe(15_000);
    expect(encoded.plan.durationToleranceMs).toBe(1000);
  });
});
