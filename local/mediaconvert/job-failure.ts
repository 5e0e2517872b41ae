/**
 * A job that cannot be carried out: it ends in status `ERROR` with this code and message.
 *
 * Codes and wording follow MediaConvert's error codes, so that what handles the real service's failures can be tried
 * here. Anything else that is thrown while a job runs is reported as 1999, "unexpected system error".
 *
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/mediaconvert_error_codes.html
 */
export class JobFailedError extends Error {
  override readonly name = 'JobFailedError';
  readonly code: number;

  constructor(code: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** 1010: the input is there, but is not a playlist that MediaConvert takes. */
export function unreadableInput(inputUrl: string, problem: string): JobFailedError {
  return new JobFailedError(1010, `Unable to open input file [${inputUrl}]: [Failed probe/open: [${problem}]]`);
}

/** 1020: an output has video and the input has none. */
export function missingVideo(inputUrl: string): JobFailedError {
  return new JobFailedError(
    1020,
    `Your input file [${inputUrl}] doesn't have video that the transcoder can consume. Check that the rendition is not audio only.`,
  );
}

/** 1021: an output has audio, its selector names no track, and the input has no audio at all. */
export function missingAudio(selectorName: string): JobFailedError {
  return new JobFailedError(1021, `No audio frames decoded on [selector-(${selectorName})-track-1-drc]`);
}

/** 1030: the input's codec cannot be put into the output as it is. */
export function unsupportedCodec(problem: string, cause: unknown): JobFailedError {
  return new JobFailedError(1030, problem, { cause });
}

/** 1040: settings that contradict the input, such as an audio track that it does not have. */
export function incompatibleSettings(problem: string): JobFailedError {
  return new JobFailedError(1040, problem);
}

/** 1041: the job insists on acceleration, and its settings rule that out. */
export function notAcceleratable(adjustments: readonly string[]): JobFailedError {
  return new JobFailedError(
    1041,
    `Your job settings aren't compatible with accelerated transcoding. Adjust your job settings as follows: [${adjustments.join(' ')}].`,
  );
}

/** 1042: the job insists on acceleration, and is too small for it. */
export function tooSmallToAccelerate(): JobFailedError {
  return new JobFailedError(
    1042,
    "This job doesn't require enough processing power to benefit from accelerated transcoding. Disable accelerated transcoding, and resubmit your job.",
  );
}

/** 1043: the job insists on acceleration, and its input rules that out. */
export function inputNotAcceleratable(): JobFailedError {
  return new JobFailedError(
    1043,
    "Your input files aren't compatible with accelerated transcoding. Disable accelerated transcoding and resubmit your job.",
  );
}

/** 1056: a segment that the playlist names cannot be read. */
export function unreadableSegment(segmentUrl: string, playlistUrl: string, cause?: unknown): JobFailedError {
  return new JobFailedError(
    1056,
    `Demuxer: [The transcoder can't read this media segment: [${segmentUrl}]. The segment is listed in this HLS child manifest: [${playlistUrl}]. Check the segment to make sure that it's formed correctly and not corrupt.]`,
    { cause },
  );
}

/** 1060: a clip begins where the input has nothing. Inputs count from 1. */
export function missingTimecode(timecode: string, inputNumber: number): JobFailedError {
  return new JobFailedError(
    1060,
    `The clipping start timecode [${timecode}] was not found in input number [${inputNumber}]`,
  );
}

/** 1060: a clip ends before it begins, or its end is none. */
export function missingRegion(start: string, end: string, inputNumber: number): JobFailedError {
  return new JobFailedError(
    1060,
    `The clipping region [${start}] to [${end}] was not found in input number [${inputNumber}]`,
  );
}

/** 1060: no key frame follows the beginning of a clip before its end, so that no picture of it can be copied. */
export function missingPictures(): JobFailedError {
  return new JobFailedError(1060, 'Decoder closed. No pictures decoded.');
}

/** 1401: S3 denies access, to read or to write. */
export function accessDenied(url: string, cause: unknown): JobFailedError {
  return new JobFailedError(1401, `Failed to access [${url}]: [Access denied to [${url}]]`, { cause });
}

/** 1404: the input object or its bucket does not exist. */
export function missingInput(inputUrl: string, cause: unknown): JobFailedError {
  return new JobFailedError(
    1404,
    `Unable to open input file [${inputUrl}]: [Failed probe/open: [Can't read input stream: [Failed to read data: HeadObject failed]]]`,
    { cause },
  );
}

/** 1517: S3 did not take the output. */
export function unwritableOutput(outputUrl: string, cause: unknown): JobFailedError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new JobFailedError(1517, `Unable to write to output file [${outputUrl}]: [Failed to write data: ${reason}]`, {
    cause,
  });
}

/** 3400: an HLS manifest breaks a limit or its own syntax. */
export function rejectedManifest(inputUrl: string, problem: string): JobFailedError {
  return new JobFailedError(3400, `3400: MediaConvert can't open the following HLS input: ${inputUrl}. ${problem}`);
}
