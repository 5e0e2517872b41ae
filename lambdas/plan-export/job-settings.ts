/**
 * MediaConvert's job settings, as far as this system writes them. The names are MediaConvert's; that they are right is
 * checked against the SDK's own type in a test, since only adapters import an SDK.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/apireference/jobs.html
 */

/** `JobSettings`: one HLS playlist into one MP4. */
export interface MediaConvertJobSettings {
  TimecodeConfig: { Source: 'ZEROBASED' };
  Inputs: {
    FileInput: string;
    TimecodeSource: 'ZEROBASED';
    AudioSelectors?: Record<string, { DefaultSelection: 'DEFAULT' }>;
    VideoSelector: Record<string, never>;
  }[];
  OutputGroups: {
    Name: string;
    OutputGroupSettings: { Type: 'FILE_GROUP_SETTINGS'; FileGroupSettings: FileGroupSettings };
    Outputs: MediaConvertOutput[];
  }[];
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
  VideoDescription: { CodecSettings: VideoCodecSettings };
  AudioDescriptions?: { AudioSourceName: string; CodecSettings: AudioCodecSettings }[];
}

/** The frames as they are, or encoded anew. */
export type VideoCodecSettings =
  | { Codec: 'PASSTHROUGH'; PassthroughSettings: { FrameControl: 'NEAREST_IDRFRAME'; VideoSelectorMode: 'AUTO' } }
  | { Codec: 'H_264'; H264Settings: H264Settings };

/** Quality-defined variable bit rate. */
export interface H264Settings {
  RateControlMode: 'QVBR';
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
