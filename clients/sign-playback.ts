/**
 * For backends: signs what viewers of a deployment with `playback.signing` need. A recording takes cookies, since a player
 * fetches hundreds of files; an export, one file, takes a URL. Both hold until they expire, and cannot be taken back.
 *
 * It runs wherever the private key is, which is nowhere in the deployment. Decide first who may watch.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PrivateContent.html
 */
import { createPrivateKey } from 'node:crypto';
import { getSignedCookies, getSignedUrl } from '@aws-sdk/cloudfront-signer';
import { playedFolderKeys } from '../lambdas/shared/contract/object-keys.ts';
import { parseRecordingPrefix, type RecordingLocation } from '../lambdas/shared/contract/recording-location.ts';

/** What was to be signed cannot be, for the reason in the message, which quotes no key. */
export class SigningRefusedError extends Error {
  override readonly name = 'SigningRefusedError';
}

/** Who signs, and for how long. */
export interface Signing {
  /** One of the storage stack's output `SigningKeyIds`. */
  readonly keyPairId: string;
  /** PEM; the public half is in `playback.signing.publicKeys`. RSA of 2048 bits, or ECDSA on P-256. */
  readonly privateKey: string;
  /** Until when CloudFront takes it, to the second. A player that loads after that is refused: think of the length. */
  readonly expiresAt: Date;
  /**
   * The only viewer, or viewers, it counts for: an IPv4 address or a range of them, `192.0.2.0/24`. The distribution speaks
   * IPv6 as well, which no policy can name: a viewer who comes by it is refused.
   */
  readonly ipAddress?: string;
}

/** Whose cookies. */
export interface PlaybackToSign extends Signing {
  /** `recording.prefix` of the message or the catalog. */
  readonly prefix: string;
  /** The output `PlaybackBaseUrl`: `https://` and `playback.domainName`. */
  readonly baseUrl: string;
  /**
   * Domain to set the cookies for: that of `baseUrl`, or one above it. Left out, they count for the host that sets them,
   * so your backend has to be that host; a browser takes no cookie for a domain that the host is not part of.
   */
  readonly cookieDomain?: string;
}

/**
 * Values of `Set-Cookie` headers that let a viewer play one recording: playlists, segments and thumbnails, and no other
 * recording, and none of its exports. Each goes into a header of its own, before the player loads anything.
 *
 * A policy of CloudFront has one resource, and a partial recording is played from two folders: three cookies for each,
 * told apart by their path. So cookies of several recordings do not get into each other's way either. They are session
 * cookies: `HttpOnly`, `Secure`, `SameSite=Lax`, so the page has to be of the same site (`app.example.com` for
 * `v.example.com`) and its player has to send credentials.
 *
 * @throws {@link SigningRefusedError} when something of it is not what it should be; nothing is ever signed for more.
 */
export function signPlayback({ prefix, baseUrl, cookieDomain, ...signing }: PlaybackToSign): string[] {
  const location = requireLocation(prefix);
  const origin = requireOrigin(baseUrl);
  const domain = cookieDomain === undefined ? '' : `; Domain=${requireCookieDomain(cookieDomain, origin)}`;
  const { keyPairId, privateKey } = requireSigning(signing);
  return playedFolderKeys(location).flatMap((folder) => {
    const policy = policyFor(`${origin}/${folder}*`, signing);
    const cookies = getSignedCookies({ keyPairId, privateKey, policy });
    const attributes = `${domain}; Path=/${folder}; Secure; HttpOnly; SameSite=Lax`;
    return Object.entries(cookies).map(([name, value]) => `${name}=${value}${attributes}`);
  });
}

/** Which URL. */
export interface ExportUrlToSign extends Signing {
  /** `export.url` of the message or the catalog, with its query. */
  readonly url: string;
}

/**
 * The URL of one export, signed.
 *
 * @throws {@link SigningRefusedError}
 */
export function signExportUrl({ url, ...signing }: ExportUrlToSign): string {
  const { keyPairId, privateKey } = requireSigning(signing);
  const plain = requireUrl(url);
  if (signing.ipAddress === undefined)
    return getSignedUrl({ url: plain, keyPairId, privateKey, dateLessThan: signing.expiresAt });
  return getSignedUrl({ url: plain, keyPairId, privateKey, policy: policyFor(plain, signing) });
}

/** Without white space, as CloudFront demands it. */
function policyFor(resource: string, { expiresAt, ipAddress }: Omit<Signing, 'keyPairId' | 'privateKey'>): string {
  const address = ipAddress === undefined ? {} : { IpAddress: { 'AWS:SourceIp': requireRange(ipAddress) } };
  const condition = { DateLessThan: { 'AWS:EpochTime': Math.floor(expiresAt.getTime() / 1000) }, ...address };
  return JSON.stringify({ Statement: [{ Resource: resource, Condition: condition }] });
}

/** No prefix that passes holds a wildcard, or leads out of one recording. */
function requireLocation(prefix: string): RecordingLocation {
  const location = parseRecordingPrefix(prefix);
  if (location !== undefined) return location;
  throw new SigningRefusedError(
    `${shown(prefix)} is no recording's prefix; expected ivs/v1/<account>/<channelId>/<year>/<month>/<day>/<hour>/<minute>/<recordingId>.`,
  );
}

/** HTTP is for the local system, whose playback has no certificate. */
function requireOrigin(baseUrl: string): string {
  const match = /^(https?:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?)\/?$/.exec(baseUrl);
  if (match?.[1] !== undefined) return match[1];
  throw new SigningRefusedError(`${shown(baseUrl)} is no base URL; expected https:// and a host, without a path.`);
}

/** A cookie for a whole public suffix no browser takes; one for another domain would sign for nobody. */
function requireCookieDomain(domain: string, origin: string): string {
  const { hostname } = new URL(origin);
  const isAbove = domain.includes('.') && (hostname === domain || hostname.endsWith(`.${domain}`));
  if (isAbove && /^[a-z0-9.-]+$/.test(domain) && !domain.startsWith('.')) return domain;
  throw new SigningRefusedError(`${shown(domain)} is no domain for cookies of ${hostname}; expected it, or one above.`);
}

/** In a policy `*` stands for anything, and these parameters are CloudFront's own. */
const reservedParameters = ['Expires', 'Policy', 'Signature', 'Key-Pair-Id', 'Hash-Algorithm'];

function requireUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isPlain = parsed !== undefined && /^https?:$/.test(parsed.protocol) && !/[*\s#"\\]/.test(url);
  if (
    isPlain &&
    parsed.href === url &&
    parsed.username === '' &&
    !reservedParameters.some((name) => parsed.searchParams.has(name))
  )
    return url;
  throw new SigningRefusedError(
    `${shown(url)} cannot be signed; expected the URL of one export as it was announced, without * and without ${reservedParameters.join(', ')}.`,
  );
}

function requireSigning(signing: Signing): Signing {
  if (!/^[A-Za-z0-9_-]+$/.test(signing.keyPairId))
    throw new SigningRefusedError(`${shown(signing.keyPairId)} is no id of a public key, such as K2JCJMDEHXQW5F.`);
  const { expiresAt } = signing;
  if (Number.isNaN(expiresAt.getTime())) throw new SigningRefusedError('expiresAt is no time.');
  requireKey(signing.privateKey);
  return signing;
}

function requireKey(pem: string): void {
  let found: string;
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem);
    const { modulusLength, namedCurve } = asymmetricKeyDetails ?? {};
    if (asymmetricKeyType === 'rsa' && modulusLength === 2048) return;
    if (asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') return;
    found = `${asymmetricKeyType} ${modulusLength ?? namedCurve ?? ''}`.trim();
  } catch {
    found = 'something else';
  }
  throw new SigningRefusedError(
    `The private key is ${found}; expected PEM without a passphrase, RSA of 2048 bits or ECDSA on P-256, which CloudFront verifies.`,
  );
}

/** As CloudFront takes it, always with its length. */
function requireRange(ipAddress: string): string {
  const [, address = '', length = '32'] = /^((?:\d{1,3}\.){3}\d{1,3})(?:\/(\d{1,2}))?$/.exec(ipAddress) ?? [];
  const isAddress = address !== '' && address.split('.').every((part) => Number(part) <= 255);
  if (isAddress && Number(length) <= 32) return `${address}/${length}`;
  throw new SigningRefusedError(`${shown(ipAddress)} is no IPv4 address or range; policies name no others.`);
}

const shown = (text: string): string => JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
