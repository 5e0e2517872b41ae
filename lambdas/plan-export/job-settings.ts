/**
 * MediaConvert's job settings, as far as this system writes them. The names are MediaConvert's; that they are right is
 * checked against the SDK's own type in a test, since only adapters import an SDK.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/apireference/jobs.html
 */

/** `JobSettings`: HLS playlists, one after the other, into one file. */
export interface MediaConvertJobSettings {
  TimecodeConfig: { Source: 'ZEROBASED' };
  Inputs: MediaConvertInput[];
  OutputGroups: {
    Name: string;
    OutputGroupSettings: { Type: 'FILE_GROUP_SETTINGS'; FileGroupSettings: FileGroupSettings };
    Outputs: MediaConvertOutput[];
  }[];
}

/** One playlist. */
export interface MediaConvertInput {
  FileInput: string;
  TimecodeSource: 'ZEROBASED';
  /** `HH:MM:SS:FF`; the frame that the end names is taken as well. */
  InputClippings?: { StartTimecode?: string; EndTimecode?: string }[];
  AudioSelectors?: Record<string, { SelectorType: 'TRACK'; Tracks: number[]; DefaultSelection: 'DEFAULT' }>;
  VideoSelector?: Record<string, never>;
}

/** Where the file goes. */
export interface FileGroupSettings {
  /** Without the extension, which MediaConvert appends. */
  Destination: string;
  DestinationSettings: {
    S3Settings: { StorageClass: 'STANDARD'; Encryption: { EncryptionType: 'SERVER_SIDE_ENCRYPTION_S3' } };
  };
}

/** One file. */
export interface MediaConvertOutput {
  ContainerSettings: { Container: 'MP4'; Mp4Settings: { MoovPlacement: 'PROGRESSIVE_DOWNLOAD' } };
  /** `mp4` when absent. */
  Extension?: 'm4a';
  VideoDescription?: VideoDescription;
  AudioDescriptions?: { AudioSourceName: string; CodecSettings: AudioCodecSettings }[];
}

/** Pixels, both or none; with none the source's are kept. */
export interface VideoDescription {
  Width?: number;
  Height?: number;
  ScalingBehavior?: 'DEFAULT' | 'STRETCH_TO_OUTPUT';
  CodecSettings: VideoCodecSettings;
}

/** The frames as they are, or encoded anew. */
export type VideoCodecSettings =
  | { Codec: 'PASSTHROUGH'; PassthroughSettings: { FrameControl: 'NEAREST_IDRFRAME'; VideoSelectorMode: 'AUTO' } }
  | { Codec: 'H_264'; H264Settings: H264Settings };

/** Quality-defined variable bit rate. */
export interface H264Settings {
  RateControlMode: 'QVBR';
  /** 1 to 10. */
  QvbrSettings: { QvbrQualityLevel: number };
  /** Bits per second. */
  MaxBitrate: number;
  QualityTuningLevel: 'SINGLE_PASS_HQ';
  SceneChangeDetect: 'TRANSITION_DETECTION';
  FramerateControl: 'INITIALIZE_FROM_SOURCE';
}

/** The audio as it is, or encoded anew. */
export type AudioCodecSettings =
  | { Codec: 'PASSTHROUGH' }
  | { Codec: 'AAC'; AacSettings: { CodingMode: 'CODING_MODE_2_0'; SampleRate: number; Bitrate: number } };
