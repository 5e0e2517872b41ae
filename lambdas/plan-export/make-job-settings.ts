import type {
  AudioCodecSettings,
  H264Settings,
  MediaConvertJobSettings,
  MediaConvertOutput,
  VideoCodecSettings,
} from './job-settings.ts';

/** What a job is to do. */
export interface JobWish {
  /** `s3://…/playlist.m3u8` of one rendition. */
  readonly inputUrl: string;
  /** `s3://…` without an extension. */
  readonly destination: string;
  readonly video: 'copy' | 'h264';
  readonly hasAudio: boolean;
  /** Pixels, of the picture's shorter side: a portrait video has as many as a landscape one. */
  readonly lines: number | undefined;
}

const audioSelector = 'Audio Selector 1';

/**
 * Writes the job. The input is the rendition's own playlist, not the multivariant one: MediaConvert takes the variant of
 * the highest bandwidth there, and did not always accept its EXT-X-MEDIA. Time codes start at zero, since what the
 * stream carries may be anything. `$` begins a variable in a destination; no name here can hold one.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/using-hls-inputs.html
 */
export function makeJobSettings(wish: JobWish): MediaConvertJobSettings {
  return {
    TimecodeConfig: { Source: 'ZEROBASED' },
    Inputs: [
      {
        FileInput: wish.inputUrl,
        TimecodeSource: 'ZEROBASED',
        // By track, not by stream: IVS puts audio first and a data stream beside it.
        ...(wish.hasAudio ? { AudioSelectors: { [audioSelector]: { DefaultSelection: 'DEFAULT' } } } : {}),
        VideoSelector: {},
      },
    ],
    OutputGroups: [
      {
        Name: 'File Group',
        OutputGroupSettings: {
          Type: 'FILE_GROUP_SETTINGS',
          FileGroupSettings: {
            Destination: wish.destination,
            DestinationSettings: {
              S3Settings: { StorageClass: 'STANDARD', Encryption: { EncryptionType: 'SERVER_SIDE_ENCRYPTION_S3' } },
            },
          },
        },
        Outputs: [makeOutput(wish)],
      },
    ],
  };
}

function makeOutput({ video, hasAudio, lines }: JobWish): MediaConvertOutput {
  const audio = { AudioSourceName: audioSelector, CodecSettings: video === 'copy' ? copiedAudio : encodedAudio };
  return {
    // The index first, so that a player can begin before it has the whole file.
    ContainerSettings: { Container: 'MP4', Mp4Settings: { MoovPlacement: 'PROGRESSIVE_DOWNLOAD' } },
    VideoDescription: { CodecSettings: video === 'copy' ? copiedVideo : encodedVideo(lines) },
    ...(hasAudio ? { AudioDescriptions: [audio] } : {}),
  };
}

const copiedVideo: VideoCodecSettings = {
  Codec: 'PASSTHROUGH',
  PassthroughSettings: { FrameControl: 'NEAREST_IDRFRAME', VideoSelectorMode: 'AUTO' },
};

/** IVS takes in AAC only, which MediaConvert can pass through. */
const copiedAudio: AudioCodecSettings = { Codec: 'PASSTHROUGH' };

/** 128 kbit/s stereo: no loss that a listener would notice from what broadcasters send. */
const encodedAudio: AudioCodecSettings = {
  Codec: 'AAC',
  AacSettings: { CodingMode: 'CODING_MODE_2_0', SampleRate: 48_000, Bitrate: 128_000 },
};

/** Size and frame rate stay the source's. Level 7 of 10 is MediaConvert's advice for large screens. */
function encodedVideo(lines: number | undefined): VideoCodecSettings {
  const settings: H264Settings = {
    RateControlMode: 'QVBR',
    QvbrSettings: { QvbrQualityLevel: 7 },
    MaxBitrate: maxBitrateFor(lines),
    // One pass keeps the job in the Basic price tier.
    QualityTuningLevel: 'SINGLE_PASS_HQ',
    SceneChangeDetect: 'TRANSITION_DETECTION',
    FramerateControl: 'INITIALIZE_FROM_SOURCE',
  };
  return { Codec: 'H_264', H264Settings: settings };
}

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
