import { expect, test } from '@jest/globals';
import { BufferSource, EncodedPacketSink, Input, MPEG_TS } from 'mediabunny';
import { stopKeepingSeekPoints } from '../../../local/mediaconvert/seek-points.ts';
import { tinySegments } from './tiny-hls.ts';

/** How many packets mediabunny has kept to seek by; there is no other way to see them than its own fields. */
async function countSeekPoints(isStopped: boolean): Promise<number> {
  using input = new Input({ source: new BufferSource(Buffer.concat(tinySegments)), formats: [MPEG_TS] });
  const track = (await input.getPrimaryVideoTrack())!;
  if (isStopped) {
    await stopKeepingSeekPoints(input);
  }
  for await (const packet of new EncodedPacketSink(track).packets()) {
    expect(packet.byteLength).toBeGreaterThan(0);
  }
  const demuxer = await Reflect.get(input, '_demuxerPromise');
  return demuxer.elementaryStreams.find((stream: { info: { type: string } }) => stream.info.type === 'video')
    .referencePesPackets.length;
}

test('reading a long stream does not fill the memory with places to seek to', async () => {
  const kept = await countSeekPoints(false);
  const keptWhenStopped = await countSeekPoints(true);

  // Should the first fail, mediabunny no longer needs the remedy.
  expect(kept).toBeGreaterThan(1);
  expect(keptWhenStopped).toBeLessThanOrEqual(1);
});
