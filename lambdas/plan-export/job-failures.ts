/**
 * What MediaConvert's refusals mean and whether another plan would help.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/mediaconvert_error_codes.html
 */

/** What to do about a refusal. */
export interface Remedy {
  readonly meaning: string;
  /** What another plan could change; `undefined` when none would help. */
  readonly replan?: 'encode' | 'leave-out-audio';
  /** For the operator. */
  readonly advice: string;
}

const redrive = 'Redrive this execution';
const permissions = {
  meaning: 'S3 or the role denied access',
  advice: `Correct the MediaConvert role, its trust or the buckets' policies. ${redrive} then`,
};
const passing = { meaning: 'a passing fault in MediaConvert or S3', advice: redrive };
const inputGone = {
  meaning: 'the playlist or a segment is missing or broken',
  advice: `Check that the recording is whole; run process-recording on it. ${redrive} if it is`,
};
const manifest = {
  meaning: 'MediaConvert does not accept the playlist',
  advice:
    'Check the playlist against its rules: at most 16 MB, EXT-X-VERSION up to 4, no EXTINF over the target duration',
};
const encode = {
  meaning: 'the rendition cannot be copied as it is',
  replan: 'encode',
  advice: 'Check with ffprobe what the segments hold',
} as const;

const remedies: Readonly<Record<number, Remedy>> = {
  1010: manifest,
  1020: { meaning: 'the rendition has no video', advice: 'Export another rendition' },
  1021: { meaning: 'the rendition has no audio', replan: 'leave-out-audio', advice: 'Export another rendition' },
  1056: inputGone,
  1076: inputGone,
  1401: permissions,
  1404: inputGone,
  1432: permissions,
  1433: permissions,
  1434: permissions,
  1515: permissions,
  1517: passing,
  1522: passing,
  1550: passing,
  1999: passing,
  3400: manifest,
};

/** Exceptions of CreateJob, by their names without the service's. */
const exceptionRemedies: Readonly<Record<string, Remedy>> = {
  BadRequestException: {
    meaning: 'MediaConvert does not accept the settings of the job',
    replan: 'encode',
    advice: 'Compare the settings with what this Region supports',
  },
  ForbiddenException: permissions,
  AccessDeniedException: permissions,
  NotFoundException: {
    meaning: 'the queue or the role does not exist',
    advice: 'Correct the configuration and deploy',
  },
  ServiceQuotaExceededException: {
    meaning: 'a quota of the account is used up',
    advice: `Raise it, or wait. ${redrive} then`,
  },
  TooManyRequestsException: { meaning: 'MediaConvert kept throttling', advice: redrive },
  InternalServerErrorException: passing,
  ConflictException: passing,
  SdkClientException: passing,
};

/** Remedy for a job's error code. A code that is not known here may well be of the copying, and is worth one encode. */
export const remedyOfCode = (code: number): Remedy => remedies[code] ?? encode;

/** Remedy for an exception of CreateJob; `undefined` when it is not one of them. */
export const remedyOfException = (name: string): Remedy | undefined =>
  Object.hasOwn(exceptionRemedies, name) ? exceptionRemedies[name] : undefined;

/** Remedy for a job that somebody cancelled. */
export const canceledRemedy: Remedy = { meaning: 'the job was canceled', advice: `${redrive} to start another` };

/** Remedy for what cannot be read. */
export const unknownRemedy: Remedy = { meaning: 'no error code was given', advice: `Look the job up. ${redrive}` };
