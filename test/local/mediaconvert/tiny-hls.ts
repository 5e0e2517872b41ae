import { readFileSync } from 'node:fs';
import { BufferSource, type EncodedPacket, EncodedPacketSink, Input, type InputTrack, MP4 } from 'mediabunny';
import type { S3Fake } from './s3-fake.ts';

const folder = new URL('../../fixtures/media/tiny-hls/', import.meta.url);

/** Segments of the fixture; see its README for what is in them. */
export const tinySegments = [0, 1, 2].map((index) => readFileSync(new URL(`${index}.mpegts`, folder)));

/** The fixture's playlist. */
export const tinyPlaylist = readFileSync(new URL('playlist.m3u8', folder), 'utf8');

/** What ffprobe finds in the fixture, and in ffmpeg's own copy of it to MP4. */
export const tinyFacts = { videoPackets: 90, audioPackets: 283, durationMs: 6037, width: 160, height: 90 } as const;

/** URL of the playlist that {@link putTinyHls} puts. */
export const tinyUrl = 's3://recordings/rec/720p30/playlist.m3u8';

/** Puts the fixture as a rendition into the bucket `recordings`. */
export function putTinyHls(s3: S3Fake, playlist = tinyPlaylist): void {
  s3.put('recordings/rec/720p30/playlist.m3u8', playlist);
  tinySegments.forEach((segment, index) => {
    s3.put(`recordings/rec/720p30/${index}.mpegts`, segment);
  });
}

/** What is in an MP4 file: packets in decode order and the boxes at its top level. */
export async function inspectMp4(bytes: Uint8Array) {
  using input = new Input({ source: new BufferSource(bytes), formats: [MP4] });
  const video = await input.getPrimaryVideoTrack();
  const audio = await input.getPrimaryAudioTrack();
  return {
    videoPackets: await listPackets(video),
    audioPackets: await listPackets(audio),
    durationMs: Math.round((await input.computeDuration()) * 1000),
    boxes: topLevelBoxes(Buffer.from(bytes)),
  };
}

async function listPackets(track: InputTrack | null): Promise<EncodedPacket[]> {
  const packets: EncodedPacket[] = [];
  if (track !== null) {
    for await (const packet of new EncodedPacketSink(track).packets()) {
      packets.push(packet);
    }
  }
  return packets;
}

function topLevelBoxes(bytes: Buffer): string[] {
  const types: string[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const size = bytes.readUInt32BE(offset);
    types.push(bytes.toString('latin1', offset + 4, offset + 8));
    offset += size === 1 ? Number(bytes.readBigUInt64BE(offset + 8)) : size;
  }
  return types;
}
