/** What became of a recording: everything that is in the file, and everything that is not. */
export interface RemuxReport {
  readonly format: 'mp4' | 'm4a';
  /** Bytes of the whole file. */
  readonly sizeBytes: number;
  /** Of the longest track, as presented. */
  readonly durationMs: number;
  readonly video: VideoReport | undefined;
  readonly audio: AudioReport | undefined;
  /** Stretches with a clock of their own that were joined: 1 without any discontinuity. */
  readonly parts: readonly PartReport[];
  /** Left out at the beginning so that both tracks start together on a key frame. */
  readonly trimmed: { readonly videoFrames: number; readonly audioFrames: number; readonly durationMs: number };
  /** What the file holds of the recording, in seconds by the playlist, when a clip was asked for. */
  readonly clip: { readonly fromSeconds: number; readonly toSeconds: number } | undefined;
  readonly segments: { readonly total: number; readonly read: number };
  /** Only when losses are tolerated; otherwise each of them is an error. */
  readonly losses: readonly Loss[];
  readonly warnings: readonly RemuxWarning[];
}

export interface VideoReport {
  /** RFC 6381, such as `avc1.4D401F`. */
  readonly codec: string;
  /** Pixels, cropping applied. */
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly keyFrames: number;
  readonly durationMs: number;
}

export interface AudioReport {
  /** RFC 6381, such as `mp4a.40.2`. */
  readonly codec: string;
  readonly sampleRateHz: number;
  readonly channels: number;
  /** Frames of the source. */
  readonly frames: number;
  /** Frames of silence put in where the source has none, beside `frames`. */
  readonly silentFramesInserted: number;
  readonly durationMs: number;
}

export interface PartReport {
  /** The segment that it begins in. */
  readonly segment: string;
  /** Where it begins in the file. */
  readonly startMs: number;
  /** `start` for the first, `tag` for EXT-X-DISCONTINUITY, `jump` for timestamps that jump without one, `loss`. */
  readonly cause: 'start' | 'tag' | 'jump' | 'loss';
}

export interface Loss {
  /** `SegmentDamagedReason`. */
  readonly reason: string;
  readonly segment: string;
  /** Byte position in the segment, where there is one. */
  readonly position: number | undefined;
  /** Where in the recording, in seconds by the playlist. */
  readonly atSeconds: number;
  /** How much, where that is known. */
  readonly seconds: number | undefined;
  readonly finding: string;
}

export interface RemuxWarning {
  readonly reason:
    | 'stream-ignored'
    | 'track-absent'
    | 'track-late'
    | 'track-ends-early'
    | 'untagged-jump'
    | 'timestamps-repeated'
    | 'realigned'
    | 'extinf-wrong'
    | 'frame-cut-off';
  readonly segment: string;
  readonly message: string;
  /** How often it happened; the message tells of the first time. */
  readonly count: number;
}
