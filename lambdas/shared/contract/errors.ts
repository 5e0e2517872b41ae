/**
 * Every error that a step throws on purpose. Step Functions matches `Retry` and `Catch` on the error's name, so each
 * class carries its name as a literal (a minifier renames classes, never strings), and a test holds this registry, the
 * definitions and the steps together.
 *
 * *Transient* errors stand in a `Retry`; *permanent* ones fail the state at once. `saysUnplayable` marks a judgement on
 * the recording itself: such a failure takes the playback back, while a mere fault of the machinery leaves it standing.
 * `saysUnusable` marks a judgement on an export's file, which nothing that was found out before overrules.
 */
abstract class StepError extends Error {
  abstract override readonly name: string;
}

/** A trigger's event has a shape that nobody here understands. Permanent: the whole event goes to the dead letters. */
export class EventUnreadableError extends StepError {
  override readonly name = 'EventUnreadableError';
}

/** An execution's input does not fit the contract. Permanent: start a new execution with the input mended. */
export class ExecutionInputInvalidError extends StepError {
  override readonly name = 'ExecutionInputInvalidError';
}

/** The recording lies in a bucket that this deployment does not serve. Permanent. */
export class BucketNotConfiguredError extends StepError {
  override readonly name = 'BucketNotConfiguredError';
}

/** The recording belongs to a channel outside the configured list. Permanent. */
export class ChannelNotConfiguredError extends StepError {
  override readonly name = 'ChannelNotConfiguredError';
}

/** The recording ended minutes ago and objects are still missing. Transient: IVS may still be writing. */
export class RecordingNotReadyError extends StepError {
  override readonly name = 'RecordingNotReadyError';
}

/** Neither `recording-ended.json` nor `recording-failed.json` is there, long after the end. Permanent. */
export class RecordingMetadataMissingError extends StepError {
  override readonly name = 'RecordingMetadataMissingError';
}

/** The metadata file is not the JSON that IVS documents. Permanent. */
export class RecordingMetadataInvalidError extends StepError {
  override readonly name = 'RecordingMetadataInvalidError';
}

/** No rendition of the recording can be played, for the reason in the message. Permanent. */
export class RecordingDamagedError extends StepError {
  override readonly name = 'RecordingDamagedError';
}

/** Objects of the recording lie in an archive storage class. Permanent: restore them, then redrive. */
export class RecordingArchivedError extends StepError {
  override readonly name = 'RecordingArchivedError';
}

/** S3 kept answering with throttling, 5xx or broken connections. Transient. */
export class StorageUnavailableError extends StepError {
  override readonly name = 'StorageUnavailableError';
}

/**
 * IVS does not tell whether the recording's channel is private, so that nothing can be announced yet. Transient: it is
 * throttled or down.
 */
export class ChannelUnreadableError extends StepError {
  override readonly name = 'ChannelUnreadableError';
}

/**
 * IVS may not be asked whether the recording's channel is private, so that nothing can be announced. Permanent: give the
 * permission, then redrive.
 */
export class ChannelAccessDeniedError extends StepError {
  override readonly name = 'ChannelAccessDeniedError';
}

/** Step Functions or DynamoDB kept answering with throttling, 5xx or broken connections. Transient. */
export class ServiceUnavailableError extends StepError {
  override readonly name = 'ServiceUnavailableError';
}

/** S3 denied access. Permanent: a policy has to change first, then redrive. */
export class StorageAccessDeniedError extends StepError {
  override readonly name = 'StorageAccessDeniedError';
}

/** The input names an export profile that the deployment does not configure. Permanent. */
export class ExportProfileUnknownError extends StepError {
  override readonly name = 'ExportProfileUnknownError';
}

/** The wanted rendition is not in the recording. Permanent: the message lists those that are. */
export class RenditionNotFoundError extends StepError {
  override readonly name = 'RenditionNotFoundError';
}

/** No engine of this deployment can make the wanted export of this recording, for the reason in the message. Permanent. */
export class ExportNotPossibleError extends StepError {
  override readonly name = 'ExportNotPossibleError';
}

/**
 * The frames of the recording cannot be put into one MP4 unchanged, so that `remux` cannot make the export. Permanent
 * where that engine is demanded; with `engine: auto` a Catch leads back to planning, which takes MediaConvert.
 */
export class ExportNotCarriableError extends StepError {
  override readonly name = 'ExportNotCarriableError';
}

/** The recording is longer than `remux` can finish within a Lambda's 15 minutes. Permanent: take MediaConvert. */
export class ExportTooLongError extends StepError {
  override readonly name = 'ExportTooLongError';
}

/** `remux` stopped before its Lambda would have been, with the file unfinished. Transient: S3 may be faster next time. */
export class ExportTimeExceededError extends StepError {
  override readonly name = 'ExportTimeExceededError';
}

/**
 * A segment of the rendition is missing or damaged, so that an export would lose frames. Permanent until the segment is
 * mended. No verdict on the playback: players skip what an exact copy may not.
 */
export class ExportSourceDamagedError extends StepError {
  override readonly name = 'ExportSourceDamagedError';
}

/** MediaConvert refused or failed the job and another plan would not help. Permanent: the message has code and meaning. */
export class MediaConvertJobFailedError extends StepError {
  override readonly name = 'MediaConvertJobFailedError';
}

/** Somebody canceled the MediaConvert job. Permanent: redrive to start another. */
export class MediaConvertJobCanceledError extends StepError {
  override readonly name = 'MediaConvertJobCanceledError';
}

/** A clip begins or ends behind the end of the recording. Permanent: the message says how long it is. */
export class ClipOutsideRecordingError extends StepError {
  override readonly name = 'ClipOutsideRecordingError';
}

/** Recordings cannot be put into one file, for the reason in the message. Permanent. */
export class ExportJoinInvalidError extends StepError {
  override readonly name = 'ExportJoinInvalidError';
}

/** The engine reported success and the object is not there. Permanent. */
export class ExportMissingError extends StepError {
  override readonly name = 'ExportMissingError';
}

/** The exported object is not a whole MP4. Permanent. */
export class ExportDamagedError extends StepError {
  override readonly name = 'ExportDamagedError';
}

/** The export lasts longer or shorter than planned. Permanent. */
export class ExportDurationMismatchError extends StepError {
  override readonly name = 'ExportDurationMismatchError';
}

/**
 * Thumbnails that have come of age are still there: S3 or DynamoDB failed for some recordings, or S3 refused some keys. The
 * others were deleted. Permanent as far as one day's run goes: each later one tries again.
 */
export class ThumbnailsNotDeletedError extends StepError {
  override readonly name = 'ThumbnailsNotDeletedError';
}

/** What the tests, the retries and the failure report need to know of one error. */
export interface ErrorRegistration {
  readonly isTransient: boolean;
  readonly saysUnplayable: boolean;
  readonly saysUnusable?: boolean;
}

const permanent: ErrorRegistration = { isTransient: false, saysUnplayable: false };
const transient: ErrorRegistration = { isTransient: true, saysUnplayable: false };
const verdict: ErrorRegistration = { isTransient: false, saysUnplayable: true };
const unusable: ErrorRegistration = { isTransient: false, saysUnplayable: false, saysUnusable: true };

/** Registry by name. */
export const stepErrors = {
  EventUnreadableError: permanent,
  ExecutionInputInvalidError: permanent,
  BucketNotConfiguredError: permanent,
  ChannelNotConfiguredError: permanent,
  RecordingNotReadyError: transient,
  // Media without its metadata file may well play, and a mistyped prefix has none either.
  RecordingMetadataMissingError: permanent,
  RecordingMetadataInvalidError: permanent,
  RecordingDamagedError: verdict,
  RecordingArchivedError: verdict,
  StorageUnavailableError: transient,
  ServiceUnavailableError: transient,
  ChannelUnreadableError: transient,
  ChannelAccessDeniedError: permanent,
  StorageAccessDeniedError: permanent,
  ExportProfileUnknownError: permanent,
  RenditionNotFoundError: permanent,
  ExportNotPossibleError: permanent,
  ExportNotCarriableError: permanent,
  ExportTooLongError: permanent,
  ExportTimeExceededError: transient,
  ExportSourceDamagedError: permanent,
  MediaConvertJobFailedError: permanent,
  MediaConvertJobCanceledError: permanent,
  ClipOutsideRecordingError: permanent,
  ExportJoinInvalidError: permanent,
  ExportMissingError: unusable,
  ExportDamagedError: unusable,
  ExportDurationMismatchError: unusable,
  ThumbnailsNotDeletedError: permanent,
} as const satisfies Record<string, ErrorRegistration>;

/** Name of a registered error. */
export type StepErrorName = keyof typeof stepErrors;

/** Whether the error is a judgement that the recording itself cannot be played. */
export const saysUnplayable = (errorName: string): boolean => registrationOf(errorName)?.saysUnplayable ?? false;

/** Whether the error is a judgement that the export's file is not what it should be. */
export const saysUnusable = (errorName: string): boolean => registrationOf(errorName)?.saysUnusable ?? false;

/** Of a name that may come from anywhere. */
const registrationOf = (errorName: string): ErrorRegistration | undefined =>
  Object.entries<ErrorRegistration>(stepErrors).find(([name]) => name === errorName)?.[1];
