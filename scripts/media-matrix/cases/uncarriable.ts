import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withHeaderBits } from '../audio-source.ts';
import { changeAllPackets, changePackets, packetsOf, setBits } from '../damage.ts';
import { type MatrixCase, refused } from '../matrix-case.ts';
import type { MatrixKit, MatrixRecording } from '../matrix-recording.ts';
import { delimiterUnit } from '../nal-units.ts';
import { DEFAULT_START_TICKS, TICKS_PER_SECOND } from '../stretch.ts';
import { PID } from '../write-segments.ts';

const next = { fromKeyFrame: 8, isTagged: true } as const;
const LATER = DEFAULT_START_TICKS + 188 * 1920;

/** Recordings that are whole, and cannot be put into one file unchanged. */
export const uncarriableCases: readonly MatrixCase[] = [
  refused(
    'size-change',
    'Another size after a reconnect',
    (kit) => kit.recording([{}, { ...next, video: 'otherSize' }], { countersRestart: 'stretch' }),
    'parameter-sets-changed',
    '2.ts',
  ),
  refused(
    'size-change-untagged',
    'Another size from one segment to the next',
    (kit) => kit.recording([{}, { video: 'otherSize', startTicks: LATER }]),
    'parameter-sets-changed',
    '2.ts',
  ),
  refused(
    'parameter-set-change',
    'The same size with another sequence parameter set',
    (kit) => kit.recording([{}, { ...next, video: 'otherParameters' }]),
    'parameter-sets-changed',
    '2.ts',
  ),
  refused(
    'audio-format-change',
    '48 kHz stereo, then 44.1 kHz mono after a reconnect',
    (kit) => kit.recording([{}, { ...next, audio: 'mono44' }], { countersRestart: 'stretch' }),
    'audio-format-changed',
    '2.ts',
  ),
  refused(
    'audio-format-change-untagged',
    'The same from one segment to the next',
    (kit) => kit.recording([{}, { fromKeyFrame: 8, audio: 'mono44', startTicks: LATER }]),
    'audio-format-changed',
    '2.ts',
  ),
  refused(
    'audio-channels-change',
    'Stereo, then mono at the same rate',
    (kit) => kit.recording([{}, { ...next, audio: 'mono' }]),
    'audio-format-changed',
    '2.ts',
  ),
  refused(
    'audio-blocks',
    'Several raw data blocks in an ADTS frame',
    (kit) => kit.recording([{ editFrame: (frame) => withHeaderBits(frame, { blocks: 1 }) }]),
    'audio-format-unsupported',
    '0.ts',
  ),
  refused(
    'audio-channels-in-band',
    'Channels that only a program config element tells',
    (kit) => kit.recording([{ editFrame: (frame) => withHeaderBits(frame, { channels: 0 }) }]),
    'audio-format-unsupported',
    '0.ts',
  ),
  refused(
    'two-pictures-per-pes',
    'Two pictures in a PES packet',
    async (kit) => {
      const { pictures } = await kit.stretch({ video: 'baseline' });
      return kit.recording([
        {
          video: 'baseline',
          editUnits: (units, index) =>
            index === 20 ? [...units, delimiterUnit(), ...(pictures[21]?.units ?? [])] : units,
        },
      ]);
    },
    'several-pictures-in-packet',
    '0.ts',
  ),
  refused(
    'two-programs',
    'Two programs in one stream',
    (kit) => kit.recording([{}], { otherPrograms: [{ number: 2, pid: 0x1001 }] }),
    'several-programs',
    '0.ts',
  ),
  refused(
    'scrambled',
    'Pictures whose transport_scrambling_control is set',
    async (kit) =>
      changeAllPackets(await kit.recording([{}]), (packets) => {
        for (const index of packetsOf(packets, PID.video)) setBits(packets[index], 3, 0x80);
        return packets;
      }),
    'encrypted',
    '0.ts',
  ),
  refused(
    'scrambled-later',
    'Sound that is scrambled from the second segment on',
    async (kit) =>
      changePackets(await kit.recording([{}]), 1, (packets) => {
        for (const index of packetsOf(packets, PID.audio)) setBits(packets[index], 3, 0xc0);
        return packets;
      }),
    'encrypted',
    '1.ts',
  ),
  refused(
    'encrypted',
    'EXT-X-KEY',
    async (kit) => ({
      ...(await kit.recording([{}])),
      tags: ['#EXT-X-KEY:METHOD=AES-128,URI="key.bin"'],
    }),
    'encrypted',
    '0.ts',
  ),
  refused(
    'clocks-apart',
    'The picture jumps by 1,000 s, and the sound does not',
    (kit) =>
      kit.recording([
        {
          video: 'baseline',
          seconds: 12,
          pictureTicks: (index) => index * 3000 + (index >= 60 ? 1000 * TICKS_PER_SECOND : 0),
          videoSeconds: 1012,
        },
      ]),
    'track-clocks-disagree',
    '1.ts',
  ),
  refused(
    'hevc',
    'HEVC pictures',
    (kit) => encoded(kit, ['-c:v', 'libx265', '-x265-params', 'log-level=none:pools=1'], []),
    'video-codec',
    '0.ts',
  ),
  refused('mpeg2-video', 'MPEG-2 pictures', (kit) => encoded(kit, ['-c:v', 'mpeg2video'], []), 'video-codec', '0.ts'),
  refused('mp3', 'MP3 sound', (kit) => encoded(kit, [], ['-c:a', 'libmp3lame']), 'audio-codec', '0.ts'),
  refused('ac3', 'AC-3 sound', (kit) => encoded(kit, [], ['-c:a', 'ac3']), 'audio-codec', '0.ts'),
  refused(
    'fragmented-mp4',
    'Fragmented MP4 under its own name',
    (kit) => fragmented(kit, '.m4s'),
    'fragmented-mp4',
    '0.m4s',
  ),
  refused(
    'fragmented-mp4-disguised',
    'Fragmented MP4 in files that end in .ts',
    (kit) => fragmented(kit, '.ts'),
    'fragmented-mp4',
    '0.ts',
  ),
];

const INPUTS = ['-f', 'lavfi', '-i', 'testsrc2=s=160x90:r=30', '-f', 'lavfi', '-i', 'sine=f=440:r=48000', '-t', '1'];

/** One segment through ffmpeg's encoders and muxer. */
async function encoded(kit: MatrixKit, video: readonly string[], audio: readonly string[]): Promise<MatrixRecording> {
  const usual = ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', '-pix_fmt', 'yuv420p', '-threads', '1'];
  const folder = await kit.encoded([...INPUTS, ...usual, ...video, ...audio, '-f', 'mpegts', '0.ts']);
  return oneSegment(await readFile(join(folder, '0.ts')));
}

/** The initialization and the first fragment in one file. */
async function fragmented(kit: MatrixKit, suffix: string): Promise<MatrixRecording> {
  const usual = ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', '-pix_fmt', 'yuv420p', '-threads', '1'];
  const folder = await kit.encoded([
    ...INPUTS,
    ...usual,
    '-movflags',
    '+frag_keyframe+empty_moov',
    '-f',
    'mp4',
    'fragments.mp4',
  ]);
  return { ...oneSegment(await readFile(join(folder, 'fragments.mp4'))), suffix };
}

const oneSegment = (bytes: Buffer): MatrixRecording => ({
  segments: [{ bytes, seconds: 1, isDiscontinuity: false, isGap: false }],
  parts: [],
});
