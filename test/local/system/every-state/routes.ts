/** Ways through a recording's two machines that together enter every state that can fail. */
import { type Change, edited, nothingRecorded } from '../sample-copies.ts';

/** A recording, and what is asked for. */
export interface Route {
  readonly change?: Change;
  readonly input: { readonly exports: readonly object[]; readonly source?: object };
}

const small = (name: string, engine: string) => ({ name, rendition: '160p30', engine });

/** One segment of the sample says that it has two hours: more than a day's exports may, as `rehearsed` is configured. */
const twoHoursLong = edited('media/hls/160p30/playlist.m3u8', (text) =>
  text.replace(/#EXTINF:[\d.]+/, '#EXTINF:7200').replace('TARGETDURATION:12', 'TARGETDURATION:7200'),
);

/** Nobody asked for it: such exports are counted. */
const source = { type: 'backfill' };

/** By name. The export that is made to fail is `one`. */
export const routes: Readonly<Record<string, Route>> = {
  mediaconvert: { input: { exports: [small('one', 'mediaconvert'), small('two', 'mediaconvert')] } },
  remux: { input: { exports: [small('one', 'remux')] } },
  counted: { input: { exports: [small('one', 'remux')], source } },
  held: { change: twoHoursLong, input: { exports: [small('one', 'remux')], source } },
  empty: { change: nothingRecorded, input: { exports: [] } },
};
