import { expect, test } from '@jest/globals';
import { makePageFiles } from '../../../lambdas/serve-page/page-files.ts';
import { servePage } from '../../../lambdas/serve-page/serve-page.ts';
import { documentWith, type PageSettings } from '../../../lambdas/shared/contract/page.ts';

const document =
  '<meta name="recordings-scope" content=""><meta name="recordings-console" content=""><script src="_page/page-A.js">';
const assets = { 'page-A.js': 'play()', 'style-A.css': 'a{}', 'icon-A.svg': '<svg/>', 'page-A.js.tmp': 'half of it' };

function ask(rawPath: string, method = 'GET', headers: Record<string, string> = {}, settings: PageSettings = {}) {
  const files = makePageFiles({ document, assets }, { scope: 'playable', ...settings });
  return servePage({ rawPath, rawQueryString: '', headers, requestContext: { http: { method } } }, files);
}

test('the document knows what it may show, and where operators look; it is asked for anew each time', () => {
  const consoleUrl = 'https://us-west-2.console.aws.amazon.com/states/home?region=us-west-2#/statemachines';

  const { statusCode, headers, body } = ask('/app/', 'GET', {}, { consoleUrl });

  expect(statusCode).toBe(200);
  expect(body).toContain('<meta name="recordings-scope" content="playable">');
  expect(body).toContain(`<meta name="recordings-console" content="${consoleUrl}">`);
  expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
});

test.each([
  ['page-A.js', 'text/javascript; charset=utf-8', 'play()'],
  ['style-A.css', 'text/css; charset=utf-8', 'a{}'],
  ['icon-A.svg', 'image/svg+xml', '<svg/>'],
])('%s is %s, and is kept for good', (name, type, text) => {
  const { statusCode, headers, body } = ask(`/app/_page/${name}`);

  expect([statusCode, headers['content-type'], body]).toEqual([200, type, text]);
  expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
});

test('who has a file already is not sent it again, also when CloudFront has made its tag weak', () => {
  const { etag = '' } = ask('/app/').headers;

  const again = ask('/app/', 'GET', { 'if-none-match': `W/${etag}` });

  expect(again).toEqual({ statusCode: 304, headers: { etag, 'cache-control': 'no-cache' }, body: '' });
});

test('without the slash at its end the address leads on', () => {
  expect(ask('/app')).toMatchObject({ statusCode: 301, headers: { location: '/app/' } });
});

test('HEAD has the headers of GET', () => {
  expect(ask('/app/', 'HEAD')).toEqual({ ...ask('/app/'), body: '' });
});

test.each(['/app/other.js', '/app/_page/', '/app/_page/page-A.js.tmp', '/app/%2e%2e/index.mjs', '/app/../x', '/', ''])(
  'nothing is at %p, and that is not kept',
  (path) => {
    expect(ask(path)).toMatchObject({ statusCode: 404, headers: { 'cache-control': 'no-store' } });
  },
);

test.each(['POST', 'PUT', 'DELETE'])('%s is refused', (method) => {
  expect(ask('/app/', method)).toMatchObject({ statusCode: 405, headers: { allow: 'GET, HEAD' } });
});

test('a setting that the document has no place for is not lost in silence', () => {
  expect(() => documentWith('<p>', { scope: 'playable' })).toThrow('has no <meta name="recordings-scope"');
});
