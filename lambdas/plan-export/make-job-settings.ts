import type { Plan } from '../shared/recording/planned-export.ts';
import { encodedAudio, encodedVideo, type VideoEncode } from './encode-settings.ts';
import type {
  AudioCodecSettings,
  MediaConvertInput,
  MediaConvertJobSettings,
  MediaConvertOutput,
  VideoCodecSettings,
} from './job-settings.ts';

/** What a job is to do. */
export interface JobWish extends Pick<Plan, 'video' | 'audio'> {
  /** One after the other. */
  readonly inputs: readonly JobInput[];
  /** `s3://…` without an extension. */
  readonly destination: string;
  readonly format: 'mp4' | 'm4a';
  readonly encode: VideoEncode;
}

/** One playlist and what is taken of it. */
export interface JobInput {
  /** `s3://…/playlist.m3u8` of one rendition. */
  readonly url: string;
  /** `HH:MM:SS:FF`; from the beginning without it. */
  readonly startTimecode?: string | undefined;
  /** The last frame; to the end without it. */
  readonly endTimecode?: string | undefined;
}

const audioSelector = 'Audio Selector 1';

/**
 * Writes the job. An input is the rendition's own playlist, not the multivariant one: MediaConvert takes the variant of
 * the highest bandwidth there, and did not always accept its EXT-X-MEDIA. Time codes start at zero, since what the
 * stream carries may be anything. `$` begins a variable in a destination; no name here can hold one.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/using-hls-inputs.html
 */
export function makeJobSettings(wish: JobWish): MediaConvertJobSettings {
  return {
    TimecodeConfig: { Source: 'ZEROBASED' },
    Inputs: wish.inputs.map((input) => makeInput(input, wish)),
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

function makeInput({ url, startTimecode, endTimecode }: JobInput, { audio, video }: JobWish): MediaConvertInput {
  const clipping = {
    ...(startTimecode === undefined ? {} : { StartTimecode: startTimecode }),
    ...(endTimecode === undefined ? {} : { EndTimecode: endTimecode }),
  };
  return {
    FileInput: url,
    TimecodeSource: 'ZEROBASED',
    ...(Object.keys(clipping).length === 0 ? {} : { InputClippings: [clipping] }),
    ...(audio === 'none' ? {} : { AudioSelectors: { [audioSelector]: firstTrack } }),
    ...(video === 'none' ? {} : { VideoSelector: {} }),
  };
}

/** By track, not by stream: IVS puts audio first and a data stream beside it. */
const firstTrack = { SelectorType: 'TRACK', Tracks: [1], DefaultSelection: 'DEFAULT' } satisfies NonNullable<
  MediaConvertInput['AudioSelectors']
>[string];

function makeOutput({ video, audio, format, encode }: JobWish): MediaConvertOutput {
  const sound = { AudioSourceName: audioSelector, CodecSettings: audio === 'copy' ? copiedAudio : encodedAudio };
  const picture = video === 'copy' ? { CodecSettings: copiedVideo } : encodedVideo(encode);
  return {
    // The index first, so that a player can begin before it has the whole file.
    ContainerSettings: { Container: 'MP4', Mp4Settings: { MoovPlacement: 'PROGRESSIVE_DOWNLOAD' } },
    ...(format === 'm4a' ? { Extension: format } : {}),
    ...(video === 'none' ? {} : { VideoDescription: picture }),
    ...(audio === 'none' ? {} : { AudioDescriptions: [sound] }),
  };
}

const copiedVideo: VideoCodecSettings = {
  Codec: 'PASSTHROUGH',
  PassthroughSettings: { FrameControl: 'NEAREST_IDRFRAME', VideoSelectorMode: 'AUTO' },
};

/** IVS takes in AAC only, which MediaConvert can pass through. */
const copiedAudio: AudioCodecSettings = { Codec: 'PASSTHROUGH' };
