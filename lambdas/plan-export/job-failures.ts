/**
 * What MediaConvert's refusals mean and whether another plan, or the same again, would help.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/mediaconvert_error_codes.html
 */

/** What another plan could change; `again` changes nothing, `again-once` neither, and less often. */
export type Replan = 'encode' | 'leave-out-audio' | 'leave-out-video' | 'decelerate' | 'again' | 'again-once';

/** What to do about a refusal. */
export interface Remedy {
  readonly meaning: string;
  /** What may help, the first that is left to do; `undefined` when nothing would. */
  readonly replan?: readonly Replan[];
  /** For the operator. */
  readonly advice: string;
}

const redrive = 'Redrive this execution';
const permissions = {
  meaning: 'S3 or the role denied access',
  advice: `Correct the MediaConvert role, its trust or the buckets' policies. ${redrive} then`,
};
/** The call itself was denied, before there was a job. */
const orderDenied = {
  meaning: 'the state machine may not create the job, or may not pass the MediaConvert role on',
  advice: `Allow its role mediaconvert:CreateJob and iam:PassRole, as the template does, and look for a policy that denies them. ${redrive} then`,
};
const passing = (meaning: string): Remedy => ({ meaning, replan: ['again'], advice: redrive });
/** The event that set it off may have come before the last object was written. */
const inputGone = (meaning: string): Remedy => ({
  meaning,
  replan: ['again-once'],
  advice: `Check that the recording is whole; run process-recording on it. ${redrive} if it is`,
});
const manifest = {
  meaning: 'MediaConvert does not accept the playlist',
  advice:
    'Check the playlist against its rules: at most 16 MB, EXT-X-VERSION up to 4, no EXTINF over the target duration',
};
const accelerated = (meaning: string): Remedy => ({
  meaning,
  replan: ['decelerate'],
  advice: 'Turn acceleration off in the configuration and deploy',
});
/** Whatever was in the way of a copy need not be in the way of an encode. */
const encodable = (meaning: string): Remedy => ({
  meaning,
  replan: ['encode'],
  advice: 'Check with ffprobe what the segments hold',
});

const remedies: Readonly<Record<number, Remedy>> = {
  1010: manifest,
  1020: { meaning: 'the input has no video', replan: ['leave-out-video'], advice: 'Export another rendition' },
  1021: { meaning: 'the input has no audio', replan: ['leave-out-audio'], advice: 'Export another rendition' },
  1030: encodable('a codec of the input is not supported'),
  1040: encodable('the settings of the job do not go with the input'),
  1041: accelerated('the job cannot be accelerated'),
  1042: accelerated('the job is too small to be accelerated'),
  1043: accelerated('the input cannot be accelerated'),
  1056: inputGone('a segment could not be opened'),
  1060: {
    meaning: 'the time code of the clip is not in the input',
    advice: 'Start a new execution with another clip, or with the engine remux',
  },
  1075: encodable('the streams of the input could not be told apart'),
  1076: inputGone('a segment is cut off'),
  1092: encodable('the audio could not be decoded'),
  1401: permissions,
  1404: inputGone('the playlist or a segment is missing'),
  1432: permissions,
  1433: permissions,
  1434: permissions,
  1515: permissions,
  1517: passing('the file could not be written to S3'),
  1522: passing('MediaConvert ran out of time'),
  1550: {
    meaning: 'a fault of acceleration',
    replan: ['decelerate', 'again'],
    advice: redrive,
  },
  1999: passing('an unexpected fault in MediaConvert'),
  3400: manifest,
};

/** Exceptions of CreateJob, by their names without the service's; those that may pass were tried again by the workflow. */
const exceptionRemedies: Readonly<Record<string, Remedy>> = {
  BadRequestException: {
    meaning: 'MediaConvert does not accept the settings of the job',
    replan: ['decelerate', 'encode'],
    advice: 'Compare the settings with what this Region supports',
  },
  ForbiddenException: orderDenied,
  AccessDeniedException: orderDenied,
  NotFoundException: {
    meaning: 'the queue or the role does not exist',
    advice: 'Correct the configuration and deploy',
  },
  ServiceQuotaExceededException: {
    meaning: 'a quota of the account is used up',
    advice: `Raise it, or wait. ${redrive} then`,
  },
  TooManyRequestsException: { meaning: 'MediaConvert kept throttling', advice: redrive },
  InternalServerErrorException: { meaning: 'a passing fault in MediaConvert', advice: redrive },
  ConflictException: { meaning: 'a passing fault in MediaConvert', advice: redrive },
  SdkClientException: { meaning: 'MediaConvert could not be reached', advice: redrive },
};

/** Remedy for a job's error code. A code that is not known here may well be of the copying, and is worth one encode. */
export const remedyOfCode = (code: number): Remedy =>
  remedies[code] ?? encodable(`MediaConvert's documentation of its error codes explains ${code}`);

/** Remedy for an exception of CreateJob; `undefined` when it is not one of them. */
export const remedyOfException = (name: string): Remedy | undefined =>
  Object.hasOwn(exceptionRemedies, name) ? exceptionRemedies[name] : undefined;

/** Remedy for a job that somebody canceled. */
export const canceledRemedy: Remedy = { meaning: 'the job was canceled', advice: `${redrive} to start another` };

/** Remedy for what cannot be read. */
export const unknownRemedy: Remedy = { meaning: 'no error code was given', advice: `Look the job up. ${redrive}` };
