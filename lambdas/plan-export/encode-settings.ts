import type { ExportWish } from '../shared/contract/export-wish.ts';
import type { AudioCodecSettings, VideoDescription } from './job-settings.ts';
import type { PictureSize } from './output-size.ts';

/** What a picture is encoded into. */
export interface VideoEncode {
  readonly wish: Omit<Extract<ExportWish['video'], object>, 'codec'>;
  /** Lines of the shorter side of what comes out; `undefined` when it is not known. */
  readonly lines: number | undefined;
  /** Pixels to scale to; the source's are kept without it. */
  readonly size: PictureSize | undefined;
  /** Sources of other shapes get bars; without it the picture fills the size, which has its shape to a pixel. */
  readonly hasOtherShapes: boolean;
}

/** The frame rate stays the source's. Level 7 of 10 is MediaConvert's advice for large screens. */
export function encodedVideo({ wish, lines, size, hasOtherShapes }: VideoEncode): VideoDescription {
  const scaling = hasOtherShapes ? 'DEFAULT' : 'STRETCH_TO_OUTPUT';
  return {
    ...(size === undefined ? {} : { Width: size.width, Height: size.height, ScalingBehavior: scaling }),
    CodecSettings: {
      Codec: 'H_264',
      H264Settings: {
        RateControlMode: 'QVBR',
        QvbrSettings: { QvbrQualityLevel: wish.qualityLevel ?? 7 },
        MaxBitrate: wish.maxBitrate ?? maxBitrateFor(lines),
        // One pass keeps the job in the Basic price tier.
        QualityTuningLevel: 'SINGLE_PASS_HQ',
        SceneChangeDetect: 'TRANSITION_DETECTION',
        FramerateControl: 'INITIALIZE_FROM_SOURCE',
      },
    },
  };
}

/** 128 kbit/s stereo: no loss that a listener would notice from what broadcasters send. */
export const encodedAudio: AudioCodecSettings = {
  Codec: 'AAC',
  AacSettings: { CodingMode: 'CODING_MODE_2_0', SampleRate: 48_000, Bitrate: 128_000 },
};

/**
 * Ceilings in bits per second, with room over what IVS's ladder spends, since a second encode needs more bits for the
 * same picture. 8.5 Mbit/s is the most that IVS takes in for a single track.
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/channel-types.html
 */
const ceilings = [
  { lines: 360, bitsPerSecond: 1_200_000 }, // 160p at 0.23, 360p at 0.63 Mbit/s
  { lines: 480, bitsPerSecond: 2_500_000 }, // 480p at 1.4
  { lines: 720, bitsPerSecond: 5_000_000 }, // 720p60 at 3.4
];

function maxBitrateFor(lines: number | undefined): number {
  return ceilings.find((ceiling) => lines !== undefined && lines <= ceiling.lines)?.bitsPerSecond ?? 8_500_000;
}
