/** Ways through a recording's two machines that together enter every state that can fail. */
import { type Change, withMetadata, without } from '../sample-copies.ts';

/** A recording, and what is asked for. */
export interface Route {
  readonly change?: Change;
  readonly input: { readonly exports: readonly object[] };
}

const nothingRecorded: Change = (directory) => {
  without('media')(directory);
  withMetadata(({ media }) => Object.assign(media.hls, { duration_ms: 0, renditions: [] }))(directory);
};

const small = (name: string, engine: string) => ({ name, rendition: '160p30', engine });

/** By name. The export that is made to fail is `one`. */
export const routes: Readonly<Record<string, Route>> = {
  mediaconvert: { input: { exports: [small('one', 'mediaconvert'), small('two', 'mediaconvert')] } },
  remux: { input: { exports: [small('one', 'remux')] } },
  empty: { change: nothingRecorded, input: { exports: [] } },
};
