import { expect, test } from '@jest/globals';
import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';
import { inspectMp4 } from '../../../../media/mp4/inspect-mp4.ts';
import { FakeObject } from './fake-object.ts';

const VIDEO_CONFIG = {
  codec: 'avc1.4d401f',
  codedWidth: 1280,
  codedHeight: 720,
  description: Uint8Array.of(1, 0x4d, 0x40, 0x1f, 0xff, 0xe1, 0, 4, 0x67, 0x4d, 0x40, 0x1f, 1, 0, 2, 0x68, 0xee),
};
const AUDIO_CONFIG = {
  codec: 'mp4a.40.2',
  numberOfChannels: 2,
  sampleRate: 48_000,
  description: Uint8Array.of(0x11, 0x90),
};

/** Two seconds of frames that hold no picture and no sound: the inspector never looks into them. */
async function makeFile(fastStart: false | 'in-memory' | 'fragmented'): Promise<FakeObject> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart }), target });
  const video = new EncodedVideoPacketSource('avc');
  const audio = new EncodedAudioPacketSource('aac');
  output.addVideoTrack(video, { frameRate: 25 });
  output.addAudioTrack(audio);
  await output.start();
  for (let frame = 0; frame < 50; frame++) {
    const packet = new EncodedPacket(new Uint8Array(900), frame % 25 === 0 ? 'key' : 'delta', frame / 25, 1 / 25);
    await video.add(packet, { decoderConfig: VIDEO_CONFIG });
  }
  for (let frame = 0; frame < 94; frame++) {
    const packet = new EncodedPacket(new Uint8Array(300), 'key', (frame * 1024) / 48_000, 1024 / 48_000);
    await audio.add(packet, { decoderConfig: AUDIO_CONFIG });
  }
  await output.finalize();
  return new FakeObject([new Uint8Array(target.buffer!)]);
}

test.each([
  ['in-memory', true],
  [false, false],
] as const)('reads what mediabunny writes with fastStart %p', async (fastStart, isFastStart) => {
  const object = await makeFile(fastStart);

  const summary = await inspectMp4(object);

  expect(summary).toMatchObject({ isFastStart, isFragmented: false, durationMs: 2005 });
  expect(summary.tracks).toEqual([
    expect.objectContaining({ kind: 'video', codec: 'avc1.4D401F', width: 1280, height: 720, durationMs: 2000 }),
    expect.objectContaining({ kind: 'audio', codec: 'mp4a.40.2', durationMs: 2005 }),
  ]);
  expect(object.ranges.length).toBeLessThan(4);
});

test('reads the fragmented files that mediabunny writes', async () => {
  const summary = await inspectMp4(await makeFile('fragmented'));

  expect(summary).toMatchObject({ isFastStart: true, isFragmented: true });
  expect(summary.tracks.map(({ codec }) => codec)).toEqual(['avc1.4D401F', 'mp4a.40.2']);
});
