/** The files of the built page, with the headers that they are served with. */
import { entityTagOf } from '../shared/contract/function-url.ts';
import { documentWith, type PageSettings } from '../shared/contract/page.ts';
import type { BuiltPage } from './built-page.ts';

/** A file as it is served. */
export interface PageFile {
  readonly body: string;
  readonly headers: Readonly<Record<'content-type' | 'cache-control' | 'etag', string>>;
}

/** Files of the page by their paths below its document, which itself is `''`. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Makes them of what was built, with the settings in the document. Files of other types than the page's are left out. */
export function makePageFiles({ document, assets }: BuiltPage, settings: PageSettings): PageFiles {
  return new Map([
    // Asked for anew each time: it names the others, of which a deployment leaves none of the version before.
    ['', describe('index.html', documentWith(document, settings), 'no-cache')],
    ...Object.entries(assets)
      .filter(([name]) => typeOf(name) !== undefined)
      // The names change with what is in them.
      .map(([name, body]) => [`_page/${name}`, describe(name, body, 'public, max-age=31536000, immutable')] as const),
  ]);
}

const typeOf = (name: string): string | undefined => types[name.split('.').at(-1) ?? ''];

const describe = (name: string, body: string, cacheControl: string): PageFile => ({
  body,
  headers: { 'content-type': typeOf(name) ?? '', 'cache-control': cacheControl, etag: entityTagOf(body) },
});
