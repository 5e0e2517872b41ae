import { generateKeyPairSync } from 'node:crypto';
import { getSignedCookies, getSignedUrl } from '@aws-sdk/cloudfront-signer';
import { expect, test } from '@jest/globals';
import { whySignatureRefused } from '../../../local/playback/signatures.ts';

const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const keys = { K1: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString() };
const now = Date.parse('2026-07-01T12:00:00Z');
const soon = new Date(now + 60_000);
const base = 'http://127.0.0.1:8000';
const url = `${base}/AsXego4U6tnj/j8Z9O91ndcVs/archive.mp4?v=1`;
const signer = { keyPairId: 'K1', privateKey };

const ask = (of: string, cookies: object = {}, remoteAddress = '127.0.0.1') => {
  const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  const headers = { host: '127.0.0.1:8000', cookie: cookie.join('; ') };
  return whySignatureRefused({ url: of.slice(base.length), headers, socket: { remoteAddress } }, keys, now);
};
const policyFor = (resource: string, more: object = {}) =>
  JSON.stringify({
    Statement: [{ Resource: resource, Condition: { DateLessThan: { 'AWS:EpochTime': now / 1000 + 60 }, ...more } }],
  });
const cookiesFor = (resource: string, more?: object) =>
  getSignedCookies({ ...signer, policy: policyFor(resource, more) });

test.each(['SHA1', 'SHA256'] as const)(
  'a URL signed by AWS’s own signer with %s passes, and only until it expires',
  (algorithm) => {
    const signed = getSignedUrl({ ...signer, algorithm, url, dateLessThan: soon });
    const late = getSignedUrl({ ...signer, algorithm, url, dateLessThan: new Date(now) });

    expect([ask(signed), ask(late)]).toEqual([undefined, 'Access denied']);
  },
);

test('cookies pass by canned policy for one URL, and by their own for all that its wildcards cover', () => {
  const canned = getSignedCookies({ ...signer, url, dateLessThan: soon });
  const own = cookiesFor(`${base}/AsXego4U6tnj/*`);
  const other = `${base}/Other/j8Z9O91ndcVs/archive.mp4?v=1`;

  expect([ask(url, canned), ask(`${url}2`, canned)]).toEqual([undefined, 'Access denied']);
  expect([ask(url, own), ask(`${url}2`, own), ask(other, own)]).toEqual([undefined, undefined, 'Access denied']);
});

test('a beginning and an address are kept to', () => {
  const later = cookiesFor('*', { DateGreaterThan: { 'AWS:EpochTime': now / 1000 + 1 } });
  const local = cookiesFor('*', { IpAddress: { 'AWS:SourceIp': '127.0.0.0/30' } });

  expect(ask(url, later)).toBe('Access denied');
  expect([ask(url, local, '127.0.0.3'), ask(url, local, '127.0.0.4')]).toEqual([undefined, 'Access denied']);
});

test('a signed URL goes before cookies, also a bad one before good ones', () => {
  const forged = getSignedUrl({ ...signer, url, dateLessThan: soon }).replace(/Expires=\d+/, 'Expires=9000000000');

  expect(ask(forged, cookiesFor('*'))).toBe('Access denied');
});

test.each<[string, object, string]>([
  ['nothing', {}, 'Missing Key'],
  ['a key that nobody trusts', { ...cookiesFor('*'), 'CloudFront-Key-Pair-Id': 'K2' }, 'Unknown Key'],
  [
    'a key’s name that every object has',
    { ...cookiesFor('*'), 'CloudFront-Key-Pair-Id': 'constructor' },
    'Unknown Key',
  ],
  ['no signature at all', { ...cookiesFor('*'), 'CloudFront-Signature': '%%%' }, 'Access denied'],
  ['another policy', { ...cookiesFor('*'), 'CloudFront-Policy': btoa(policyFor('https://*')) }, 'Access denied'],
  [
    'a policy without a time',
    getSignedCookies({ ...signer, policy: '{"Statement":[{"Condition":{}}]}' }),
    'Malformed Policy',
  ],
  [
    'a policy for a range that is none',
    cookiesFor('*', { IpAddress: { 'AWS:SourceIp': '127.0.0.1/33' } }),
    'Malformed Policy',
  ],
  ['a policy that is no JSON', getSignedCookies({ ...signer, policy: 'yes' }), 'Malformed Policy'],
])('with %s a viewer is refused', (_what, cookies, reason) => {
  expect(ask(url, cookies)).toBe(reason);
});
