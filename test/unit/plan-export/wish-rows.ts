/** Orders that can be met: of which recording, and what is made. */
import type { MadeRecording } from '../../fixtures/make-recording.ts';
import {
  advanced,
  advancedLadder,
  basic,
  discontinuous,
  hours,
  inByteRanges,
  ofRenditions,
  portrait,
  silent,
  standard,
  wide,
  withPlaylists,
} from './made-recordings.ts';
import { auto, clip, convert, h264 } from './order-export.ts';

/** What is made of it. */
export interface Made {
  readonly engine?: 'mediaconvert' | 'remux';
  readonly rendition?: string;
  readonly video?: 'copy' | 'h264' | 'none';
  readonly audio?: 'copy' | 'aac' | 'none';
  /** Of the file. */
  readonly name?: string;
  readonly seconds?: number;
  readonly size?: { readonly width: number; readonly height: number };
  readonly reason?: string;
}

/** One order. */
export type Row = [order: string, recording: () => MadeRecording, wish: object, expected: Made];

export const renditionRows: Row[] = [
  [
    'highest, of 160p to 1080p60',
    standard,
    { rendition: 'highest', ...auto },
    { engine: 'remux', rendition: '1080p60' },
  ],
  ['lowest', standard, { rendition: 'lowest', ...auto }, { engine: 'remux', rendition: '160p30' }],
  ['lowest of those with video', advanced, { rendition: 'lowest', ...auto }, { rendition: '160p30', video: 'copy' }],
  ['at most 1080 lines', standard, { rendition: 1080, ...auto }, { rendition: '1080p60' }],
  ['at most 1079 lines', standard, { rendition: 1079, ...auto }, { rendition: '720p60' }],
  ['at most 500 lines', standard, { rendition: 500, ...auto }, { rendition: '480p30' }],
  ['at most 160 lines', standard, { rendition: 160, ...auto }, { rendition: '160p30' }],
  ['at most more lines than there are', standard, { rendition: 2160, ...auto }, { rendition: '1080p60' }],
  ['by name', standard, { rendition: '360p30', ...auto }, { rendition: '360p30', name: '360p30' }],
  ['highest of portrait', portrait, { rendition: 'highest', ...auto }, { rendition: '1080p60' }],
  ['portrait of at most 720 on its shorter side', portrait, { rendition: 720, ...auto }, { rendition: '720p60' }],
  ['portrait of at most 400', portrait, { rendition: 400, ...auto }, { rendition: '360p30' }],
  ['highest of a BASIC channel', () => ofRenditions(basic), { rendition: 'highest', ...auto }, { rendition: '720p30' }],
  ['lowest of a BASIC channel', () => ofRenditions(basic), { rendition: 'lowest', ...auto }, { rendition: '720p30' }],
  [
    'copied by MediaConvert',
    standard,
    { rendition: 'highest', ...convert },
    { engine: 'mediaconvert', video: 'copy', audio: 'copy', reason: 'its frames are copied' },
  ],
  ['across a discontinuity, by remux', discontinuous, { rendition: 'highest', ...auto }, { engine: 'remux' }],
  [
    'across a discontinuity, by MediaConvert',
    discontinuous,
    { rendition: 'highest', ...convert },
    { engine: 'mediaconvert', video: 'copy' },
  ],
  ['byte ranges, by remux', inByteRanges, { rendition: 'highest', ...auto }, { engine: 'remux' }],
  [
    'byte ranges, by MediaConvert',
    () => inByteRanges(),
    { rendition: 'highest', ...convert },
    { engine: 'mediaconvert' },
  ],
  [
    'byte ranges with holes go to remux',
    () => inByteRanges('1000@1500'),
    { rendition: 'highest', ...auto },
    { engine: 'remux' },
  ],
  [
    'a later version of HLS goes to remux',
    () => withPlaylists(standard(), (text) => text.replace('VERSION:3', 'VERSION:6')),
    { rendition: 'highest', ...auto },
    { engine: 'remux' },
  ],
  [
    'a missing segment goes to MediaConvert',
    () => ofRenditions(basic).remove('media/hls/720p30/2.ts'),
    { rendition: 'highest', ...auto },
    { engine: 'mediaconvert', reason: 'remux cannot carry it: the segment 2.ts is missing' },
  ],
];

export const formatRows: Row[] = [
  [
    'M4A of the highest, by remux',
    standard,
    { rendition: 'highest', format: 'm4a', ...auto },
    { engine: 'remux', rendition: '1080p60', video: 'none', audio: 'copy' },
  ],
  [
    'M4A of the highest, by MediaConvert',
    standard,
    { rendition: 'highest', format: 'm4a', ...convert },
    { engine: 'mediaconvert', video: 'none', audio: 'copy', reason: 'the sound alone is wanted' },
  ],
  [
    'M4A of the lowest, which is audio only',
    advanced,
    { rendition: 'lowest', format: 'm4a', ...auto },
    { engine: 'remux', rendition: 'audio_only' },
  ],
  [
    'M4A of at most 100 lines, which audio only is',
    advanced,
    { rendition: 100, format: 'm4a', ...convert },
    { rendition: 'audio_only', engine: 'mediaconvert' },
  ],
  [
    'M4A of HEVC, whose video does not matter',
    () => ofRenditions([{ ...basic[0]!, codecs: 'hvc1.1.6.L93.B0,mp4a.40.2' }]),
    { rendition: 'highest', format: 'm4a', ...auto },
    { engine: 'remux', video: 'none' },
  ],
  [
    'MP4 of audio only, by remux',
    advanced,
    { rendition: 'audio_only', ...auto },
    { engine: 'remux', video: 'none', audio: 'copy' },
  ],
  [
    'MP4 of audio only, by MediaConvert',
    advanced,
    { rendition: 'audio_only', ...convert },
    { video: 'none', audio: 'copy', reason: 'the rendition has no video' },
  ],
  [
    'MP4 of a recording of audio only',
    () => ofRenditions(advancedLadder.slice(-1)),
    { rendition: 'highest', ...auto },
    { engine: 'remux', rendition: 'audio_only', video: 'none' },
  ],
  [
    'H.264 of audio only: there is nothing to encode',
    advanced,
    { rendition: 'audio_only', ...h264(480), ...auto },
    { engine: 'remux', video: 'none' },
  ],
  [
    'MP4 without sound, by remux',
    () => ofRenditions(silent),
    { rendition: 'highest', ...auto },
    { engine: 'remux', video: 'copy', audio: 'none' },
  ],
  [
    'MP4 without sound, by MediaConvert',
    () => ofRenditions(silent),
    { rendition: 'highest', ...convert },
    { video: 'copy', audio: 'none' },
  ],
  [
    'H.264 without sound',
    () => ofRenditions(silent),
    { rendition: 'highest', ...h264(480) },
    { video: 'h264', audio: 'none', size: { width: 854, height: 480 } },
  ],
];

export const encodeRows: Row[] = [
  [
    'H.264 as large as it is',
    standard,
    { rendition: 'highest', video: 'h264' },
    { engine: 'mediaconvert', video: 'h264', audio: 'aac', reason: 'H.264 is wanted' },
  ],
  [
    'H.264, though auto would take remux',
    standard,
    { rendition: 'highest', video: 'h264', ...auto },
    { engine: 'mediaconvert', video: 'h264' },
  ],
  [
    'H.264 of at most 480 lines',
    standard,
    { rendition: 'highest', ...h264(480) },
    { size: { width: 854, height: 480 } },
  ],
  ['H.264 of at most 720 lines, of 720', standard, { rendition: '720p60', ...h264(720) }, { video: 'h264' }],
  [
    'H.264 of at most 1080 lines, of 480: not enlarged',
    standard,
    { rendition: '480p30', ...h264(1080) },
    { video: 'h264' },
  ],
  ['H.264 of portrait', portrait, { rendition: 'highest', ...h264(720) }, { size: { width: 720, height: 1280 } }],
  [
    'H.264 of an odd number of lines',
    standard,
    { rendition: 'highest', ...h264(361) },
    { size: { width: 640, height: 360 } },
  ],
  [
    'H.264 of a wide picture',
    () => ofRenditions(wide),
    { rendition: 'highest', ...h264(480) },
    { size: { width: 1126, height: 480 } },
  ],
  [
    'H.264 with quality and bit rate',
    standard,
    { rendition: 'highest', ...h264(720, { qualityLevel: 9, maxBitrate: 4_000_000 }) },
    { size: { width: 1280, height: 720 } },
  ],
  [
    'H.264 of VP9, which cannot be copied',
    () => ofRenditions([{ ...basic[0]!, codecs: 'vp09.00.10.08,mp4a.40.2' }]),
    { rendition: 'highest', ...auto },
    {
      video: 'h264',
      audio: 'aac',
      reason: 'encodes the frames, since its codec vp09.00.10.08 is neither H.264 nor HEVC',
    },
  ],
  [
    'a copy with Opus, which alone is encoded',
    () => ofRenditions([{ ...basic[0]!, codecs: 'avc1.4D401F,opus' }]),
    { rendition: 'highest', ...auto },
    { video: 'copy', audio: 'aac' },
  ],
  [
    'HEVC, which MediaConvert copies',
    () => ofRenditions([{ ...basic[0]!, codecs: 'hvc1.1.6.L93.B0,mp4a.40.2' }]),
    { rendition: 'highest', ...auto },
    { engine: 'mediaconvert', video: 'copy', reason: 'is neither H.264 nor AAC-LC' },
  ],
];

export const clipRows: Row[] = [
  [
    'a clip, by remux',
    standard,
    { rendition: 'highest', ...clip(15, 25), ...auto },
    { engine: 'remux', seconds: 10, name: 'highest-clip15s-25s' },
  ],
  [
    'a clip copied by MediaConvert',
    standard,
    { rendition: 'highest', ...clip(15, 25), ...convert },
    { engine: 'mediaconvert', video: 'copy', seconds: 10 },
  ],
  [
    'a clip in H.264',
    standard,
    { rendition: 'highest', ...h264(480), ...clip(1.5, 2.25) },
    { video: 'h264', seconds: 0.75, name: 'highest-clip1500ms-2250ms', size: { width: 854, height: 480 } },
  ],
  [
    'a clip to the end',
    standard,
    { rendition: 'highest', ...clip(50), ...auto },
    { seconds: 10, name: 'highest-clip50s-end' },
  ],
  [
    'a clip that ends within a second of the end',
    standard,
    { rendition: 'highest', ...clip(30, 60.9), ...auto },
    { seconds: 30 },
  ],
  [
    'a clip of sound alone',
    advanced,
    { rendition: 'lowest', format: 'm4a', ...clip(10, 20), ...convert },
    { video: 'none', seconds: 10 },
  ],
  [
    'a clip beside a missing segment',
    () => ofRenditions(basic).remove('media/hls/720p30/0.ts'),
    { rendition: 'highest', ...clip(40, 50), ...auto },
    { engine: 'remux', seconds: 10 },
  ],
  [
    'a clip behind a missing segment, in which its key frame may lie',
    () => ofRenditions(basic).remove('media/hls/720p30/2.ts'),
    { rendition: 'highest', ...clip(35, 45), ...auto },
    { engine: 'mediaconvert', seconds: 10, reason: 'the segment 2.ts is missing' },
  ],
  [
    'a minute of 20 hours, which remux has time for',
    hours(20),
    { rendition: 'highest', ...clip(40_000, 40_060), ...auto },
    { engine: 'remux', seconds: 60 },
  ],
  [
    'all of 40 hours, which it has not',
    hours(40),
    { rendition: 'highest', ...auto },
    { engine: 'mediaconvert', reason: 'it is too long' },
  ],
  [
    'a clip behind the 24 hours of time codes, by remux',
    hours(25),
    { rendition: 'highest', ...clip(88_000, 88_060), ...auto },
    { engine: 'remux', seconds: 60 },
  ],
];
