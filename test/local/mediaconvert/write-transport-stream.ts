import {
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  MPEG_TS,
  MpegTsOutputFormat,
  Output,
} from 'mediabunny';
import { tinySegments } from './tiny-hls.ts';

/** Writes a transport stream with some of the fixture's tracks; the sound may claim another sample rate. */
export async function writeTransportStream(
  tracks: readonly ('video' | 'audio')[],
  { sampleRate = 48_000 } = {},
): Promise<Buffer> {
  using input = new Input({ source: new BufferSource(tinySegments[0]!), formats: [MPEG_TS] });
  const output = new Output({ format: new MpegTsOutputFormat(), target: new BufferTarget() });
  const copies: (() => Promise<void>)[] = [];
  if (tracks.includes('video')) {
    const track = (await input.getPrimaryVideoTrack())!;
    const source = new EncodedVideoPacketSource('avc');
    const decoderConfig = (await track.getDecoderConfig())!;
    output.addVideoTrack(source);
    copies.push(async () => {
      for await (const packet of new EncodedPacketSink(track).packets()) {
        await source.add(packet, { decoderConfig });
      }
      source.close();
    });
  }
  if (tracks.includes('audio')) {
    const track = (await input.getPrimaryAudioTrack())!;
    const source = new EncodedAudioPacketSource('aac');
    const config = (await track.getDecoderConfig())!;
    output.addAudioTrack(source);
    copies.push(async () => {
      for await (const packet of new EncodedPacketSink(track).packets()) {
        // Its ADTS header (ISO/IEC 14496-3 1.A.2.2, 7 bytes) is written anew, with what is claimed here.
        const frame = packet.clone({ data: packet.data.subarray(7) });
        await source.add(frame, { decoderConfig: { ...config, ...audioConfig(sampleRate) } });
      }
      source.close();
    });
  }
  await output.start();
  await Promise.all(copies.map((copy) => copy()));
  await output.finalize();
  return Buffer.from(output.target.buffer!);
}

/** AudioSpecificConfig of AAC-LC in stereo (ISO/IEC 14496-3, 1.6.2.1): object type 2, rate index, 2 channels. */
function audioConfig(sampleRate: number) {
  const rateIndex = sampleRate === 44_100 ? 4 : 3;
  const description = Uint8Array.of((2 << 3) | (rateIndex >> 1), ((rateIndex & 1) << 7) | (2 << 3));
  return { sampleRate, description };
}
