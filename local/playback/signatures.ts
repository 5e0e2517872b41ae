/**
 * Verifies viewers' signatures as CloudFront does for a behaviour with trusted key groups: a signed URL, which goes first,
 * or signed cookies; each with a policy of its own or, for one URL and a time, without ("canned").
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PrivateContent.html
 */
import { createVerify } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { BlockList, isIPv4 } from 'node:net';
import * as z from 'zod/mini';
import { parseJson } from '../../lambdas/shared/contract/json-text.ts';
import { isMatchingWildcards } from './path-pattern.ts';

/** Public keys in PEM by their ids. */
export type TrustedKeys = Readonly<Record<string, string>>;

const urlNames = ['Expires', 'Policy', 'Signature', 'Key-Pair-Id', 'Hash-Algorithm'] as const;

type Parts = Readonly<Partial<Record<(typeof urlNames)[number], string>>>;

const policySchema = z.object({
  Statement: z.tuple([
    z.object({
      Resource: z.optional(z.string()),
      Condition: z.object({
        DateLessThan: z.object({ 'AWS:EpochTime': z.number() }),
        DateGreaterThan: z.optional(z.object({ 'AWS:EpochTime': z.number() })),
        IpAddress: z.optional(z.object({ 'AWS:SourceIp': z.string().check(z.refine(isRange)) })),
      }),
    }),
  ]),
});

/** What of a request counts. */
export interface ViewerRequest extends Pick<IncomingMessage, 'headers' | 'url'> {
  readonly socket: Pick<IncomingMessage['socket'], 'remoteAddress'>;
}

/** Why a request is refused; `undefined` when it may pass. @param now Milliseconds since 1970. */
export function whySignatureRefused(request: ViewerRequest, keys: TrustedKeys, now: number): string | undefined {
  const url = `http://${request.headers.host ?? ''}${request.url ?? ''}`;
  const { plainUrl, parts } = readUrl(url);
  const given = parts.Signature === undefined ? readCookies(request.headers.cookie ?? '') : parts;
  const { Signature: signature, 'Key-Pair-Id': keyId } = given;
  if (signature === undefined || keyId === undefined) return 'Missing Key';
  const key = Object.hasOwn(keys, keyId) ? keys[keyId] : undefined;
  if (key === undefined) return 'Unknown Key';
  const policy = given.Policy === undefined ? cannedPolicy(plainUrl, given.Expires ?? '') : decode(given.Policy);
  const algorithm = given['Hash-Algorithm'] === 'SHA256' ? 'sha256' : 'sha1';
  const isGenuine = createVerify(algorithm).update(policy).verify(key, decode(signature));
  return isGenuine
    ? whyPolicyRefused(policy.toString(), plainUrl, request.socket.remoteAddress ?? '', now)
    : 'Access denied';
}

function whyPolicyRefused(policy: string, url: string, address: string, now: number): string | undefined {
  const parsed = policySchema.safeParse(parseJson(policy));
  if (!parsed.success) return 'Malformed Policy';
  const [{ Resource, Condition }] = parsed.data.Statement;
  const { DateLessThan, DateGreaterThan, IpAddress } = Condition;
  const seconds = now / 1000;
  const isInTime =
    seconds < DateLessThan['AWS:EpochTime'] &&
    (DateGreaterThan === undefined || seconds > DateGreaterThan['AWS:EpochTime']);
  const isForUrl = Resource === undefined || isMatchingWildcards(Resource, url);
  const isForViewer = IpAddress === undefined || isInRange(IpAddress['AWS:SourceIp'], address);
  return isInTime && isForUrl && isForViewer ? undefined : 'Access denied';
}

/** The URL without CloudFront's own parameters, which the signature is about, and those parameters. */
function readUrl(url: string): { plainUrl: string; parts: Parts } {
  const [path = '', query = ''] = url.split('?', 2);
  const pairs = query.split('&').filter((pair) => pair !== '');
  const isOwn = (pair: string) => urlNames.some((name) => pair.startsWith(`${name}=`));
  const rest = pairs.filter((pair) => !isOwn(pair)).join('&');
  return { plainUrl: rest === '' ? path : `${path}?${rest}`, parts: pick(pairs.filter(isOwn)) };
}

const readCookies = (header: string): Parts =>
  pick(
    header
      .split(';')
      .map((pair) => pair.trim())
      .filter((pair) => pair.startsWith('CloudFront-'))
      .map((pair) => pair.slice('CloudFront-'.length)),
  );

/** Of several of one name the first counts: a browser sends the cookie with the longest path first (RFC 6265 §5.4). */
function pick(pairs: readonly string[]): Parts {
  const entries = pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const);
  return Object.fromEntries(entries.toReversed());
}

const cannedPolicy = (url: string, expires: string): Buffer =>
  Buffer.from(`{"Statement":[{"Resource":"${url}","Condition":{"DateLessThan":{"AWS:EpochTime":${expires}}}}]}`);

const decode = (text: string): Buffer =>
  Buffer.from(text.replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/'), 'base64');

/** An IPv4 address, or a range of them: CloudFront knows no others. */
function isRange(range: string): boolean {
  const { network, length } = readRange(range);
  return isIPv4(network) && Number.isInteger(length) && length >= 0 && length <= 32;
}

function isInRange(range: string, address: string): boolean {
  const { network, length } = readRange(range);
  const list = new BlockList();
  list.addSubnet(network, length, 'ipv4');
  return isIPv4(address) && list.check(address, 'ipv4');
}

function readRange(range: string): { network: string; length: number } {
  const [network = '', length = '32'] = range.split('/');
  return { network, length: Number(length || Number.NaN) };
}
