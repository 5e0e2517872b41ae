/**
 * A refusal of an API request, as IVS words it: an HTTP status, the exception's name in `x-amzn-ErrorType` and
 * `{ "exceptionMessage": … }` as the body.
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyAPIReference/CommonErrors.html
 */
export abstract class IvsRefusal extends Error {
  abstract override readonly name: string;
  abstract readonly statusCode: number;
}

/** A field is missing, malformed or out of its bounds; the message names it. */
export class ValidationException extends IvsRefusal {
  override readonly name = 'ValidationException';
  override readonly statusCode = 400;
}

/** More resources than the account's quota. */
export class ServiceQuotaExceededException extends IvsRefusal {
  override readonly name = 'ServiceQuotaExceededException';
  override readonly statusCode = 402;
}

/** The caller's policies do not allow the operation; the local service throws it only where a test asks for it. */
export class AccessDeniedException extends IvsRefusal {
  override readonly name = 'AccessDeniedException';
  override readonly statusCode = 403;
}

/** There is no resource of that ARN. */
export class ResourceNotFoundException extends IvsRefusal {
  override readonly name = 'ResourceNotFoundException';
  override readonly statusCode = 404;
}

/** An operation of the real service that the local one does not have, such as stream keys. */
export class UnknownOperationException extends IvsRefusal {
  override readonly name = 'UnknownOperationException';
  override readonly statusCode = 404;
}

/** The resource is in use, a channel is live, or filters exclude each other. */
export class ConflictException extends IvsRefusal {
  override readonly name = 'ConflictException';
  override readonly statusCode = 409;
}

/** More calls in a second than the operation's quota. */
export class ThrottlingException extends IvsRefusal {
  override readonly name = 'ThrottlingException';
  override readonly statusCode = 429;
}

/** A fault of the service; the local one throws it where a test asks for it, and for faults of its own. */
export class InternalServerException extends IvsRefusal {
  override readonly name = 'InternalServerException';
  override readonly statusCode = 500;
}
