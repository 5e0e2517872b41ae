/** A deployment that demands signatures: a viewer plays a recording with cookies, downloads by a signed URL, and gets nothing else. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { signExportUrl, signPlayback } from '../../../clients/sign-playback.ts';
import type { RecordingFolder } from '../../../local/run/recording-folder.ts';
import { without } from './sample-copies.ts';
import { type Outcome, only, Stage } from './stage.ts';

// A whole system starts here; on a busy machine that takes its time.
jest.setTimeout(120_000);

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const origin = 'https://app.example.com';

let stage: Stage;
let folder: RecordingFolder;
let outcome: Outcome;
let signing: { keyPairId: string; privateKey: string; expiresAt: Date };

beforeAll(async () => {
  stage = await Stage.start({
    configuration: {
      exports: { small: { rendition: '160p30', engine: 'remux' } },
      defaultExports: ['small'],
      playback: {
        domainName: 'v.example.com',
        certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555',
        corsOrigins: [origin],
        signing: { publicKeys: [publicKey.export({ type: 'spki', format: 'pem' }).toString()] },
      },
    },
  });
  const outputs = Object.assign({}, ...stage.system.model.stacks.map((stack) => stack.outputs));
  signing = {
    keyPairId: outputs.SigningKeyIds,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    expiresAt: new Date(Date.now() + 3_600_000),
  };
  // Its playlists are repaired ones, in a folder of their own.
  folder = await stage.addRecording('signed', without('media/hls/480p30/1.ts'));
  outcome = await stage.run(folder);
});
afterAll(() => stage.stop());

/** Sends the cookies that a browser would send to this path. */
function watch(url: string, cookies: readonly string[]): Promise<Response> {
  const { pathname } = new URL(url);
  const sent = cookies.filter((cookie) => pathname.startsWith(/; Path=([^;]+)/.exec(cookie)?.[1] ?? '-'));
  return fetch(url, { headers: { origin, cookie: sent.map((cookie) => cookie.split(';')[0]).join('; ') } });
}

/** Every URL that a playlist names. */
const namedIn = (text: string, url: string): string[] =>
  text.split('\n').flatMap((line) => (line === '' || line.startsWith('#') ? [] : [new URL(line, url).href]));

test('the message says that its URLs need signing', () => {
  expect(only(outcome.messages, 'recording.playback.ready').body.playback.access).toBe('signed');
  expect(only(outcome.messages, 'recording.export.ready').body.export.access).toBe('signed');
  expect(outcome.item.access).toBe('signed');
});

test('with cookies everything that playing takes is there, also for a page of another origin; without, nothing is', async () => {
  const { url, thumbnailUrl } = outcome.item.playback;
  const cookies = signPlayback({ prefix: folder.prefix, baseUrl: stage.system.playbackUrl, ...signing });
  const statuses: Record<string, number[]> = { signed: [], unsigned: [] };
  const open = async (each: string): Promise<string> => {
    const [signed, unsigned] = await Promise.all([watch(each, cookies), watch(each, [])]);
    statuses.signed?.push(signed.status);
    statuses.unsigned?.push(unsigned.status);
    expect(signed.headers.get('access-control-allow-credentials')).toBe('true');
    await unsigned.text();
    return signed.text();
  };

  for (const playlist of namedIn(await open(url), url))
    for (const segment of namedIn(await open(playlist), playlist)) await open(segment);
  await open(thumbnailUrl);

  expect(url).toContain('/playback/master.m3u8');
  expect(statuses.signed?.length).toBeGreaterThan(8);
  expect([...new Set(statuses.signed)]).toEqual([200]);
  expect([...new Set(statuses.unsigned)]).toEqual([403]);
});

test('an export takes a URL of its own; the cookies of its recording do not open it', async () => {
  const { url } = outcome.exportItems.small.export;
  const cookies = signPlayback({ prefix: folder.prefix, baseUrl: stage.system.playbackUrl, ...signing });
  const all = cookies.slice(3).map((cookie) => cookie.replace(/; Path=[^;]+/, '; Path=/'));
  const signed = signExportUrl({ url, ...signing });

  const answers = await Promise.all([
    fetch(signed),
    fetch(url),
    watch(url, all),
    fetch(signed.replace(/.{4}$/, 'xxxx')),
  ]);

  expect(answers.map(({ status }) => status)).toEqual([200, 403, 403, 403]);
  await Promise.all(answers.map((answer) => answer.arrayBuffer()));
});

test('signatures that have expired, or are of another key, play nothing', async () => {
  const order = { prefix: folder.prefix, baseUrl: stage.system.playbackUrl, ...signing };
  const stranger = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
  const foreignKey = stranger.export({ type: 'pkcs8', format: 'pem' }).toString();
  const { url } = outcome.item.playback;

  const expired = await watch(url, signPlayback({ ...order, expiresAt: new Date(Date.now() - 1000) }));
  const foreign = await watch(url, signPlayback({ ...order, privateKey: foreignKey }));

  expect([expired.status, foreign.status]).toEqual([403, 403]);
});
