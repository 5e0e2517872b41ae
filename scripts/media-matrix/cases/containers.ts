import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { splitAdtsFrames } from '../../sample/elementary-streams.ts';
import { adtsHeaderBytes } from '../audio-source.ts';
import {
  addClockPackets,
  addNullPackets,
  changeAllPackets,
  changePackets,
  nthPacketOf,
  packetsOf,
  repeatPacket,
  setBits,
  splitSegment,
} from '../damage.ts';
import { carried, type MatrixCase } from '../matrix-case.ts';
import type { MatrixKit, MatrixRecording } from '../matrix-recording.ts';
import { sampleOf } from '../nal-units.ts';
import { mapSection, PMT_PID, STREAM_TYPE } from '../program-tables.ts';
import { nullPacket, PacketMaker, pidOf } from '../transport-packets.ts';
import { audioConfigOf, parameterSetsOf } from '../truth.ts';
import { readPictures } from '../video-source.ts';
import { PID } from '../write-segments.ts';

const audioStream = { streamType: STREAM_TYPE.adts, pid: PID.audio };
const videoStream = { streamType: STREAM_TYPE.h264, pid: PID.video };

/** Segments, packets and playlists of every kind that hold all frames. */
export const containerCases: readonly MatrixCase[] = [
  carried('half-second-segments', 'Segments of 0.5 s', (kit) =>
    kit.recording([{ cutSeconds: [0.5, 1, 1.5, 2, 2.5, 3, 3.5] }]),
  ),
  carried('six-second-segments', 'Segments of 6 s', (kit) => kit.recording([{ seconds: 12, cutSeconds: [6] }])),
  carried('uneven-segments', 'Segments of 0.5 to 3 s', (kit) =>
    kit.recording([{ seconds: 6, cutSeconds: [0.5, 3.5, 4] }]),
  ),
  carried('segments-without-key-frame', 'A segment that begins with a picture that is no key frame', async (kit) =>
    splitSegment(await kit.recording([{}]), 0, (packets) => nthPacketOf(packets, PID.video, 37, 'starts')),
  ),
  carried(
    'late-sound-packets',
    'Sound is written 0.2 s behind its pictures, so that the last lies in the next segment',
    (kit) => kit.recording([{ seconds: 6 }], { audioLagTicks: 18_000 }),
  ),
  carried('one-segment', 'One segment', (kit) => kit.recording([{ cutSeconds: [] }])),
  carried(
    'timed-metadata',
    'An ID3 stream beside picture and sound',
    (kit) => kit.recording([{}], { hasMetadata: true }),
    {
      warnings: ['stream-ignored'],
    },
  ),
  carried('second-audio', 'A second audio stream in the map, with packets of its own', secondAudio, {
    warnings: ['stream-ignored'],
  }),
  carried(
    'declared-audio-absent',
    'The map lists sound, and none comes',
    (kit) => kit.recording([{ audio: 'none' }], { streams: [audioStream, videoStream] }),
    { warnings: ['track-absent'] },
  ),
  carried(
    'declared-video-absent',
    'The map lists pictures, and none come',
    (kit) => kit.recording([{ video: 'none' }], { streams: [audioStream, videoStream] }),
    { warnings: ['track-absent'] },
  ),

  // ADTS and PES.
  carried('one-frame-per-pes', 'One ADTS frame in each PES packet', (kit) =>
    kit.recording([{}], { audioPes: { frames: 1 } }),
  ),
  carried('many-frames-per-pes', 'Forty ADTS frames in each PES packet', (kit) =>
    kit.recording([{}], { audioPes: { frames: 40 } }),
  ),
  carried('adts-across-pes', 'ADTS frames that straddle PES packets', (kit) =>
    kit.recording([{}], { audioPes: { bytes: 1000, spansSegments: false } }),
  ),
  carried('adts-across-segments', 'ADTS frames that straddle segments', (kit) =>
    kit.recording([{ cutSeconds: [1, 2, 3] }], { audioPes: { bytes: 777, spansSegments: true } }),
  ),
  carried('tiny-pes', 'PES packets of 50 bytes, in which no frame may begin', (kit) =>
    kit.recording([{ seconds: 2, cutSeconds: [1] }], { audioPes: { bytes: 50, spansSegments: true } }),
  ),
  carried('audio-pes-across-segments', 'A PES packet of sound whose end lies in the next segment', audioAcrossSegments),
  carried('video-lengths', 'PES packets of pictures that declare their lengths', (kit) =>
    kit.recording([{}], { declaresVideoLength: true }),
  ),

  carried('audio-lengths-unsaid', 'PES packets of sound that do not declare their lengths', (kit) =>
    kit.recording([{}], { declaresAudioLength: false }),
  ),
  carried('pes-header-stuffing', 'PES headers with stuffing bytes', (kit) =>
    kit.recording([{}], { headerStuffingBytes: 7 }),
  ),
  carried(
    'picture-in-two-pes',
    'Pictures of several slices in two PES packets, the second without time stamps',
    (kit) => kit.recording([{ video: 'slices' }], { splitsPictures: true }),
  ),

  // Packets.
  carried('clock-packets', 'Packets that carry a clock and no payload', async (kit) =>
    changeAllPackets(await kit.recording([{}]), (packets) => addClockPackets(packets, PID.video)),
  ),
  carried('null-packets', 'Null packets in between', async (kit) =>
    changeAllPackets(await kit.recording([{}]), (packets) => addNullPackets(packets, 7)),
  ),
  carried('repeated-packets', 'Packets that are sent twice, of both tracks and of the map', async (kit) =>
    changeAllPackets(await kit.recording([{}]), (packets) =>
      [PID.video, PID.audio, PMT_PID].reduce((all, pid) => repeatPacket(all, nthPacketOf(all, pid, -1)), packets),
    ),
  ),
  carried('counters-per-segment', 'Continuity counters begin anew with each segment', (kit) =>
    kit.recording([{ cutSeconds: [1, 2, 3] }], { countersRestart: 'segment' }),
  ),
  carried('marked-counter-jump', 'A counter that jumps where discontinuity_indicator says so', markedCounterJump),
  carried('tables-per-picture', 'PAT and PMT before each picture', (kit) => kit.recording([{}], { tables: 'picture' })),
  carried('tables-after-null-packets', 'Null packets before the tables', async (kit) =>
    changeAllPackets(await kit.recording([{}]), (packets) => [nullPacket(), nullPacket(), ...packets]),
  ),
  carried('other-pids', 'Other PIDs from the second segment on', otherPids),
  carried('unknown-pids', 'Packets of a PID that no map lists', (kit) =>
    kit.recording([{}], { hasMetadata: true, streams: [audioStream, videoStream] }),
  ),
  carried('network-table', 'A program association table that also lists the network (program 0)', (kit) =>
    kit.recording([{}], { otherPrograms: [{ number: 0, pid: 0x10 }] }),
  ),
  carried(
    'made-by-ffmpeg',
    "Segments of ffmpeg's own muxer: the sound begins a frame before the picture",
    madeByFfmpeg,
    {
      trimmed: { video: 0, audio: 1 },
    },
  ),

  // Playlists.
  carried('byte-ranges', 'All segments in one file', async (kit) => ({
    ...(await kit.recording([{}])),
    isOneFile: true,
  })),
  carried('map', 'PAT and PMT in EXT-X-MAP alone', (kit) => kit.mappedRecording([{}])),
  carried('map-and-byte-ranges', 'EXT-X-MAP and byte ranges', async (kit) => ({
    ...(await kit.mappedRecording([{}])),
    isOneFile: true,
  })),
  carried(
    'extinf-too-long',
    'EXTINF says 3 s of segments that last 2 s',
    (kit) => kit.recording([{ seconds: 6, extinfSeconds: (seconds, index) => (index < 2 ? 3 : seconds) }]),
    { warnings: ['extinf-wrong'] },
  ),
  carried(
    'extinf-too-short',
    'EXTINF says 1.2 s of segments that last 2 s',
    (kit) => kit.recording([{ seconds: 6, extinfSeconds: () => 1.2 }]),
    { warnings: ['extinf-wrong'] },
  ),
  carried('extinf-rounded', 'EXTINF in whole seconds', (kit) =>
    kit.recording([{ seconds: 6, cutSeconds: [1.5, 3, 4.5], extinfSeconds: Math.round }]),
  ),
];

/** A second audio stream: the metadata's packets serve for it. */
async function secondAudio(kit: MatrixKit): Promise<MatrixRecording> {
  const other = { streamType: STREAM_TYPE.adts, pid: PID.metadata };
  return kit.recording([{}], { hasMetadata: true, streams: [audioStream, videoStream, other] });
}

/** The same streams under other numbers, as after a change of encoder. */
async function otherPids(kit: MatrixKit): Promise<MatrixRecording> {
  const numbers = new Map<number, number>([
    [PID.video, 0x201],
    [PID.audio, 0x202],
  ]);
  const streams = [audioStream, videoStream].map((stream) => ({
    ...stream,
    pid: numbers.get(stream.pid) ?? stream.pid,
  }));
  return changePackets(await kit.recording([{}]), 1, (packets) => {
    for (const packet of packets) {
      const number = numbers.get(pidOf(packet));
      if (number !== undefined) packet.writeUInt16BE((packet.readUInt16BE(1) & 0xe000) | number, 1);
    }
    const map = new PacketMaker().unitPackets(PMT_PID, mapSection(1, 0x201, streams), 'section');
    return packets.flatMap((packet) => (pidOf(packet) === PMT_PID ? map : [packet]));
  });
}

/** Moves the last packets of the sound in the first segment behind the tables of the second. */
async function audioAcrossSegments(kit: MatrixKit): Promise<MatrixRecording> {
  const recording = await kit.recording([{}]);
  let moved: Buffer[] = [];
  const shortened = changePackets(recording, 0, (packets) => {
    const late = packetsOf(packets, PID.audio).slice(-2);
    moved = late.map((index) => packets[index] ?? Buffer.alloc(0));
    return packets.filter((_, index) => !late.includes(index));
  });
  return changePackets(shortened, 1, ([pat, pmt, ...packets]) =>
    [pat, pmt, ...moved, ...packets].filter((packet) => packet !== undefined),
  );
}

/** Counters of the pictures go up by five from one packet to the next, and the packet says so (2.4.3.5). */
async function markedCounterJump(kit: MatrixKit): Promise<MatrixRecording> {
  const jump = (packets: Buffer[], from: number) => {
    for (const index of packetsOf(packets, PID.video).filter((at) => at >= from)) {
      const control = packets[index]?.readUInt8(3) ?? 0;
      packets[index]?.writeUInt8((control & 0xf0) | ((control + 5) & 0x0f), 3);
    }
    return packets;
  };
  const jumping = changePackets(await kit.recording([{}]), 0, (packets) => {
    const at = nthPacketOf(packets, PID.video, 20, 'starts');
    setBits(packets[at], 5, 0x80);
    return jump(packets, at);
  });
  return changePackets(jumping, 1, (packets) => jump(packets, 0));
}

/** Its decode times begin at 0, and x264 lets two pictures of time for reordering where B-frames may be references. */
const START_TICKS = 6000;

/** Through ffmpeg's encoders and its HLS muxer; the encoded streams are kept beside the segments. */
async function madeByFfmpeg(kit: MatrixKit): Promise<MatrixRecording> {
  const folder = await kit.encoded([
    ...['-f', 'lavfi', '-i', 'testsrc2=s=160x90:r=30', '-f', 'lavfi', '-i', 'sine=f=440:r=48000', '-t', '6'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '2', '-g', '30', '-threads', '1', '-pix_fmt', 'yuv420p'],
    ...['-x264-params', 'scenecut=0:cpu-independent=1', '-c:a', 'aac', '-ac', '2', '-flags', '+bitexact'],
    ...['-map', '0:v', '-map', '1:a', '-f', 'tee'],
    [
      '[select=v:f=h264]video.h264|[select=v:f=framecrc]times.txt|[select=a:f=adts]audio.aac',
      '[f=hls:hls_time=2:hls_list_size=0:hls_segment_filename=%d.ts]playlist.m3u8',
    ].join('|'),
  ]);
  const read = (name: string) => readFile(join(folder, name));
  const pictures = readPictures(await read('video.h264'), String(await read('times.txt')));
  const frames = splitAdtsFrames(await read('audio.aac'));
  const part = {
    sampleRateHz: 48_000,
    video: pictures.map(({ displayIndex, isIdr, units }, index) => ({
      pts: START_TICKS + displayIndex * 3000,
      dts: index * 3000,
      isKey: isIdr,
      bytes: sampleOf(units),
    })),
    // The encoder's first frame comes a frame early (its priming).
    audio: frames.map((adts, index) => ({
      pts: START_TICKS + (index - 1) * 1920,
      dts: START_TICKS + (index - 1) * 1920,
      isKey: true,
      bytes: adts.subarray(adtsHeaderBytes(adts)),
    })),
    parameterSets: parameterSetsOf(pictures.flatMap(({ units }) => units)),
    audioConfig: audioConfigOf(frames[0]),
  };
  const segments = await Promise.all(
    [0, 1, 2].map(async (index) => ({
      bytes: await read(`${index}.ts`),
      seconds: 2,
      isDiscontinuity: false,
      isGap: false,
    })),
  );
  return { segments, parts: [part] };
}
