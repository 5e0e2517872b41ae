/**
 * A refusal of an API request, as MediaConvert words it: an HTTP status, the exception's name in `x-amzn-ErrorType`
 * and `{ "message": … }` as the body.
 *
 * @see https://docs.aws.amazon.com/mediaconvert/latest/apireference/jobs.html
 */
export abstract class RequestRefusal extends Error {
  abstract override readonly name: string;
  abstract readonly statusCode: number;
}

/** The request is malformed, or asks for something that the local service does not do; the message names the path. */
export class BadRequestException extends RequestRefusal {
  override readonly name = 'BadRequestException';
  override readonly statusCode = 400;
}

/** There is no job with that id. */
export class NotFoundException extends RequestRefusal {
  override readonly name = 'NotFoundException';
  override readonly statusCode = 404;
}

/** The job's state forbids the request: a job that has ended cannot be cancelled. */
export class ConflictException extends RequestRefusal {
  override readonly name = 'ConflictException';
  override readonly statusCode = 409;
}

/** An operation of the real service that the local one does not have, such as job templates and queues. */
export class UnknownOperationException extends RequestRefusal {
  override readonly name = 'UnknownOperationException';
  override readonly statusCode = 404;
}
