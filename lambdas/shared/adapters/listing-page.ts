/**
 * Reads the XML of one page of ListObjectsV2 by looking for the few elements that matter: the SDK's own reader builds a
 * tree of everything, at 2 s of CPU for 86,400 keys.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */

/** One object of a listing. */
export interface ListedObject {
  readonly key: string;
  readonly sizeBytes: number;
  /** Absent where the server leaves it out. */
  readonly storageClass: string | undefined;
  /** A copy of an archived object can be read for the time being. */
  readonly isRestored: boolean;
}

/** One page. */
export interface ListingPage {
  readonly objects: readonly ListedObject[];
  /** Where the next page begins; absent on the last. */
  readonly nextToken: string | undefined;
}

/** The body breaks off, or is no listing: S3 may answer 200 and send an error. The SDK tries again. */
export class ListingTruncatedError extends Error {
  override readonly name = 'ListingTruncatedError';
  /** The SDK's mark of an error that is worth another attempt. */
  readonly $retryable = { throttling: false };
}

/**
 * Parses one page.
 * @throws {@link ListingTruncatedError}
 */
export function parseListingPage(xml: string): ListingPage {
  if (!xml.trimEnd().endsWith('</ListBucketResult>')) {
    throw new ListingTruncatedError(`A listing ends before </ListBucketResult>; it begins ${xml.slice(0, 200)}`);
  }
  const decodeKey = elementOf(xml, 'EncodingType') === 'url' ? decodeUrl : decodeEntities;
  const objects: ListedObject[] = [];
  for (let start = xml.indexOf('<Contents>'); start >= 0; start = xml.indexOf('<Contents>', start)) {
    const end = xml.indexOf('</Contents>', start);
    if (end < 0) throw new ListingTruncatedError('A listing holds a <Contents> without its end.');
    objects.push(parseObject(xml.slice(start, end), decodeKey));
    start = end;
  }
  return { objects, nextToken: nextTokenOf(xml) };
}

/** The slice keeps each search short: one for an element that is absent would run to the end of the page. */
function parseObject(contents: string, decodeKey: (text: string) => string): ListedObject {
  const key = elementOf(contents, 'Key');
  const size = elementOf(contents, 'Size');
  if (key === undefined || size === undefined || !/^\d+$/.test(size)) {
    throw new ListingTruncatedError(`A listing holds an object without key or size: ${contents.slice(0, 200)}.`);
  }
  return {
    key: decodeKey(key),
    sizeBytes: Number(size),
    storageClass: elementOf(contents, 'StorageClass'),
    // Of a restore that is still going on there is no date yet.
    isRestored: contents.includes('<RestoreExpiryDate>'),
  };
}

/** The elements stand before or behind the objects, depending on the server. */
function nextTokenOf(xml: string): string | undefined {
  if (elementOf(xml, 'IsTruncated') !== 'true') return undefined;
  const token = elementOf(xml, 'NextContinuationToken');
  if (token === undefined) throw new ListingTruncatedError('A listing says that it goes on, but not where.');
  return decodeEntities(token);
}

/** Text of the first such element. Elements below the root have no attributes. */
function elementOf(xml: string, name: string): string | undefined {
  const open = `<${name}>`;
  const at = xml.indexOf(open);
  return at < 0 ? undefined : xml.slice(at + open.length, xml.indexOf('<', at + open.length));
}

/** As S3 encodes with `encoding-type=url`, a space as `+`: only so can a key hold characters that XML 1.0 forbids. */
function decodeUrl(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (cause) {
    throw new ListingTruncatedError(`A listing holds the key ${text.slice(0, 200)}, which is not URL-encoded.`, {
      cause,
    });
  }
}

const lastCodePoint = 0x10ffff;
const namedEntities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (entity, hex, decimal, name) => {
    if (name !== undefined) return namedEntities[name] ?? entity;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= lastCodePoint ? String.fromCodePoint(code) : entity;
  });
}
