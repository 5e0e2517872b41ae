import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { getSignedCookies, getSignedUrl } from '@aws-sdk/cloudfront-signer';
import * as fc from 'fast-check';
import { whySignatureRefused } from '../../../local/playback/signatures.ts';
import { defineTarget } from '../fuzz-target.ts';
import { editText, textEdits } from '../generators/text.ts';

const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const keys = { K1: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString() };
const signer = { keyPairId: 'K1', privateKey };

const now = Date.parse('2026-07-01T12:00:00Z');
const host = '127.0.0.1:8000';
const path = '/AsXego4U6tnj/j8Z9O91ndcVs/archive.mp4?v=1';
const base = `http://${host}/AsXego4U6tnj/j8Z9O91ndcVs/`;

const inTime = { DateLessThan: { 'AWS:EpochTime': now / 1000 + 60 } };
const policyOf = (Resource: unknown, more: object = {}, condition: object = inTime) =>
  JSON.stringify({ Statement: [{ Resource, Condition: { ...condition, ...more } }] });
const sourceIps = ['127.0.0.0/8', '127.0.0.1', '127.0.0.1/33', '0.0.0.0/0', '::1/128', '/', '', '127.0.0.1/x', 'a/8'];

/** What somebody with the key has signed: what is meant, and what nobody should. */
const policies: readonly string[] = [
  policyOf(`${base}*`),
  policyOf(`${base}archive.mp4?v=1`),
  ...sourceIps.map((range) => policyOf(`${base}*`, { IpAddress: { 'AWS:SourceIp': range } })),
  policyOf(`${base}*`, { DateGreaterThan: { 'AWS:EpochTime': 0 } }),
  policyOf(`${base}${'*?'.repeat(3)}`),
  policyOf(`${base}[(\\*`),
  policyOf(7),
  policyOf(undefined, {}, {}),
  policyOf(`${base}*`, {}, { DateLessThan: { 'AWS:EpochTime': '9999999999' } }),
  '{"Statement":[]}',
  '{"Statement":{"length":1}}',
  'null',
];

const cookieText = (cookies: object): string =>
  Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');

/** Requests as a viewer with them sends them. */
const requests: readonly { readonly url: string; readonly cookie: string }[] = [
  ...policies.map((policy) => ({ url: path, cookie: cookieText(getSignedCookies({ ...signer, policy })) })),
  ...[`${base}archive.mp4?v=1`, `${base}archive.mp4`].map((url) => ({
    url: getSignedUrl({ ...signer, url, dateLessThan: new Date(now + 60_000) }).slice(`http://${host}`.length),
    cookie: '',
  })),
  ...policies.slice(0, 3).map((policy) => ({
    url: getSignedUrl({ ...signer, url: `${base}archive.mp4`, policy }).slice(`http://${host}`.length),
    cookie: '',
  })),
];

const words = ['Missing Key', 'Unknown Key', 'Malformed Policy', 'Access denied'];

/** Signed URLs and cookies of viewers, and of those who make them up. */
export const viewerSignatures = defineTarget({
  name: 'viewer-signature',
  refusals: [],
  cases: fc.record({
    request: fc.nat(requests.length - 1),
    inUrl: textEdits(['&Policy=', '&Signature=', '&Expires=', '?', 'Key-Pair-Id=K1', '~', '_'], 2),
    inCookie: textEdits(['; ', 'CloudFront-Policy=', 'CloudFront-Signature=', 'CloudFront-Expires=', '~'], 2),
    address: fc.constantFrom('127.0.0.1', '10.0.0.1', '::1', '::ffff:127.0.0.1', undefined),
  }),
  run: ({ request, inUrl, inCookie, address }) => {
    const made = requests[request]!;
    const url = editText(made.url, inUrl);
    const headers = { host, cookie: editText(made.cookie, inCookie) };
    const why = whySignatureRefused({ url, headers, socket: { remoteAddress: address } }, keys, now);
    if (why !== undefined) {
      assert.ok(words.includes(why), why);
      return why;
    }

    // Whatever was signed here is for that folder only.
    assert.ok(`http://${host}${url}`.startsWith(base), url);
    return undefined;
  },
});
