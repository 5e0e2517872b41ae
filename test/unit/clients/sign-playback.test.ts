import { generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  type PlaybackToSign,
  SigningRefusedError,
  signExportUrl,
  signPlayback,
} from '../../../clients/sign-playback.ts';
import { isLetThrough, type ViewerRequest } from '../../fixtures/cloudfront-verifier.ts';

const inPem = ({ publicKey, privateKey }: KeyPairKeyObjectResult) => ({
  publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
});
const rsa = inPem(generateKeyPairSync('rsa', { modulusLength: 2048 }));
const ecdsa = inPem(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }));
const stranger = inPem(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }));
const keys = { KRSA: rsa.publicKey, KECDSA: ecdsa.publicKey };

const prefix = 'ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/j8Z9O91ndcVs';
const baseUrl = 'https://v.example.com';
const expiresAt = new Date('2026-07-01T12:00:00Z');
const before = new Date('2026-07-01T11:59:59Z');
const order: PlaybackToSign = { prefix, baseUrl, expiresAt, keyPairId: 'KRSA', privateKey: rsa.privateKey };

const media = `${baseUrl}/${prefix}/media`;
const repaired = `${baseUrl}/AbCdef1G2hij/j8Z9O91ndcVs/playback`;
const exportUrl = `${baseUrl}/AbCdef1G2hij/j8Z9O91ndcVs/archive.mp4?v=d41d8cd9%2B1`;

/** What a browser would send to a URL after these headers: the cookies whose path the URL's begins with. */
function cookiesFor(url: string, headers: readonly string[]): Record<string, string> {
  const { pathname } = new URL(url);
  const fitting = headers.filter((header) => pathname.startsWith(/; Path=([^;]+)/.exec(header)?.[1] ?? '-'));
  return Object.fromEntries(fitting.map((header) => (/^([^=]+)=([^;]*)/.exec(header) ?? []).slice(1, 3)));
}

const plays = (url: string, headers: readonly string[], viewer: Partial<ViewerRequest> = {}) =>
  isLetThrough({ url, cookies: cookiesFor(url, headers), at: before, ...viewer }, keys);

describe.each([
  ['RSA', { keyPairId: 'KRSA', privateKey: rsa.privateKey }],
  ['ECDSA', { keyPairId: 'KECDSA', privateKey: ecdsa.privateKey }],
])('cookies signed with %s', (_, signer) => {
  const headers = signPlayback({ ...order, ...signer });

  test.each([
    `${media}/hls/master.m3u8`,
    `${media}/hls/720p30/0.ts`,
    `${media}/thumbnails/thumb0.jpg`,
    `${repaired}/master.m3u8`,
    `${repaired}/renditions/720p30/playlist.m3u8`,
  ])('let through %s, which playing the recording takes', (url) => {
    expect(plays(url, headers)).toBe(true);
  });

  test.each([
    ['metadata', `${baseUrl}/${prefix}/events/recording-ended.json`],
    ['an export, which is signed for by itself', exportUrl],
    ['a recording whose id begins alike', `${baseUrl}/${prefix}X/media/hls/master.m3u8`],
    ['another recording', `${baseUrl}/${prefix.replace('j8Z9', 'k8Z9')}/media/hls/master.m3u8`],
    ['another host', `https://w.example.com/${prefix}/media/hls/master.m3u8`],
    ['the same without encryption', `http://v.example.com/${prefix}/media/hls/master.m3u8`],
  ])('do not let through %s, even where a client sends them', (_what, url) => {
    for (const folder of [media, repaired])
      expect(isLetThrough({ url, cookies: cookiesFor(`${folder}/x`, headers), at: before }, keys)).toBe(false);
  });

  test('expire to the second', () => {
    expect([before, expiresAt].map((at) => plays(`${media}/hls/master.m3u8`, headers, { at }))).toEqual([true, false]);
  });
});

test('a header sets one of three cookies, for one folder, as a session cookie that no script reads', () => {
  const headers = signPlayback({ ...order, cookieDomain: 'example.com' });

  expect(headers.map((header) => header.replace(/=[^;]+/, '=…'))).toEqual(
    [`/${prefix}/media/`, '/AbCdef1G2hij/j8Z9O91ndcVs/playback/'].flatMap((path) =>
      ['CloudFront-Key-Pair-Id', 'CloudFront-Signature', 'CloudFront-Policy'].map(
        (name) => `${name}=…; Domain=example.com; Path=${path}; Secure; HttpOnly; SameSite=Lax`,
      ),
    ),
  );
});

test('without a domain the cookies are the host’s own', () => {
  expect(signPlayback(order).join()).not.toContain('Domain');
});

test('cookies for an address count for nobody else', () => {
  const single = signPlayback({ ...order, ipAddress: '203.0.113.9' });
  const range = signPlayback({ ...order, ipAddress: '203.0.113.0/28' });
  const from = (headers: string[]) =>
    ['203.0.113.9', '203.0.113.14', '203.0.113.16'].map((ip) => plays(`${media}/a`, headers, { ip }));

  expect([from(single), from(range)]).toEqual([
    [true, false, false],
    [true, true, false],
  ]);
});

test('a signature of a key that the distribution does not know is worth nothing, nor is one that was changed', () => {
  const forged = signPlayback({ ...order, keyPairId: 'KECDSA', privateKey: stranger.privateKey });
  const url = `${media}/hls/master.m3u8`;
  const genuine = cookiesFor(url, signPlayback(order));
  const wider = Buffer.from(
    JSON.stringify({ Statement: [{ Resource: 'https://*', Condition: { DateLessThan: { 'AWS:EpochTime': 9e9 } } }] }),
  );
  const changed = { ...genuine, 'CloudFront-Policy': wider.toString('base64url') };

  expect(plays(url, forged)).toBe(false);
  expect(isLetThrough({ url, cookies: genuine, at: before }, keys)).toBe(true);
  expect(isLetThrough({ url, cookies: changed, at: before }, keys)).toBe(false);
});

describe.each([
  ['RSA', { keyPairId: 'KRSA', privateKey: rsa.privateKey }],
  ['ECDSA', { keyPairId: 'KECDSA', privateKey: ecdsa.privateKey }],
])('an export’s URL signed with %s', (_, signer) => {
  const signed = signExportUrl({ url: exportUrl, expiresAt, ...signer });
  const passes = (url: string, viewer: Partial<ViewerRequest> = {}) =>
    isLetThrough({ url, at: before, ...viewer }, keys);

  test('leads to that very version of the file until it expires', () => {
    expect(signed.startsWith(`${exportUrl}&`)).toBe(true);
    expect([passes(signed), passes(signed, { at: expiresAt })]).toEqual([true, false]);
  });

  test('leads to no other file, version or time', () => {
    const others = [
      signed.replace('archive', 'podcast'),
      signed.replace('d41d8cd9', 'd41d8cd8'),
      signed.replace(/Expires=\d+/, 'Expires=9000000000'),
      exportUrl,
    ];

    expect(others.map((url) => passes(url))).toEqual([false, false, false, false]);
  });

  test('may count for one address only', () => {
    const own = signExportUrl({ url: exportUrl, expiresAt, ipAddress: '203.0.113.9', ...signer });

    expect(['203.0.113.9', '203.0.113.10'].map((ip) => passes(own, { ip }))).toEqual([true, false]);
  });
});

test.each([
  ['a wildcard for a prefix', { prefix: '*' }],
  ['a prefix with a wildcard in it', { prefix: prefix.replace('j8Z9O91ndcVs', '*') }],
  ['a prefix with a question mark in it', { prefix: prefix.replace('j8Z9', '????') }],
  ['a prefix that is cut short', { prefix: prefix.slice(0, prefix.lastIndexOf('/')) }],
  ['a prefix that climbs', { prefix: `${prefix}/../../x` }],
  ['a prefix that ends the policy', { prefix: `${prefix}","Resource":"*` }],
  ['a prefix with a new header in it', { prefix: `${prefix}\r\nSet-Cookie: a=b` }],
  ['a wildcard for a host', { baseUrl: 'https://*' }],
  ['a base URL with a path', { baseUrl: 'https://v.example.com/x' }],
  ['a base URL with a user', { baseUrl: 'https://a@v.example.com' }],
  ['another scheme', { baseUrl: 'http*://v.example.com' }],
  ['a domain that is not above the host', { cookieDomain: 'example.org' }],
  ['a domain that only ends alike', { cookieDomain: 'ple.com' }],
  ['a public suffix', { cookieDomain: 'com' }],
  ['a domain with an attribute in it', { cookieDomain: 'example.com; Path=/' }],
  ['no time', { expiresAt: new Date(Number.NaN) }],
  ['a key id with a header in it', { keyPairId: 'K\r\nX: 1' }],
  ['an IPv6 address', { ipAddress: '2001:db8::1' }],
  ['an impossible address', { ipAddress: '300.0.0.1' }],
  ['an impossible range', { ipAddress: '10.0.0.0/33' }],
  ['a public key', { privateKey: rsa.publicKey }],
])('%s is refused, and its message quotes no key', (_, change) => {
  const attempt = () => signPlayback({ ...order, ...change });

  expect(attempt).toThrow(SigningRefusedError);
  expect(attempt).not.toThrow(/KEY-----/);
});

test('a key that CloudFront would not verify is refused before a viewer meets it', () => {
  const { privateKey } = inPem(generateKeyPairSync('ec', { namedCurve: 'secp384r1' }));

  expect(() => signPlayback({ ...order, privateKey })).toThrow(/is ec secp384r1; expected.*P-256/);
});

test.each([
  'archive.mp4',
  'ftp://v.example.com/a.mp4',
  'https://v.example.com/*.mp4',
  'https://v.example.com/a b.mp4',
  'https://v.example.com/a/../b.mp4',
  'https://v.example.com/a.mp4#x',
  'https://v.example.com/a.mp4?Expires=1',
  'https://v.example.com/a.mp4?v=1&Policy=x',
  'https://user@v.example.com/a.mp4',
])('%s is no export’s URL', (url) => {
  expect(() => signExportUrl({ ...order, url })).toThrow(SigningRefusedError);
});
