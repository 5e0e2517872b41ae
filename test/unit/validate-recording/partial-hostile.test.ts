import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stepErrors } from '../../../lambdas/shared/contract/errors.ts';
import { notificationSchema } from '../../../lambdas/shared/contract/notification.ts';
import { validateRecording } from '../../../lambdas/validate-recording/validate-recording.ts';
import { parseMediaPlaylist } from '../../../media/hls/media-playlist.ts';
import { parseMultivariantPlaylist } from '../../../media/hls/multivariant-playlist.ts';
import { makeRecording } from '../../fixtures/make-recording.ts';
import { execution, makePorts } from '../../fixtures/step-ports.ts';
import { fragmentsSeenByHlsJs, levelsSeenByHlsJs } from '../media/hls/hls-js.ts';

const files = ['media/hls/720p30/playlist.m3u8', 'media/hls/160p30/playlist.m3u8', 'media/hls/master.m3u8'];
const pieces = [
  '\n',
  '#EXT-X-DISCONTINUITY\n',
  '#EXT-X-GAP\n',
  '#EXT-X-MAP:URI="0.ts"\n',
  '#EXT-X-KEY:METHOD=AES-128,URI="1.ts"\n',
  '#EXT-X-KEY:METHOD=NONE\n',
  '#EXT-X-BYTERANGE:5@1\n',
  '#EXTINF:0,\n',
  '#EXTINF:9e9,\n',
  '#EXTINF:9000000000000000,\n0.ts\n',
  '#EXT-X-ENDLIST\n',
  '#EXT-X-MEDIA-SEQUENCE:9\n',
  '../0.ts\n',
  'https://example.com/0.ts\n',
  '%2e%2e/0.ts\n',
  '#EXT-X-DATERANGE:ID="a"\n',
  '"',
  '9',
];

/** Something put at the beginning of a line, with so many characters after it taken away. */
const edits = fc.record({
  file: fc.constantFrom(...files),
  line: fc.nat({ max: 30 }),
  piece: fc.constantFrom(...pieces),
  lost: fc.constantFrom(0, 0, 1, 10, 40),
});
const losses = fc.record({ rendition: fc.constantFrom('720p30', '160p30'), index: fc.nat({ max: 5 }) });

function edit(text: string, { line, piece, lost }: { line: number; piece: string; lost: number }): string {
  const lines = text.split('\n');
  const at = lines.slice(0, line).join('\n').length + 1;
  return text.slice(0, at) + piece + text.slice(at + lost);
}

test('whatever has become of the playlists, it is refused by name, or what is written plays', async () => {
  let written = 0;
  const spoilt = fc.tuple(fc.array(edits, { maxLength: 4 }), fc.array(losses, { minLength: 1, maxLength: 4 }));
  await fc.assert(
    fc.asyncProperty(spoilt, async ([changes, lost]) => {
      const recording = makeRecording();
      for (const change of changes) recording.edit(change.file, (text) => edit(text, change));
      const paths = lost.map(({ rendition, index }) => recording.key(`media/hls/${rendition}/${index}.ts`));
      recording.storage.removeAll((key) => paths.includes(key));
      const event = { input: { recording: recording.reference }, execution };

      const output = await validateRecording(event, makePorts(recording)).catch((error: Error) => error);

      if (output instanceof Error) {
        expect(Object.keys(stepErrors)).toContain(output.name);
        return;
      }
      expect(notificationSchema.parse(output.announcement.message)).toEqual(output.announcement.message);
      for (const [key, text] of recording.storage.written) {
        written++;
        if (key.endsWith('/playback/master.m3u8')) {
          const { variants } = parseMultivariantPlaylist(text);
          expect(levelsSeenByHlsJs(text, `/${key}`)).toHaveLength(variants.length);
          continue;
        }
        const { segments } = parseMediaPlaylist(text);
        const present = (path: string | undefined) => recording.storage.has(decodeURIComponent(path ?? '').slice(1));
        expect(segments.length).toBeGreaterThan(0);
        for (const fragment of fragmentsSeenByHlsJs(text, `/${key}`)) {
          const needed = [fragment.path, fragment.map, fragment.key].filter((path) => path !== undefined);
          expect(needed.filter((path) => !present(path))).toEqual([]);
          expect(needed.filter((path) => !path.startsWith(`/${recording.key('media/hls/')}`))).toEqual([]);
        }
      }
    }),
    { numRuns: 500 },
  );
  expect(written).toBeGreaterThan(500);
});
