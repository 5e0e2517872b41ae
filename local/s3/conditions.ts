import { notSupported, S3Error } from './s3-error.ts';

/** What a condition looks at. */
export interface ConditionSubject {
  /** Without quotes. */
  readonly etag: string;
  readonly lastModifiedMs: number;
}

/** The four conditions of a read. CopyObject has them for its source, under other names. */
export interface ReadConditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifModifiedSince?: string | undefined;
  readonly ifUnmodifiedSince?: string | undefined;
}

/** The two conditions of a write. */
export interface WriteConditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}

/**
 * Weighs the conditions of a read in the order of RFC 9110 section 13.2.2: an entity tag silences the date beside it.
 *
 * @returns whether the caller's copy is still good (304).
 * @throws {S3Error} `PreconditionFailed`.
 */
export function isNotModified(conditions: ReadConditions, subject: ConditionSubject): boolean {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  if (ifMatch !== undefined) {
    if (!matchesEtag(ifMatch, subject.etag)) throw preconditionFailed('If-Match');
  } else if (isLaterThan(subject, ifUnmodifiedSince) === true) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  if (ifNoneMatch !== undefined) return matchesEtag(ifNoneMatch, subject.etag);
  return isLaterThan(subject, ifModifiedSince) === false;
}

/**
 * Reads the conditions of a write from the headers.
 *
 * @throws {S3Error} `NotImplemented` for what S3 refuses too: an If-None-Match other than `*`, or both at once.
 */
export function parseWriteConditions(headers: Readonly<Record<string, string>>): WriteConditions {
  const ifMatch = headers['if-match'];
  const ifNoneMatch = headers['if-none-match'];
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') throw notSupported('If-None-Match other than * on a write');
  if (ifMatch !== undefined && ifNoneMatch !== undefined) throw notSupported('If-Match together with If-None-Match');
  return { ifMatch, ifNoneMatch };
}

/**
 * Weighs the conditions of a write against the object that is there.
 *
 * @throws {S3Error} `PreconditionFailed`, or `NoSuchKey` if If-Match finds no object.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function checkWriteConditions(conditions: WriteConditions, key: string, subject?: ConditionSubject): void {
  if (conditions.ifNoneMatch !== undefined && subject !== undefined) throw preconditionFailed('If-None-Match');
  if (conditions.ifMatch === undefined) return;
  if (subject === undefined) throw new S3Error('NoSuchKey', undefined, { Key: key });
  if (!matchesEtag(conditions.ifMatch, subject.etag)) throw preconditionFailed('If-Match');
}

/** Whether a list of entity tags, quoted or not, or `*`, has this one. */
export function matchesEtag(list: string, etag: string): boolean {
  const tags = list.split(',').map((tag) =>
    tag
      .trim()
      .replace(/^W\//, '')
      .replace(/^"(.*)"$/, '$1'),
  );
  return tags.includes('*') || tags.includes(etag);
}

/** Undefined if there is no date, or none that can be read: such a header is ignored. HTTP dates are in seconds. */
function isLaterThan(subject: ConditionSubject, date: string | undefined): boolean | undefined {
  const time = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) ? undefined : Math.floor(subject.lastModifiedMs / 1000) * 1000 > time;
}

/** `PreconditionFailed`, naming the condition as S3 does. */
export function preconditionFailed(condition: string): S3Error {
  return new S3Error('PreconditionFailed', undefined, { Condition: condition });
}
